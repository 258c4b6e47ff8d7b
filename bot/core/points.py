"""Points 记分: what is held against a person, fading by half in every half-life."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.conduct import Mark, MarkKind

ADVERT_POINTS = 3.0  # a sure case
SUSPECT_POINTS = 1.0  # flagged, and nobody has said yet what it is


def points_at(marks: Iterable[Mark], now: datetime, half_life: timedelta) -> float:
    """What is left of all points at a moment. Revoked marks count nothing.

    A mark of the future (the clocks of two platforms differ) counts as one of now.
    """
    return sum(_left(mark, now, half_life) for mark in marks if mark.revoked is None)


def _left(mark: Mark, now: datetime, half_life: timedelta) -> float:
    age = max(now - mark.at, timedelta())
    left: float = mark.points * 0.5 ** (age / half_life)
    return left


def sure_cases(marks: Iterable[Mark]) -> int:
    """How many independent sure cases there are: one campaign is one of them.

    Two accounts that turn out to be one person may have a mark each for the same campaign.
    """
    held = (one for one in marks if one.kind == MarkKind.ADVERT and one.revoked is None)
    return len({_campaign(one) or f"mark {place}" for place, one in enumerate(held)})


def _campaign(mark: Mark) -> str:
    """What it is for, where its key says it: "advert:<person>:<first message>"."""
    parts = mark.key.split(":")
    return parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 (kind and person stand before it)


def last_warning(marks: Iterable[Mark]) -> datetime | None:
    """When the person was last warned; None: never, or it was taken back."""
    return max(
        (mark.at for mark in marks if mark.kind == MarkKind.WARNED and mark.revoked is None),
        default=None,
    )
