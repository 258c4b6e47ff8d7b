"""Answers about what is written of people, and about its erasure."""

from datetime import datetime

from bot.web.views.base import View


class Tag(View):
    """A tag of a person."""

    tag: str
    author: str
    at: datetime


class TagCount(View):
    """A tag in use."""

    tag: str
    people: int


class PersonNote(View):
    """What a colleague wrote of somebody; never changed, but struck out where it was wrong."""

    id: int
    student_id: int  # the number it was written under; it may be merged into another now
    text: str
    author: str
    at: datetime
    struck: datetime | None
    struck_by: str | None


class Happening(View):
    """One line of a person's way through the community."""

    kind: str  # joined, left, renamed, lead, lead_closed, case, case_decided, mark, listed, ...
    at: datetime
    number: int  # of the lead, case, mark, ...
    room: int | None
    room_name: str
    what: str
    author: str


class MergePreview(View):
    """What would become one person, before anything is changed."""

    source: int
    source_name: str
    into: int
    into_name: str
    identities: int  # accounts that move
    rooms: int
    messages: int
    shared_rooms: int  # in which both are now: two accounts of one person, or two people
    problem: str | None  # why it cannot be; null: it can


class ErasurePreview(View):
    """What an erasure would take."""

    student_id: int
    students: list[int]  # with the numbers merged into it
    identities: int
    names: int
    rooms: int
    messages: int
    counts: dict[str, int]


class Erasure(View):
    """An erasure at work, or done."""

    id: int
    student_id: int
    author: str
    reason: str
    begun: datetime
    ended: datetime | None
    share: float
    counts: dict[str, int]
