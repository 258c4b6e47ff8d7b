"""The review desk 审核: what people decide about cases, and the file they decide from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import (
    AppealId,
    CaseId,
    ChannelName,
    IdentityId,
    MessageId,
    RoomId,
    StaffName,
    StudentId,
    UserRef,
)


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"  # it was an advert
    DISMISSED = "dismissed"  # it was not
    UNDONE = "undone"  # what was done about it was taken back


class CaseKind(StrEnum):
    """How a case came to be."""

    ADVERT = "advert"  # a rule flagged something
    REPORT = "report"  # a member reported it


class Decision(StrEnum):
    """What a person says of a case."""

    ADVERT = "advert"  # it is one: act, and learn from it
    FINE = "fine"  # it is none: take back what was done, and learn from it
    REMOVE = "remove"  # act, but learn nothing: it is no advert, and not wanted here either

    @property
    def state(self) -> CaseState:
        """Where it leaves the case."""
        return CaseState.DISMISSED if self is Decision.FINE else CaseState.CONFIRMED


class Scope(StrEnum):
    """How far a decision reaches."""

    MESSAGE = "message"  # one message; the others of the campaign wait on
    CAMPAIGN = "campaign"  # every message of the case


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A person's word on a case, as it is written down."""

    decision: Decision
    author: str
    at: datetime
    scope: Scope = Scope.CAMPAIGN
    note: str = ""
    message: MessageId | None = None  # with scope message: which; None: the first of the case
    remove: bool | None = None  # None: as `judging.review.removes` says


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessage:
    """A message of a case, with its author."""

    id: MessageId
    room: RoomId | None
    room_name: str
    channel: ChannelName
    sender: IdentityId
    student: StudentId | None
    name: str
    text: str
    at: datetime
    score: float
    flagged: bool
    action: str
    recalled: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody of the case in a room, now."""

    room: RoomId
    member: IdentityId
    student: StudentId | None
    channel: ChannelName
    ref: UserRef
    name: str
    owner: bool  # the room is theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A deed that was ordered about a case, by a rule or a person."""

    key: str
    kind: str  # the deed's class name
    room: RoomId | None
    member: IdentityId | None
    state: str  # of the delivery
    author: str
    due: datetime
    back: bool = False  # whoever was removed is in the room again, since then
    student: StudentId | None = None  # whom it is about

    @property
    def done(self) -> bool:
        """Whether it was done, or may have been."""
        return self.state in {"sent", "sending", "unknown"}

    @property
    def failed(self) -> bool:
        """Whether it was tried, and not done."""
        return self.state in {"failed", "expired"}

    @property
    def waits(self) -> bool:
        """Whether it can still be called off."""
        return self.state in {"pending", "claimed", "held"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything a decision about a case looks at, as it stands in this transaction."""

    id: CaseId
    first: MessageId
    state: CaseState
    round: int  # decisions so far
    kind: str
    reason: str
    decision: Decision | None = None
    decided_by: str | None = None  # who decided, or took it back
    messages: tuple[CaseMessage, ...] = ()
    seats: tuple[Seat, ...] = ()
    ordered: tuple[Ordered, ...] = ()
    condemned: frozenset[StudentId] = frozenset()  # of whom another case is confirmed

    @property
    def accused(self) -> frozenset[IdentityId]:
        """The accounts that said what is flagged; who only said something like it is not meant."""
        flagged = frozenset(one.sender for one in self.messages if one.flagged)
        return flagged or frozenset(one.sender for one in self.messages if one.id == self.first)

    def message(self, number: MessageId) -> CaseMessage | None:
        """One of its messages."""
        return next((one for one in self.messages if one.id == number), None)


# ---- reports 举报 ---------------------------------------------------------------------------


class Outcome(StrEnum):
    """What came of a report."""

    RIGHT = "right"  # staff agreed
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A message that a member reported, with its author."""

    message: MessageId
    sender: IdentityId
    student: StudentId
    name: str
    text: str
    at: datetime
    case: CaseId | None = None
    state: str = ""  # of the case


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """What is known of somebody who reports."""

    right: int = 0  # reports that staff agreed with
    wrong: int = 0
    lately: int = 0  # reports within a day


# ---- appeals 申诉 ---------------------------------------------------------------------------


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    GRANTED = "granted"  # what was done is taken back
    UPHELD = "upheld"  # it stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Grievance:
    """What was done to somebody last, that they may appeal against."""

    case: CaseId
    action: str  # the step a rule took, or the decision of a person
    author: str  # who decided; groupkeeper: a rule
    at: datetime
    room: RoomId | None
    channel: ChannelName
    room_ref: str
    room_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSeen:
    """An appeal, as it is answered."""

    id: AppealId
    case: CaseId
    student: StudentId
    identity: IdentityId
    message: MessageId
    against: str
    asked: StaffName | None
    state: AppealState
    answered_by: str | None = None
