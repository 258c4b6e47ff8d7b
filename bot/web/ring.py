"""The last notices, each with a number: what a client that comes back is given."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.notices import Notice

KEPT = 20_000  # notices; a client that missed more reads its lists anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Notices in a row; the first of them has the number `first`."""

    first: int
    notices: Sequence[Notice]


class Ring:
    """Numbers begin at 1 and go up by one; the oldest notices are given up."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._notices: list[Notice] = []
        self._first = 1  # the number of the first that is kept

    @property
    def last(self) -> int:
        """The number of the newest; 0: there was none yet."""
        return self._first + len(self._notices) - 1

    @property
    def first(self) -> int:
        """The number of the oldest that is kept, or of the next to come."""
        return self._first

    def add(self, notices: Sequence[Notice]) -> None:
        """Keep these, and give up the oldest; twice as many are kept in between, to be quick."""
        self._notices += notices
        if len(self._notices) > 2 * self._kept:
            given_up = len(self._notices) - self._kept
            del self._notices[:given_up]
            self._first += given_up

    def knows(self, number: int) -> bool:
        """Whether everything behind this number is still kept."""
        return self._first - 1 <= number <= self.last

    def part(self, behind: int, to: int) -> Part:
        """What stands behind one number, up to another."""
        first = max(behind + 1, self._first)
        start = first - self._first
        return Part(first=first, notices=self._notices[start : to - self._first + 1])
