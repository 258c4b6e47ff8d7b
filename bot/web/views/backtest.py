"""Answers about proposed rules, tried out on what was said."""

from datetime import datetime

from bot.web.views.base import View


class Side(View):
    """What one set of rules would have done."""

    flagged: int
    would_remove: int
    by_room: dict[str, int]
    by_detector: dict[str, int]
    of_confirmed: int  # flagged, and colleagues confirmed it
    of_dismissed: int  # flagged, though colleagues dismissed it


class Decided(View):
    """How colleagues decided messages of the period."""

    confirmed: int
    dismissed: int


class Change(View):
    """A message that one of the two would catch and the other would not."""

    message: int
    at: datetime
    room: str
    room_id: int | None
    student_id: int | None
    text: str  # its beginning
    score_today: float
    score_proposed: float
    action_today: str  # "" observed; a step of the ladder
    action_proposed: str
    reasons: list[str]  # of whoever catches it
    detectors: list[str]
    decided: str  # what colleagues said of it: confirmed, dismissed or ""


class BackTest(View):
    """The rules in force beside the proposed ones, over the same messages."""

    since: datetime
    until: datetime
    messages: int
    decided: Decided
    today: Side
    proposed: Side
    newly_caught: int
    no_longer_caught: int
    newly_removed: int
    no_longer_removed: int
    flips: dict[str, int]  # "confirmed, no longer caught": so many, ...
    newly_caught_by_room: dict[str, int]
    no_longer_caught_by_room: dict[str, int]
    newly_caught_by_detector: dict[str, int]
    no_longer_caught_by_detector: dict[str, int]
    newly_caught_messages: list[Change]  # the surest first, at most 200
    no_longer_caught_messages: list[Change]
