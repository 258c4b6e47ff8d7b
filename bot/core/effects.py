"""What is to be done: effects are values; only `bot.perform` carries them out.

Two kinds. A *deed* reaches people or a platform; it always travels as an `Intent` through the
outbox. A *record* only changes our own database; it is written in the pipeline's transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.conduct_effects import AlarmRoom, Enlist, GiveMark, OpenQuiz, SettleQuiz
from bot.core.errands import KeepPicture, SendErrand
from bot.core.events import Media
from bot.core.ids import (
    GROUPKEEPER,
    AlertId,
    ChannelName,
    IdentityId,
    MessageId,
    OccurrenceId,
    RoomId,
    StaffName,
    StudentId,
)
from bot.core.learning import KeepSample
from bot.core.seen import NearPrint
from bot.core.signups import Attended, RecordClaim, RecordSignUp
from bot.core.verdicts import LeadFound, SpamScore


class OnUnknown(StrEnum):
    """What to do with a post of which nobody knows whether it went out (no echo in time)."""

    RESEND = "resend"  # once, for routine posts
    HOLD = "hold"  # a person decides: @all, money, lotteries, legal texts, removals


class OnLate(StrEnum):
    """What to do with a step that is past its grace."""

    SEND = "send"
    SKIP = "skip"
    ASK = "ask"  # held for a person


class Severity(StrEnum):
    """How much an alert matters. CRITICAL is sent in quiet hours too."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


# ---- deeds: they reach people -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Speak in a room, as the bot account that sits in it."""

    room: RoomId
    text: str = ""
    mentions: tuple[IdentityId, ...] = ()
    mention_all: bool = False
    media: Media | None = None  # a file (url or path), or with mime "text/html" a link card
    count_clicks: bool = False  # its links are made short when it is sent, where we serve those


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectMessage:
    """Speak to one account alone."""

    to: IdentityId
    text: str = ""
    media: Media | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMember:
    """Take somebody out of a room. Undone by `InviteMember`."""

    room: RoomId
    member: IdentityId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallMessage:
    """Take somebody's message back. It cannot be undone: nobody can say it again for them."""

    room: RoomId
    message: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteMember:
    """Bring somebody (back) into a room."""

    room: RoomId
    member: IdentityId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAnnouncement:
    """Set a room's announcement 群公告."""

    room: RoomId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptInvitation:
    """Follow an invitation into a room."""

    channel: ChannelName
    invitation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyStaff:
    """Bring an alert to one colleague, by the ways configured for them.

    A direct message goes by the bot account `channel`, within its budget like every post.
    """

    staff: StaffName
    alert: AlertId
    target: str  # "dm" or "apprise:<index of the target in the colleague's settings>"
    channel: ChannelName | None = None  # of a direct message


Deed = (
    Say
    | DirectMessage
    | RemoveMember
    | RecallMessage
    | InviteMember
    | SetAnnouncement
    | AcceptInvitation
    | NotifyStaff
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A deed on its way into the outbox.

    `key` makes it idempotent: a second intent with the same key changes nothing.
    `due` None means at once; past `expires` it is not done any more. With `after` it waits until
    the deed of that key is sent, and `pause` longer; it is not done where that one never is.
    """

    deed: Deed
    key: str
    reason: str
    author: str = GROUPKEEPER
    due: datetime | None = None
    expires: datetime | None = None
    on_unknown: OnUnknown = OnUnknown.RESEND
    on_late: OnLate = OnLate.SKIP
    urgent: bool = False  # not kept back by quiet hours
    occurrence: OccurrenceId | None = None
    after: str = ""  # the key of the intent that must be sent first
    pause: timedelta = timedelta()


# ---- records: they change our own database ------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVerdicts:
    """Keep what the detectors said of a message; open a case when it is flagged.

    With `campaign` it joins the case of that message instead; with `near` its copies find it.
    """

    message: MessageId
    room: RoomId | None
    student: StudentId | None
    spam: SpamScore
    action: str = ""  # what was decided: "" (observed), "remove"
    campaign: MessageId | None = None  # of which the case was opened that this message joins
    earlier: tuple[MessageId, ...] = ()  # near copies that join the case with it
    near: NearPrint | None = None
    told: bool = False  # staff are told how far the case has grown
    kind: str = "advert"  # how a case of it comes to be: "advert", "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLead:
    """Open a lead, or add evidence to the open one of this person and category."""

    student: StudentId
    room: RoomId | None
    message: MessageId
    lead: LeadFound


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A member asked; someone should answer by `due`."""

    message: MessageId
    room: RoomId
    asker: IdentityId
    asked: datetime
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """A question got its answer."""

    question: MessageId
    answer: MessageId
    answered: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlert:
    """Ask a human on duty to look. Repeats with the same `group` are counted, not repeated.

    `to` is whom it concerns: told first, before those on duty for the room. `spare` is never
    told: it is about what they did. `to_copy` is sent in a message of its own, without a word
    around it, so that a phone can copy it.
    """

    kind: str  # "advert" "lead" "question" "gateway" "delivery" "config" "task" ...
    severity: Severity
    reason: str
    advice: str
    group: str
    room: RoomId | None = None
    student: StudentId | None = None
    message: MessageId | None = None
    to: StaffName | None = None
    spare: StaffName | None = None
    to_copy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTask:
    """Work for a person: post this, answer this.

    `text` is what is to be posted, word by word. Who does not do it by `due` loses it to the
    next of `stand_ins`; `remind` is how long before `due` they are reminded (None: when a share
    of their time has passed, by `sop.remind_share`).
    """

    key: str
    staff: StaffName
    title: str
    text: str
    due: datetime | None = None
    room: RoomId | None = None
    occurrence: OccurrenceId | None = None
    stand_ins: tuple[StaffName, ...] = ()
    remind: timedelta | None = None


Record = (
    RecordVerdicts
    | RecordLead
    | OpenQuestion
    | AnswerQuestion
    | RaiseAlert
    | AssignTask
    | GiveMark
    | Enlist
    | AlarmRoom
    | OpenQuiz
    | SettleQuiz
    | KeepSample
    | SendErrand
    | KeepPicture
    | RecordSignUp
    | RecordClaim
    | Attended
)

Effect = Intent | Record
