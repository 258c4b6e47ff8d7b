"""Events after the archive knew them: with our own ids, and what a decision may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.conduct import Burst, QuizSeen, RoomAlarm, Standing
from bot.core.events import Event, MessageReceived
from bot.core.ids import (
    CaseId,
    ChannelName,
    EventRef,
    IdentityId,
    MessageId,
    RoomId,
    RoomRef,
    StudentId,
    UserRef,
)
from bot.core.rooms import RoomRules
from bot.core.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMember:
    """An identity touched by an event, with its person."""

    identity: IdentityId
    student: StudentId | None  # None: one of our own accounts
    name: str
    nickname: str = ""
    newcomer: bool = False  # this event made the membership (or, in direct talk, the identity)
    joined: datetime | None = None  # into the room; None: before we looked, or no room


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMessage:
    """A message that was archived just now, for the first time."""

    event: MessageReceived
    id: MessageId
    room: RoomId | None
    sender: SeenMember
    text_hash: int | None = None  # `repeat_key` of the text, the key into `Context.copies`


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEvent:
    """Any other event that was archived just now, for the first time."""

    event: Event
    room: RoomId | None
    members: tuple[SeenMember, ...] = ()


Seen = SeenMessage | SeenEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room as decisions see it."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str
    rules: RoomRules
    owner_ref: UserRef | None = None  # the account that owns it; None: the platform did not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What is known of the author beyond the message."""

    identity: IdentityId
    student: StudentId | None
    names: tuple[str, ...]
    is_staff: bool = False
    joined: datetime | None = None  # into this room; None: before we looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An earlier message with the same normalised text."""

    message: MessageId
    room: RoomId | None
    sender: IdentityId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCopy:
    """An earlier picture that looks (nearly) the same."""

    message: MessageId
    room: RoomId | None
    sender: IdentityId
    at: datetime
    apart: int = 0  # bits of 64 in which their hashes differ; 64 where one has none
    same_codes: bool | None = None  # whether their QR codes hold the same; None: neither has any
    confirmed: bool = False  # staff said that it is an advert
    dismissed: bool = False  # staff said that it is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A short message that somebody said just before, and that may have been a piece of more."""

    message: MessageId
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """Words in a quotation that a member may have typed: nobody is known to have said them."""

    text: str
    early: bool = False  # the room is not archived for long enough to know


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuestion:
    """A question nobody answered yet."""

    message: MessageId
    ref: str
    room: RoomId
    asker: IdentityId
    asker_ref: str
    asked: datetime
    due: datetime | None = None  # when it should have been answered
    student: StudentId | None = None  # who asked
    text: str = ""  # what was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a batch of decisions may look at, as it stood before the batch.

    Decisions on message k of the batch see this and messages 1..k-1 of the batch.
    """

    rooms: Mapping[RoomId, Room] = field(default_factory=dict)
    senders: Mapping[tuple[RoomId | None, IdentityId], Sender] = field(default_factory=dict)
    copies: Mapping[int, tuple[Copy, ...]] = field(default_factory=dict)  # by text hash
    questions: Mapping[RoomId, tuple[WaitingQuestion, ...]] = field(default_factory=dict)
    staff_names: frozenset[str] = frozenset()  # normalised, for look-alikes
    # What members said last before the batch, in short messages within `judging.join_seconds`.
    fragments: Mapping[tuple[RoomId, IdentityId], tuple[Fragment, ...]] = field(
        default_factory=dict
    )
    # Messages whose quotation stands in the text itself, of what was never said in their room.
    unsaid: Mapping[MessageId, Unsaid] = field(default_factory=dict)
    # Of people in the batch who are on a list: which; their marks are not told here.
    lists: Mapping[StudentId, Standing] = field(default_factory=dict)
    # Quizzes of those who speak: the open ones; of those who joined: the newest of the room.
    quizzes: Mapping[IdentityId, tuple[QuizSeen, ...]] = field(default_factory=dict)
    bursts: Mapping[RoomId, Burst] = field(default_factory=dict)  # where newcomers stir
    # Of those who joined and who invited them: colleagues, and our own accounts.
    colleagues: frozenset[tuple[ChannelName, UserRef]] = frozenset()
    # For events that are about an earlier message: that message, to be judged once more,
    again: Mapping[EventRef, SeenMessage] = field(default_factory=dict)
    # what was said of it before,
    verdicts: Mapping[MessageId, tuple[Verdict, ...]] = field(default_factory=dict)
    # whether staff were shown it already,
    cased: frozenset[MessageId] = frozenset()
    # and whether they decided about it,
    decided: frozenset[MessageId] = frozenset()
    # and earlier pictures that look like the one in it.
    pictures: Mapping[EventRef, tuple[PictureCopy, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPrint:
    """What near copies of a text are found by, though words and numbers were changed."""

    keys: tuple[int, ...]  # near copies have one of them in common; so may others
    pieces: bytes  # by which it is seen how near two texts are


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A message of which more is to be known before anything is decided about it."""

    message: SeenMessage
    tight: str  # its text, normalised and squeezed: what copies of it are found by
    near: NearPrint | None = None  # None: nobody's campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """The case that a message belongs to, as it stood before the batch."""

    id: CaseId
    first: MessageId  # of which the case was opened
    state: str  # open | confirmed | dismissed | undone
    score: float  # the highest of its messages
    messages: int  # that belong to it
    told: int  # messages that it had when staff last decided or were told


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """The case that somebody was flagged for last, and when they said that."""

    case: CaseSeen
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopy:
    """An earlier suspect that may say the same; `pieces` tell how near it is."""

    message: MessageId
    room: RoomId | None
    sender: IdentityId
    student: StudentId | None
    at: datetime
    pieces: bytes
    case: CaseSeen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What an account did before, read from its newest messages (at most `HISTORY` of them)."""

    spoken: int = 0  # messages in this room
    since: datetime | None = None  # the oldest of them
    replied: int = 0  # of them, those that quote or mention somebody
    answered: int = 0  # times others quoted one of them
    rooms: int = 0  # in which it spoke within the last day, this one included
    arrived_with: int = 0  # others who joined this room within ten minutes of it
    confirmed: int = 0  # adverts of this person that staff confirmed, anywhere
    dismissed: int = 0  # suspicions about this person that staff dismissed


HISTORY = 50  # messages of an account that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Closer:
    """What is looked up for suspects alone, so that ordinary talk costs nothing.

    It stands as it was before the batch, like `Context`.
    """

    histories: Mapping[tuple[RoomId | None, IdentityId], History] = field(default_factory=dict)
    standings: Mapping[StudentId, Standing] = field(default_factory=dict)
    alarms: Mapping[RoomId, RoomAlarm] = field(default_factory=dict)
    near: Mapping[MessageId, tuple[NearCopy, ...]] = field(default_factory=dict)
    open_cases: Mapping[IdentityId, OpenCase] = field(default_factory=dict)
