"""How good a model is: what it finds, and how often it is wrong about innocent texts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned.linear import Labels

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares between 0 and 1. None where there are no adverts, or no innocent texts, to count."""

    f1: float | None
    false_alarms: float | None
    recall_at_1pct: float | None
    recall_at_0_1pct: float | None


def figures(chances: Numbers, labels: Labels, threshold: float) -> Figures:
    """All of them, at the threshold and at fixed shares of false alarms."""
    flagged = chances >= threshold
    hits = int((flagged & labels).sum())
    wrong = int((flagged & ~labels).sum())
    adverts, innocents = int(labels.sum()), int((~labels).sum())
    return Figures(
        f1=2 * hits / (hits + wrong + adverts) if adverts else None,
        false_alarms=wrong / innocents if innocents else None,
        recall_at_1pct=recall_at(chances, labels, 0.01),
        recall_at_0_1pct=recall_at(chances, labels, 0.001),
    )


def recall_at(chances: Numbers, labels: Labels, share: float) -> float | None:
    """The share of adverts found when at most this share of innocent texts is flagged.

    Adverts that score no higher than the first innocent text too many are not found: where
    scores are equal, nobody can flag the one and spare the other.
    """
    if not labels.any() or labels.all():
        return None
    bar = bar_at(chances[~labels], share)
    return float((chances[labels] > bar).mean())


def bar_at(innocents: Numbers, share: float) -> float:
    """The score above which at most this share of innocent texts lies."""
    allowed = int(np.floor(share * len(innocents) + 1e-9))
    highest = np.sort(innocents)[::-1]
    return float(highest[allowed]) if allowed < len(highest) else -np.inf


def best_f1(chances: Numbers, labels: Labels) -> float:
    """The highest F1 that any threshold reaches."""
    order = np.argsort(-chances, kind="stable")
    sorted_chances, hits = chances[order], np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + labels.sum())
    last = np.append(np.diff(sorted_chances) != 0, True)
    return float(f1[last].max())
