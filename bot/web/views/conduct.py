"""Answers about conduct: points, lists, alarms of rooms, entry quizzes."""

from datetime import datetime

from bot.core.conduct import ListName, QuizState
from bot.web.views.base import View


class Mark(View):
    """Points given for one thing."""

    id: int
    student_id: int
    points: float  # as they were given
    kind: str  # advert, suspect, warned, ...
    at: datetime
    room: int | None
    message: int | None
    author: str
    revoked_by: str | None
    revoked: datetime | None


class Listing(View):
    """An entry on a list."""

    id: int
    student_id: int
    name: str
    list: ListName
    since: datetime
    until: datetime | None  # null: until somebody lifts it
    reason: str
    author: str
    message: int | None
    lifted_by: str | None
    lifted: datetime | None


class Standing(View):
    """How somebody stands: what is held against them now, and why."""

    student_id: int
    points: float  # what is left of all of them today, over all rooms
    sure_cases: int
    marks: list[Mark]  # oldest first, the revoked too
    listings: list[Listing]  # that hold now


class Alarm(View):
    """A room that is stricter for a while."""

    room: int
    name: str
    since: datetime
    until: datetime
    why: str


class Quiz(View):
    """An entry quiz of a newcomer."""

    id: int
    room: int
    room_name: str
    member: int
    student_id: int | None
    name: str
    ask: str
    state: QuizState
    tries: int  # wrong answers
    asked: datetime
    due: datetime
    settled: datetime | None
    author: str  # who settled it
