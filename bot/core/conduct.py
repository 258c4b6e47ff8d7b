"""Conduct: what is held against a person, or in their favour, and how far it carries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import (
    CaseId,
    ChannelName,
    IdentityId,
    ListingId,
    MarkId,
    MessageId,
    QuizId,
    RoomId,
    RoomRef,
    StudentId,
    UserRef,
)


class Step(StrEnum):
    """The ladder 处置阶梯, from the mildest to the hardest."""

    NOTE = "note"  # a case for people to look at; nobody is told
    WARN = "warn"  # a word to the member
    HOLD = "hold"  # taken back where the channel can, until a person decides
    REMOVE = "remove"  # out of the room; undone by an invitation
    DENY = "deny"  # out of every room, and on the deny list


REMOVING = frozenset({Step.REMOVE, Step.DENY})  # steps that end a membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The step that a message leads to, in words that can be read aloud."""

    step: Step
    reason: str  # why this step, with the numbers that decided
    then: str = ""  # what happens next, and when
    due: datetime | None = None  # None: at once


class ListName(StrEnum):
    """Lists that staff keep over all rooms."""

    DENY = "deny"  # 黑名单: not let in
    ALLOW = "allow"  # never acted upon by a rule
    TRUST = "trust"  # no longer on probation anywhere


class MarkKind(StrEnum):
    """What something is held against somebody for."""

    ADVERT = "advert"  # evidence enough to remove for, or a person's word: a sure case
    SUSPECT = "suspect"  # flagged, and nobody has said yet what it is
    WARNED = "warned"  # no points: they were warned
    QUIZ = "quiz"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points 记分 given for one thing; they fade by the half-life, and may be revoked."""

    id: MarkId
    student: StudentId
    points: float
    kind: str  # a `MarkKind`; other releases may know more of them
    key: str = ""  # what it is for; the same thing is held against somebody once
    at: datetime
    author: str = ""
    revoked_by: str | None = None
    revoked: datetime | None = None
    room: RoomId | None = None
    case: CaseId | None = None
    message: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A person on a list. `until` None: until somebody lifts it."""

    id: ListingId
    student: StudentId
    list: ListName
    since: datetime
    until: datetime | None
    reason: str
    author: str
    message: MessageId | None = None  # what they were listed for
    lifted_by: str | None = None
    lifted: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a person's conduct over all rooms; listings that ended are left out."""

    marks: tuple[Mark, ...] = ()  # the revoked ones too; they count nothing
    denied: Listing | None = None
    allowed: Listing | None = None
    trusted: Listing | None = None  # a person's word ended their probation


class QuizState(StrEnum):
    """Where an entry quiz stands."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"  # too many wrong answers
    LATE = "late"  # no right answer in time
    EXCUSED = "excused"  # by a person, or because it was never asked
    LEFT = "left"  # the newcomer went first


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSeen:
    """An entry quiz 入群问答 of one newcomer in one room."""

    id: QuizId
    room: RoomId
    member: IdentityId
    student: StudentId | None
    ask: str  # the question, as it was asked
    state: QuizState
    tries: int  # wrong answers so far
    key: str  # of the post that asks it
    asked: datetime
    due: datetime
    remind: datetime | None = None  # when the newcomer is reminded; None: not (any more)
    settled: datetime | None = None
    author: str = ""  # who settled it


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizDue:
    """An open quiz that wants looking after, and how things stand."""

    quiz: QuizSeen
    channel: ChannelName
    ref: RoomRef
    room_name: str
    name: str  # of the newcomer
    present: bool  # the newcomer is still in the room
    posted: datetime | None  # when the question went out; None: it did not
    waiting: bool  # it may still go out
    user: UserRef | None = None  # the newcomer's account
    excused: bool = False  # by now staff allow or trust them, or they are colleagues
    deaf: bool = False  # what they said lately did not reach us yet
    heard_again: datetime | None = None  # when we last began to hear again since it was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAlarm:
    """A room is stricter for a while, because it is raided 冲群."""

    room: RoomId
    since: datetime
    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What stirs in a room, within the window of its raid settings, the batch counted in."""

    joins: int = 0  # of people whom no colleague invited
    said: int = 0  # messages by people who joined within a day, invited by no colleague
    usual_joins: float = 0.0  # in a window of that length, before
    usual_said: float = 0.0  # by anybody
    # Since when the room is known, told where something stirs; None: for long.
    since: datetime | None = None
    alarm: RoomAlarm | None = None  # that holds already
