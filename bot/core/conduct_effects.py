"""Records about conduct: points, lists, alarms of rooms, entry quizzes."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.conduct import ListName, QuizState
from bot.core.ids import GROUPKEEPER, IdentityId, MessageId, RoomId, StudentId


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveMark:
    """Hold something against a person. With the same `key` it is held against them once."""

    key: str
    student: StudentId
    points: float
    kind: str  # "advert", "report", "quiz" ...
    room: RoomId | None = None
    message: MessageId | None = None
    author: str = GROUPKEEPER


@dataclass(frozen=True, slots=True, kw_only=True)
class Enlist:
    """Put a person on a list. `until` None: until somebody lifts it."""

    student: StudentId
    list: ListName
    reason: str
    until: datetime | None = None
    message: MessageId | None = None
    author: str = GROUPKEEPER


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRoom:
    """Be stricter in a room until `until`; a longer alarm replaces a shorter one."""

    room: RoomId
    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuiz:
    """Keep that a newcomer was asked; one that is open in the room already stays."""

    room: RoomId
    member: IdentityId
    student: StudentId | None
    ask: str
    key: str  # of the post that asks it
    due: datetime
    remind: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleQuiz:
    """Keep how the open quiz of a newcomer in a room stands now."""

    room: RoomId
    member: IdentityId
    state: QuizState
    tries: int
    author: str = GROUPKEEPER
    due: datetime | None = None  # with OPEN: the new end; None: as it was
    remind: datetime | None = None  # with OPEN: the new time of the reminder; None: as it was
    reminded: bool = False  # with OPEN: no reminder any more
