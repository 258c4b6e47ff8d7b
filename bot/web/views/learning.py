"""Answers about what is learned, and how right the detectors are."""

from datetime import datetime

from bot.web.views.base import View


class Sample(View):
    """A text with its label."""

    id: int
    text: str
    label: str  # spam, ham
    source: str  # decision, import, report
    author: str
    at: datetime
    message: int | None
    case: int | None
    revoked: datetime | None
    revoked_by: str | None


class Version(View):
    """One fit of the model to the samples."""

    id: int
    at: datetime
    state: str  # active, retired, refused
    reason: str
    author: str
    samples: int
    figures: dict[str, float]
    before: int | None
    taken_up: datetime | None
    retired: datetime | None


class WeekReviewed(View):
    """A detector in a week: of the cases that staff decided, so many were adverts."""

    week: datetime
    confirmed: int
    dismissed: int
    precision: float
    low: float
    high: float


class Detector(View):
    """A detector; `fell`: lately it was clearly less often right than before."""

    detector: str
    weeks: list[WeekReviewed]
    fell: bool


class Week(View):
    """All talk in rooms of a week."""

    week: datetime
    messages: int
    flagged: int
    share: float
    mean: float | None


class Drift(View):
    """How right the detectors were, oldest week first."""

    detectors: list[Detector]
    weeks: list[Week]
