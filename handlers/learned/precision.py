"""Shares with their uncertainty, and what follows from them: drift, and when to roll back."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

_Z = 1.96  # 95 % sure
_BEYOND_DOUBT = 6  # cases; of fewer nothing is beyond doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many, and where the true share lies with 95 % certainty (Wilson)."""

    right: int
    all: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.right / self.all if self.all else 0.0

    @property
    def low(self) -> float:
        """It is hardly lower."""
        return self._end(-1)

    @property
    def high(self) -> float:
        """It is hardly higher."""
        return self._end(+1)

    def _end(self, side: int) -> float:
        if not self.all:
            return 0.0 if side < 0 else 1.0
        n, z2 = self.all, _Z * _Z
        middle = self.value + z2 / (2 * n)
        spread = _Z * sqrt(self.value * (1 - self.value) / n + z2 / (4 * n * n))
        return min(1.0, max(0.0, (middle + side * spread) / (1 + z2 / n)))


def share_of(marks: Sequence[bool]) -> Share:
    """The share of marks that are true."""
    return Share(right=sum(marks), all=len(marks))


def went_wrong(now: Share, before: Share, enough: int) -> bool:
    """Whether a version is clearly worse than what was before it.

    With `enough` cases its share must not lie below what was hardly ever undercut before; with
    fewer it must be beyond doubt.
    """
    if not before.all or not now.all:
        return False
    if now.all >= enough:
        return now.value < before.low
    return now.all >= _BEYOND_DOUBT and now.high < before.low


def fell(now: Share, past: Share, *, fewest: int = 8) -> bool:
    """Whether a detector's precision has clearly fallen: its interval lies below its past."""
    return now.all >= fewest and past.all >= fewest and now.high < past.low
