"""Answers about what needs somebody now."""

from datetime import datetime

from bot.core.effects import Severity
from bot.core.needs import Act, NeedKind
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
