"""Answers about what was made of what was said."""

from datetime import datetime

from bot.web.views.base import View


class Verdict(View):
    """What one detector saw in a message."""

    message: int
    room: int | None
    detector: str
    score: float
    reason: str
    evidence: list[str]


class Evidence(View):
    """A message that earned a lead its place, with the words that did."""

    message: int
    room: int | None
    text: str
    words: list[str]
    score: float
    at: datetime


class Lead(View):
    """Somebody who sounds like wanting something."""

    id: int
    student_id: int
    name: str
    category: str
    score: float
    state: str  # open, claimed, won, lost
    room: int | None
    room_name: str
    opened: datetime
    since: datetime  # when it came into its state, or to its owner
    updated: datetime
    owner: str | None
    note: str | None
    messages: int  # pieces of evidence
    quote: Evidence | None = None  # in lists: what speaks most for it


class LeadWithEvidence(Lead):
    """A lead with everything that speaks for it."""

    evidence: list[Evidence]


class LeadCategory(View):
    """What people can want."""

    name: str
    title: str


class LeadBoard(View):
    """How many leads stand where, and what they can be sorted by."""

    counts: dict[str, int]  # by state
    categories: list[LeadCategory]
    owners: list[str]  # who may take leads on, and who has one


class Question(View):
    """A question of a member, and whether somebody answered."""

    message: int
    room: int
    room_name: str
    asker: int
    student_id: int | None
    name: str
    text: str
    asked: datetime
    due: datetime
    answer: int | None
    answered: datetime | None
    alerted: datetime | None
    closed: datetime | None
