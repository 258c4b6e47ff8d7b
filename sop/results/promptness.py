"""How soon posts are answered (docs/results.md).

A post without an answer is not left out: it has waited at least so long (censored).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

WITHIN = (5.0, 30.0, 120.0)  # minutes
_HALF = 0.5 + 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long a post waited for its first answer, in minutes; not answered: until we looked."""

    minutes: float
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promptness:
    """How soon, over several posts."""

    posts: int
    answered: int
    median: float | None  # minutes, Kaplan-Meier; None: fewer than half are answered
    within: tuple[float | None, ...]  # shares answered in 5, 30, 120 minutes; None: not yet known


def promptness(waits: Sequence[Wait]) -> Promptness:
    """The median wait and the shares that were answered in time."""
    curve = survival(waits)
    return Promptness(
        posts=len(waits),
        answered=sum(wait.answered for wait in waits),
        median=next((at for at, left in curve if left <= _HALF), None),
        within=tuple(_answered_by(minutes, waits, curve) for minutes in WITHIN),
    )


def survival(waits: Sequence[Wait]) -> list[tuple[float, float]]:
    """Kaplan and Meier's curve: at each answer's minute, the share still waiting after it."""
    at_risk, left = len(waits), 1.0
    answers = Counter(wait.minutes for wait in waits if wait.answered)
    ended = Counter(wait.minutes for wait in waits)
    curve: list[tuple[float, float]] = []
    for minutes in sorted(ended):
        if answers[minutes]:
            left *= 1 - answers[minutes] / at_risk
            curve.append((minutes, left))
        at_risk -= ended[minutes]
    return curve


def _answered_by(
    minutes: float, waits: Sequence[Wait], curve: Sequence[tuple[float, float]]
) -> float | None:
    left = next((left for at, left in reversed(curve) if at <= minutes), 1.0)
    watched = any(wait.minutes >= minutes for wait in waits)
    return 1 - left if watched or left <= 0 < len(waits) else None
