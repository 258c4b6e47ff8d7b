"""Answers about texts that were not said."""

from bot.web.views.base import View


class Sign(View):
    """What one detector saw in a text."""

    detector: str
    score: float
    reason: str
    evidence: list[str]


class Checked(View):
    """What a text is taken for, and what would be done about it."""

    score: float
    flagged: bool
    would: str  # a step of the ladder, "alert", or "" for nothing
    reasons: list[str]
    verdicts: list[Sign]


class CheckedAll(View):
    """What each of several texts is taken for, in the order asked."""

    items: list[Checked]
