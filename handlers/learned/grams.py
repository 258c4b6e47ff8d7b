"""Runs of characters as hashes: every text's 1-grams, 2-grams ... of a line, in numpy only.

The hash is 32 bits of plain arithmetic, so that a model reads the same on every machine and in
every version of Python.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from handlers.learned.codes import Codes, Counts, Kinds, Line

Flags = npt.NDArray[np.bool_]
_Number = TypeVar("_Number", np.uint32, np.int32)

_SPREAD = np.uint32(0x9E3779B1)
_STEP = np.uint32(0x01000193)
_FIRST, _SECOND = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_SEED = 0x27D4EB2F
_CHANNELS, _LONGEST = 8, 8
_NARROW, _WIDE, _TURN = np.uint32(13), np.uint32(16), np.uint32(15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """Grams: of which channel, how long each is, where it starts on the line, whose, its hash."""

    channel: Counts
    length: Counts
    start: npt.NDArray[np.intp]
    text: Counts
    hashed: Codes


def mix(hashed: Codes) -> Codes:
    """Every bit of a hash depends on every bit of what was hashed."""
    hashed = hashed ^ (hashed >> _WIDE)
    hashed *= _FIRST
    hashed ^= hashed >> _NARROW
    hashed *= _SECOND
    hashed ^= hashed >> _WIDE
    return hashed


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way of reading texts: a line of them, and the lengths of its grams, one after another."""

    number: int
    line: Line
    lengths: tuple[int, ...]
    wanted: "Wanted | None" = None  # leaves some out


def grams(
    line: Line, lengths: tuple[int, ...], channel: int, wanted: "Wanted | None" = None
) -> Grams:
    """Every gram within one text of these lengths."""
    return together([Channel(number=channel, line=line, lengths=lengths, wanted=wanted)])


def together(channels: Sequence[Channel]) -> Grams:
    """The grams of several channels; `start` is a place on their lines behind one another.

    All channels and all lengths are worked on at once: for a single short text the number of
    array operations is what takes the time.
    """
    lines = [channel.line for channel in channels]
    letters = _joined([line.codes for line in lines]) * _SPREAD
    letters ^= letters >> _TURN
    sizes = [len(line.codes) for line in lines]
    longest = max(channel.lengths[-1] for channel in channels)
    hashes = np.zeros((longest, len(letters)), np.uint32)
    hashes[0] = rolling = letters
    for length in range(2, longest + 1):
        rolling = rolling[:-1] * _STEP ^ letters[length - 1 :]
        hashes[length - 1, : len(rolling)] = rolling
    inside = np.zeros(hashes.shape, np.bool_)
    first = 0
    for channel, size in zip(channels, sizes, strict=True):
        rows = slice(channel.lengths[0] - 1, channel.lengths[-1])
        inside[rows, first : first + size] = _inside(channel)
        first += size
    # As one row of all lengths: a look into two dimensions takes twice as long.
    place = inside.ravel().nonzero()[0]
    lengths = np.arange(1, longest + 1, dtype=np.int32).repeat(np.count_nonzero(inside, axis=1))
    start = place - (lengths - 1) * np.intp(len(letters))
    numbers = np.array([channel.number for channel in channels], np.int32).repeat(sizes)
    number = numbers[start]
    hashed = hashes.ravel()[place]
    hashed += _seeds()[number * _LONGEST + lengths]
    return Grams(
        channel=number,
        length=lengths,
        start=start,
        text=_joined([line.text for line in lines])[start],
        hashed=mix(hashed),
    )


def _inside(channel: Channel) -> Flags:
    """For each length and each start on the line, whether that gram counts."""
    spans = _spans(channel.lengths)
    inside = channel.line.left >= spans
    if channel.wanted is not None:
        inside &= channel.wanted(spans)
    return inside


def _joined(parts: Sequence[npt.NDArray[_Number]]) -> npt.NDArray[_Number]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


@functools.cache
def _spans(lengths: tuple[int, ...]) -> Counts:
    return np.array(lengths, np.int32)[:, None]


@functools.cache
def _seeds() -> Codes:
    """What is added to a hash, at channel x longest + length."""
    channel, length = np.ogrid[:_CHANNELS, 1 : _LONGEST + 1]
    seeds = ((channel * 0x10001 + length) * _SEED & 0xFFFFFFFF).astype(np.uint32)
    return np.append(np.uint32(0), seeds)  # the first length of the first channel stands at 1


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
