"""Tasks 任务: work for people, with a deadline, a line of stand-ins and a receipt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.ids import ChannelName, MessageId, OccurrenceId, RoomId, RoomRef, StaffName, TaskId


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    HELD = "held"  # nobody of its line did it: a person decides


class TaskDeed(StrEnum):
    """What happened to a task; every one is noted with who and when."""

    GIVEN = "given"  # `staff` has it from now on
    TOLD = "told"
    REMINDED = "reminded"
    CANNOT = "cannot"  # its person said so
    HELD = "held"
    DONE = "done"
    CANCELLED = "cancelled"


class Receipt(StrEnum):
    """How it is known that a task is done."""

    SEEN = "seen"  # the person's own post was seen in the room
    WORD = "word"  # a word to the bot
    CLICK = "click"  # the link in the alert
    COMMAND = "command"  # groupkeeper sop done
    API = "api"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRoom:
    """The room in which a task is to be done."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work for a person.

    `staff` has it now, since `given`; `turn` people had it before. `line` are the stand-ins left.
    """

    id: TaskId
    staff: StaffName
    title: str
    text: str  # what is to be posted, word by word
    state: TaskState
    created: datetime
    given: datetime
    due: datetime | None = None
    room: RoomId | None = None
    room_name: str = ""  # where it was looked up with its room
    occurrence: OccurrenceId | None = None
    turn: int = 0
    line: tuple[StaffName, ...] = ()
    remind_before: timedelta | None = None  # the deadline; None: by the settings
    remind_at: datetime | None = None  # None: none, or it is not told yet
    told_at: datetime | None = None
    reminded_at: datetime | None = None
    done_by: str = ""
    done_at: datetime | None = None
    how: Receipt | None = None
    message: MessageId | None = None  # the post that was seen
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """A task that may need something, with its room and everybody who had it."""

    task: Task
    room: TaskRoom | None = None
    holders: tuple[StaffName, ...] = ()  # in order, the present one last
    why: str = ""  # it was given to the present one


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNote:
    """One thing that happened to a task."""

    at: datetime
    deed: TaskDeed
    staff: StaffName  # who had the task then
    author: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """A receipt: who did a task, when, and how that is known."""

    author: str
    at: datetime
    how: Receipt
    outcome: str = ""
    message: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A task goes to the next of its line."""

    to: StaffName
    line: tuple[StaffName, ...]
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A colleague who is away; `until` None: until they are back."""

    staff: StaffName
    since: datetime
    until: datetime | None = None
    reason: str = ""
    author: str = ""


def next_look(task: Task) -> datetime | None:
    """When an open task next needs something done; None: never by itself."""
    if task.state is not TaskState.OPEN:
        return None
    if task.told_at is None:
        return task.given
    moments = [task.due]
    if task.reminded_at is None:
        moments.append(task.remind_at)
    return min((one for one in moments if one is not None), default=None)
