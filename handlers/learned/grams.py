"""Runs of characters as hashes: every text's 1-grams, 2-grams ... of a line, in numpy only.

The hash is 32 bits of plain arithmetic, so that a model reads the same on every machine and in
every version of Python.
"""

import functools
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
    """Every gram within one text of these lengths, which follow one another.

    `wanted` may leave some out. All lengths are worked on at once: for a single short text the
    number of array operations is what takes the time.
    """
    size, first = len(line.codes), lengths[0]
    letters = line.codes * _SPREAD
    letters ^= letters >> _TURN
    rolling = letters
    hashes = np.zeros((len(lengths), size), np.uint32)
    for length in range(1, lengths[-1] + 1):
        if length > 1:
            rolling = rolling[:-1] * _STEP ^ letters[length - 1 :]
        if length >= first:
            hashes[length - first, : len(rolling)] = rolling
    spans, seeds = _spans(tuple(lengths), channel)
    inside = line.left >= spans
    if wanted is not None:
        inside &= wanted(spans)
    row, start = inside.nonzero()
    return Grams(
        channel=channel,
        length=(row + first).astype(np.int32),
        start=start,
        text=line.text[start],
        hashed=mix(hashes[row, start] + seeds[row]),
    )


@functools.cache
def _spans(lengths: tuple[int, ...], channel: int) -> tuple[Counts, Codes]:
    seeds = [(channel * 0x10001 + length) * _SEED & 0xFFFFFFFF for length in lengths]
    return np.array(lengths, np.int32)[:, None], np.array(seeds, np.uint32)


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

    def __call__(self, spans: Counts) -> Flags:
        """For each length and each start on the line, whether that gram counts."""
        flags: Flags = np.ones(1, np.bool_)
        if self._some is not None:
            flags = _within(self._some, spans) > self._some[:-1]
        elif self._none is not None:
            flags = _within(self._none, spans) == self._none[:-1]
        elif self._rows is not None:
            flags = self._rows < spans
        return flags


def _within(sums: Counts, spans: Counts) -> Counts:
    """The sums at the end of each gram; those that reach beyond the line are no grams anyway."""
    last = len(sums) - 1
    found: Counts = sums[np.minimum(np.arange(last, dtype=np.int32) + spans, last)]
    return found


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
