"""Answers about the calendar, each colleague's work, and who is away."""

from datetime import date, datetime, time

from bot.core.agenda import Standing
from bot.core.tasks import TaskDeed
from bot.web.views.base import View
from bot.web.views.work import Task


class Entry(View):
    """One line of a calendar; `laid_out` false: it follows from the plan and may still change."""

    id: int | None  # of the dated step, once it is laid out
    task: int | None
    run: int
    plan: str
    plan_title: str
    step: str
    title: str
    room: int
    room_name: str
    seat: str
    person: str | None  # null: a bot account speaks
    due: datetime
    deadline: datetime | None
    zone: str
    standing: Standing
    laid_out: bool
    who: str  # did it, is to do it, or decided about it
    at: datetime | None  # when it was settled
    outcome: str


class Line(View):
    """A step at one time in some rooms, with their number by how it stands there."""

    day: date  # by the clocks of its rooms
    time: time
    due: datetime
    zone: str
    plan: str
    plan_title: str
    step: str
    title: str
    seat: str
    person: str | None  # null: a bot account speaks
    rooms: int
    laid_out: int  # of them; in the others it follows from the plan, and may still change
    standings: dict[Standing, int]
    room: int | None  # where it is one
    room_name: str


class WorkList(View):
    """The work of one colleague today."""

    person: str
    day: date
    open: list[Task]  # at hand, the most urgent first
    to_come: list[Entry]
    done: list[Entry]
    text: str  # as the colleague is told


class Absence(View):
    """A colleague who is away; `until` null: until they are back."""

    staff: str
    since: datetime
    until: datetime | None
    reason: str
    author: str


class Feed(View):
    """The address of a calendar feed. Whoever has it can read the calendar."""

    url: str


class TaskNote(View):
    """One thing that happened to a task."""

    at: datetime
    deed: TaskDeed
    staff: str  # who had the task then
    author: str
    note: str
