"""Runs of characters as hashes: every text's 1-grams, 2-grams ... of a line, in numpy only.

The hash is 32 bits of plain arithmetic, so that a model reads the same on every machine and in
every version of Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned.codes import Codes, Counts, Kinds, Line

Flags = npt.NDArray[np.bool_]

_SPREAD = np.uint32(0x9E3779B1)
_STEP = np.uint32(0x01000193)
_FIRST, _SECOND = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_SEED = 0x27D4EB2F
_NARROW, _WIDE, _TURN = np.uint32(13), np.uint32(16), np.uint32(15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """Grams of one channel: how long each is, where it starts on the line, whose, its hash."""

    channel: int
    length: Counts
    start: npt.NDArray[np.intp]
    text: Counts
    hashed: Codes


def mix(hashed: Codes) -> Codes:
    """Every bit of a hash depends on every bit of what was hashed."""
    hashed = (hashed ^ (hashed >> _WIDE)) * _FIRST
    hashed = (hashed ^ (hashed >> _NARROW)) * _SECOND
    return hashed ^ (hashed >> _WIDE)


def grams(
    line: Line, lengths: Sequence[int], channel: int, wanted: "Wanted | None" = None
) -> Grams:
    """Every gram of these lengths that lies within one text; `wanted` may leave some out."""
    letters = line.codes * _SPREAD
    letters ^= letters >> _TURN
    rolling = letters
    starts, hashes = [], []
    for length in range(1, max(lengths) + 1):
        if length > 1:
            rolling = rolling[:-1] * _STEP ^ letters[length - 1 :]
        if length not in lengths:
            continue
        inside = line.left[: len(rolling)] >= length
        if wanted is not None:
            inside &= wanted(length)[: len(rolling)]
        start = inside.nonzero()[0]
        starts.append(start)
        hashes.append(rolling[start] + np.uint32((channel * 0x10001 + length) * _SEED & 0xFFFFFFFF))
    start = np.concatenate(starts)
    return Grams(
        channel=channel,
        length=np.repeat(np.array(lengths, np.int32), [len(each) for each in starts]),
        start=start,
        text=line.text[start],
        hashed=mix(np.concatenate(hashes)),
    )


class Wanted:
    """Which grams count: those that hold a marked character, or hold none, or are no mere row."""

    def __init__(
        self,
        *,
        some: Flags | None = None,
        none: Flags | None = None,
        no_row_of: tuple[Kinds, Flags] | None = None,
    ) -> None:
        self._some = None if some is None else _sums(some)
        self._none = None if none is None else _sums(none)
        self._rows = None if no_row_of is None else _rows(*no_row_of)

    def __call__(self, length: int) -> Flags:
        """For each start on the line, whether the gram of this length counts."""
        flags: Flags = np.ones(0, np.bool_)
        if self._some is not None:
            flags = self._some[length:] > self._some[:-length]
        elif self._none is not None:
            flags = self._none[length:] == self._none[:-length]
        elif self._rows is not None:
            flags = (self._rows < length)[: len(self._rows) - length + 1]
        return flags


def _sums(marks: Flags) -> Counts:
    sums = np.zeros(len(marks) + 1, np.int32)
    np.cumsum(marks, out=sums[1:])
    return sums


def _rows(kinds: Kinds, dull: Flags) -> Counts:
    """How many characters from here on are of one dull kind (0: this one is not dull)."""
    changes = (kinds[1:] != kinds[:-1]).nonzero()[0] + 1
    ends = np.concatenate((changes, [len(kinds)]))
    lengths = ends.copy()
    lengths[1:] -= ends[:-1]
    rest = np.repeat(ends, lengths) - np.arange(len(kinds))
    return (rest * dull).astype(np.int32)
