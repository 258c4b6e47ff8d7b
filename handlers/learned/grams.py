"""Runs of characters as hashes: every text's 1-grams, 2-grams ... of a line, in numpy only.

The hash is 32 bits of plain arithmetic, so that a model reads the same on every machine and in
every version of Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned.codes import Codes, Counts, Line

Flags = npt.NDArray[np.bool_]

_SPREAD = np.uint32(0x9E3779B1)
_STEP = np.uint32(0x01000193)
_FIRST, _SECOND = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_SEED = 0x27D4EB2F


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """Grams of one length: the text of each, where it starts on the line, and its hash."""

    channel: int
    length: int
    front: bool  # the network reads them too
    text: Counts
    start: npt.NDArray[np.intp]
    hashed: Codes


def mix(hashed: Codes) -> Codes:
    """Every bit of a hash depends on every bit of what was hashed."""
    hashed = (hashed ^ (hashed >> np.uint32(16))) * _FIRST
    hashed = (hashed ^ (hashed >> np.uint32(13))) * _SECOND
    return hashed ^ (hashed >> np.uint32(16))


def grams(
    line: Line,
    lengths: Sequence[int],
    channel: int,
    wanted: "Wanted | None" = None,
    *,
    front: bool = False,
) -> list[Grams]:
    """Every gram of these lengths that lies within one text; `wanted` may leave some out."""
    letters = line.codes * _SPREAD
    letters ^= letters >> np.uint32(15)
    rolling = letters
    found = []
    for length in range(1, max(lengths) + 1):
        if length > 1:
            rolling = rolling[:-1] * _STEP ^ letters[length - 1 :]
        if length not in lengths:
            continue
        inside = line.left[: len(rolling)] >= length
        if wanted is not None:
            inside &= wanted(length)[: len(rolling)]
        start = np.flatnonzero(inside)
        seed = np.uint32((channel * 0x10001 + length) * _SEED & 0xFFFFFFFF)
        found.append(
            Grams(
                channel=channel,
                length=length,
                front=front,
                text=line.text[start],
                start=start,
                hashed=mix(rolling[start] + seed),
            )
        )
    return found


class Wanted:
    """Which grams count: those that hold a marked character, or hold none, or are no mere row."""

    def __init__(
        self,
        *,
        some: Flags | None = None,
        none: Flags | None = None,
        no_row_of: tuple[npt.NDArray[np.uint8], Flags] | None = None,
    ) -> None:
        self._some = None if some is None else _sums(some)
        self._none = None if none is None else _sums(none)
        self._rows = None if no_row_of is None else _rows(*no_row_of)

    def __call__(self, length: int) -> Flags:
        """For each start on the line, whether the gram of this length counts."""
        flags: list[Flags] = []
        if self._some is not None:
            flags.append(self._some[length:] > self._some[:-length])
        if self._none is not None:
            flags.append(self._none[length:] == self._none[:-length])
        if self._rows is not None:
            flags.append((self._rows < length)[: len(self._rows) - length + 1])
        result = flags[0]
        for more in flags[1:]:
            result = result & more
        return result


def _sums(marks: Flags) -> Counts:
    sums = np.zeros(len(marks) + 1, np.int32)
    np.cumsum(marks, out=sums[1:])
    return sums


def _rows(kinds: npt.NDArray[np.uint8], dull: Flags) -> Counts:
    """How many characters from here on are of one dull kind (0: this one is not dull)."""
    changes = np.flatnonzero(np.diff(kinds)) + 1
    ends = np.append(changes, len(kinds))
    lengths = np.diff(ends, prepend=0)
    rest = np.repeat(ends, lengths) - np.arange(len(kinds))
    return np.where(dull, rest, 0).astype(np.int32)
