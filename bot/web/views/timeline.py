"""Answers about a room as people read it."""

from datetime import datetime
from typing import Any

from pydantic import model_validator

from bot.core.events import MessageKind
from bot.web.views.base import View
from bot.web.views.talk import Edit


class TimelineVerdict(View):
    """What one detector saw."""

    detector: str
    score: float
    reason: str
    evidence: list[str]


class TimelineCase(View):
    """The case that a message belongs to."""

    id: int
    state: str  # open, confirmed, dismissed, undone
    decision: str | None
    decided_by: str | None
    flagged: bool  # this message itself; else it only says nearly the same
    action: str


class TimelineLead(View):
    """A lead that a message speaks for."""

    id: int
    category: str
    state: str  # open, claimed, won, lost
    owner: str | None
    score: float
    words: list[str]


class TimelineQuestion(View):
    """A question that waits, was answered or closed."""

    due: datetime
    answer: int | None
    answered: datetime | None
    closed: datetime | None


class TimelineExpected(View):
    """What a step expects of the room, and how that stands."""

    state: str  # waiting, met, missed
    since: datetime
    until: datetime
    needs: dict[str, Any] | None
    counts: dict[str, Any] | None
    reason: str


class TimelinePost(View):
    """A post of ours: who ordered it, and the step of a plan that it belongs to."""

    delivery: int
    author: str
    reason: str
    occurrence: int | None
    run: int | None
    plan: str
    step: str
    expected: TimelineExpected | None


class TimelineQuoted(View):
    """What a message answers to; `message` null: nobody knows which it was."""

    message: int | None
    name: str
    text: str


class TimelineSomebody(View):
    """Somebody who is mentioned, came, or went; null: we do not know them, or they are ours."""

    identity: int | None
    student_id: int | None
    name: str


class TimelineMedia(View):
    """What hangs on a message."""

    name: str = ""
    url: str = ""
    mime: str = ""
    size: int | None = None
    description: str = ""


class TimelineMessage(View):
    """A message with everything that was made of it."""

    id: int
    identity: int
    student_id: int | None  # null: one of our own accounts
    name: str
    nickname: str
    staff: bool
    own: bool
    kind: MessageKind
    text: str
    received: datetime
    recalled: datetime | None
    edits: list[Edit]  # oldest first; `text` is what was said first
    media: TimelineMedia | None
    quoted: TimelineQuoted | None
    mentions: list[TimelineSomebody]
    verdicts: list[TimelineVerdict]
    case: TimelineCase | None
    leads: list[TimelineLead]
    question: TimelineQuestion | None
    post: TimelinePost | None

    @model_validator(mode="before")
    @classmethod
    def _together(cls, given: Any) -> Any:  # noqa: ANN401 (storage.talk.timeline_items.Said)
        found = getattr(given, "found", None)
        if found is None:
            return given
        marks = given.marks
        own = {
            "student_id": found.student,
            "staff": given.staff,
            "quoted": given.quoted,
            "mentions": given.mentions,
            "verdicts": marks.verdicts,
            "case": marks.case,
            "leads": marks.leads,
            "question": marks.question,
            "post": given.post,
        }
        rest = [name for name in cls.model_fields if name not in own]
        return own | {name: getattr(found, name) for name in rest}


class TimelineEvent(View):
    """People came or went, or the room was called otherwise."""

    id: int
    what: str  # joined, left, topic
    people: list[TimelineSomebody]
    by: TimelineSomebody | None
    topic: str


class TimelineItem(View):
    """One thing that stands in a room: a message, or an event."""

    key: str  # the same when it is shown anew: what has it is replaced
    room: int
    at: datetime
    cursor: str  # its place, for `before` and `after`
    message: TimelineMessage | None
    event: TimelineEvent | None


class TimelinePage(View):
    """A part of a room, newest first; null: there is nothing more on that side."""

    items: list[TimelineItem]
    older: str | None  # goes on as `before`
    newer: str | None  # goes on as `after`
