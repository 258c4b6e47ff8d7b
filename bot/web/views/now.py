"""Answers about what needs somebody now."""

from datetime import date, datetime

from bot.core.effects import Severity
from bot.core.needs import Act, NeedKind
from bot.core.today import Measure
from bot.web.views.base import View


class NeedAlert(View):
    """The open alert about it."""

    id: int
    severity: Severity
    told: list[str]
    next_at: datetime | None  # when the next colleague is told; null: nobody is left


class Need(View):
    """One thing that waits for somebody."""

    kind: NeedKind
    id: str  # its number, or a channel's name
    about: str  # state of a delivery, task or account; kind of an alert or case; category
    words: str  # one line: what was said, or is to be done
    reason: str  # why it waits
    severity: Severity
    since: datetime
    due: datetime | None
    late: bool
    room: int | None
    room_name: str
    student_id: int | None
    name: str
    message: int | None  # the spot in the room
    owner: str | None  # who has a task
    mine: bool
    alert: NeedAlert | None
    may: list[Act]
    link: str  # where the console shows it


class KindCount(View):
    """How many there are of a kind, listed or not."""

    kind: NeedKind
    count: int


class Now(View):
    """What needs somebody, the most urgent first."""

    at: datetime  # when it was looked up
    items: list[Need]
    counts: list[KindCount]


class Figure(View):
    """One count of today so far, beside what is usual by now: docs/results.md#today."""

    measure: Measure
    count: int
    usual: float | None  # median of the same weekdays before; null: there is no history
    spread: float | None  # median absolute deviation
    weeks: int  # on which it rests; below 3 it says little


class HourlyFigure(Figure):
    """The same, hour by hour on the wall clock of the house."""

    hours: list[int]  # until now
    usual_hours: list[float]  # of the whole day; empty without history


class RoomToday(View):
    """Today in one room."""

    room: int
    name: str
    strangeness: float  # how far its strangest figure is from what is usual, in deviations
    figures: list[Figure]


class TodayFigures(View):
    """Today so far: of the house, or of the room that was asked for."""

    at: datetime
    day: date
    zone: str
    figures: list[HourlyFigure]
    rooms: list[RoomToday]
