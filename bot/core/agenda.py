"""The calendar of plans: what is said where, when and by whom, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.core.ids import ChannelName, OccurrenceId, RoomId, RunId, StaffName, TaskId
from bot.core.plans import Occurrence
from bot.core.tasks import Task


class Standing(StrEnum):
    """How a step stands, in the words of who looks at a calendar."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"  # its post is in the outbox, or its task with a person
    OVERDUE = "overdue"  # its task is past the deadline, or nothing came of it in its grace
    DONE = "done"
    LATE = "late"  # done, after its time
    SKIPPED = "skipped"
    FAILED = "failed"
    HELD = "held"  # a person decides


class FeedKind(StrEnum):
    """Whose calendar a feed is."""

    PERSON = "person"
    ROOM = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaFilter:
    """Which steps of a calendar; None is any.

    `steps` are (plan, step), those of a seat; `expected` those that `person` holds the seat of,
    which count as theirs until a task of them is given to somebody.
    """

    since: datetime
    until: datetime
    room: RoomId | None = None
    plan: str | None = None
    steps: Collection[tuple[str, str]] | None = None
    person: StaffName | None = None
    expected: Collection[tuple[str, str]] = ()
    within: Collection[RoomId] | None = None  # in these rooms only
    runs: Collection[RunId] | None = None  # of these runs only

    def fits(self, plan: str, step: str) -> bool:
        """Whether a step of which there is no task yet is asked for."""
        by_seat = self.steps is None or (plan, step) in self.steps
        return by_seat and (self.person is None or (plan, step) in self.expected)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Where an entry stands in a calendar: the order of its pages."""

    due: datetime
    run: RunId
    occurrence: int = 0  # 0: it is not laid out yet
    step: str = ""  # decides among those; texts are not sorted alike by every database


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidStep:
    """A step as it stands in the database, with its room and its task."""

    occurrence: Occurrence
    room_name: str
    channel: ChannelName
    task: Task | None = None

    @property
    def place(self) -> Place:
        """Where it stands in a calendar."""
        one = self.occurrence
        return Place(due=one.due, run=one.run, occurrence=one.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One line of a calendar.

    `who` is the colleague or account that did it, is to do it, or decided about it; `at` when it
    was settled; `changed` when it last became another than it was. `key` names it for good: before
    it is laid out, and when it is moved. `laid_out` False: it follows from the plan, and may still
    change with it.
    """

    place: Place
    key: str
    id: OccurrenceId | None
    task: TaskId | None
    run: RunId
    plan: str
    plan_title: str
    step: str
    title: str
    room: RoomId
    room_name: str
    seat: str
    person: StaffName | None  # None: a bot account speaks
    due: datetime
    deadline: datetime | None
    zone: str
    standing: Standing
    laid_out: bool
    who: str = ""
    at: datetime | None = None
    changed: datetime | None = None
    outcome: str = ""
    day: date | None = None  # by the plan, also when it was moved
    wall: time | None = None
    occasion: str = ""  # what it follows; "": its date


@dataclass(frozen=True, slots=True, kw_only=True)
class Graces:
    """How late a step may be: as usual, and those that say it themselves, by (plan, step)."""

    usual: timedelta
    own: Collection[tuple[tuple[str, str], timedelta]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The same step at the same moment in some rooms where it stands alike."""

    plan: str
    step: str
    due: datetime
    zone: str
    standing: Standing
    laid_out: bool
    rooms: int
    room: RoomId  # one of them
    room_name: str
