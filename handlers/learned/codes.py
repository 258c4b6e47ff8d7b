"""Texts as one array of code points, and what kind of character each of them is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int32]
Kinds = npt.NDArray[np.uint8]

OTHER, SPACE, DIGIT, LATIN, CHINESE, CYRILLIC, PICTURE, LETTER = range(8)
_KINDS = 8
_END = 0  # a code point that no normalised text holds


def _kinds() -> Kinds:
    table = np.zeros(0x110000, np.uint8)
    table[0x80:0x2000] = LETTER
    table[0x2C00:0x3000] = LETTER
    table[0x3040:0x10000] = LETTER
    table[0x10000:0x1F000] = LETTER
    table[0xA0:0xC0] = OTHER
    table[0xD7] = table[0xF7] = OTHER
    table[0xFF00:0x10000] = OTHER
    for low, high, kind in (
        (0x30, 0x3A, DIGIT),
        (0x61, 0x7B, LATIN),
        (0x41, 0x5B, LATIN),
        (0xC0, 0x250, LATIN),
        (0x370, 0x530, CYRILLIC),
        (0x3400, 0xA000, CHINESE),
        (0xF900, 0xFB00, CHINESE),
        (0x20000, 0x32000, CHINESE),
        (0x2190, 0x2C00, PICTURE),
        (0x1F000, 0x20000, PICTURE),
        (9, 14, SPACE),
        (0x20, 0x21, SPACE),
    ):
        table[low:high] = kind
    return table


_KIND = _kinds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Many texts behind one another.

    `left[i]` says how many characters of the same text begin at i: 0 between two texts.
    """

    codes: Codes
    text: Counts  # which text a character belongs to
    left: Counts
    kinds: Kinds


def line_up(texts: Sequence[str], *, before: str = "", after: str = "") -> Line:
    """Texts as one line, each between the marks `before` and `after`."""
    joined = before + f"{after}\0{before}".join(texts) + f"{after}\0"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    return line_of(codes)


def two_lines(one: str, count: int, other: str) -> tuple[Line, Line]:
    """Two lines of texts that end with a zero, read in one go; the first holds `count` texts."""
    whole = line_of(np.frombuffer((one + other).encode("utf-32-le", "surrogatepass"), np.uint32))
    cut = len(one)
    return (
        Line(
            codes=whole.codes[:cut],
            text=whole.text[:cut],
            left=whole.left[:cut],
            kinds=whole.kinds[:cut],
        ),
        Line(
            codes=whole.codes[cut:],
            text=whole.text[cut:] - np.int32(count),
            left=whole.left[cut:],
            kinds=whole.kinds[cut:],
        ),
    )


def line_of(codes: Codes) -> Line:
    """A line of code points in which every text ends with a zero."""
    ends = (codes == _END).nonzero()[0].astype(np.int32)
    lengths = ends + np.int32(1)
    lengths[1:] -= lengths[:-1].copy()
    text = np.arange(len(ends), dtype=np.int32).repeat(lengths)
    left = ends.repeat(lengths)
    left -= np.arange(len(codes), dtype=np.int32)
    # What was too high to be a character can only be damage; it counts as a sign.
    return Line(codes=codes, text=text, left=left, kinds=_KIND[codes])


def kept(line: Line, keep: npt.NDArray[np.bool_], codes: Codes) -> Line:
    """The line without the characters that `keep` leaves out; ends of texts always stay."""
    return line_of(codes[keep | (line.codes == _END)])


def kinds_of(line: Line, texts: int) -> npt.NDArray[np.int32]:
    """How many characters of each kind each text has: a row a text, a column a kind.

    The end of a text counts as one of OTHER, and so do its marks.
    """
    places = line.text * _KINDS + line.kinds
    counts = np.bincount(places, minlength=texts * _KINDS)
    return counts.astype(np.int32).reshape(texts, _KINDS)


def count(line: Line, which: npt.NDArray[np.bool_], texts: int) -> Counts:
    """How many of the marked characters each text has."""
    if not which.any():
        return np.zeros(texts, np.int32)
    return np.bincount(line.text[which], minlength=texts).astype(np.int32)


def longest_run(line: Line, which: npt.NDArray[np.bool_], texts: int) -> Counts:
    """The longest row of marked characters in each text."""
    longest = np.zeros(texts, np.int32)
    if not which.any():
        return longest
    # A line ends with a zero, which is never marked.
    edges = (which[1:] != which[:-1]).nonzero()[0] + 1
    if which[0]:
        edges = np.concatenate(([0], edges))
    starts, ends = edges[::2], edges[1::2]
    np.maximum.at(longest, line.text[starts], (ends - starts).astype(np.int32))
    return longest
