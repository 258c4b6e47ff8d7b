"""The shape of a text: how long, how many digits, links, pictures ... each as one step of a scale.

A step is a feature of its own (`digits: 5 to 8`), because none of this grows in a straight line.
"""

import re
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from handlers.learned import codes
from handlers.learned.codes import Counts, Line
from handlers.text import NormalText

_BREAK = ord("\n")
READ = 1000  # characters of a text; an advert that begins later is not read to its end
_ENDS, _MARKS = 1, 2  # of each line there are: the zero behind a text, the spaces around it
STEPS = 16  # room for the steps of one scale


class Shape(IntEnum):
    """The scales; their numbers are part of every stored model and never change."""

    LENGTH = 0
    LETTERS = 1
    LONGEST_NUMBER = 2
    DIGITS = 3
    LATIN = 4
    CHINESE = 5
    CYRILLIC = 6
    PICTURES = 7
    SIGNS = 8
    SPACES = 9
    LINES = 10
    LINKS = 11
    SQUEEZED = 12
    ACCOUNTS = 13
    PRICES = 14
    DISGUISE = 15


_FIRST_STEPS = np.arange(len(Shape), dtype=np.int32) * STEPS
_DOUBLINGS = np.array([1.0, 1.5])  # steps for each doubling of the length
_KINDS = (codes.DIGIT, codes.LATIN, codes.CHINESE, codes.CYRILLIC)
_SHARES = (
    *(Shape.DIGITS, Shape.LATIN, Shape.CHINESE, Shape.CYRILLIC),
    *(Shape.SIGNS, Shape.SQUEEZED),
)
_OF_WHICH = (1, 1, 1, 1, 0, 0)  # of the tight text, or of the plain one
_LINK = re.compile(r"https?:|www\.|\.(?:com|cn|net|top|vip|xyz|cc|me|io|ru|org|example)\b")
_ACCOUNT = re.compile(
    r"(?<![a-z0-9_@-])(?=[a-z_-]*\d|[a-z-]*_)[a-z][a-z0-9_-]{4,19}(?![a-z0-9])|@[a-z]\w{3,}"
)
_PRICE = re.compile(
    r"[¥￥$£€₽]\s?\d|\d\s?(?:元|块|圆|刀|w\b|k\b|r\b|万|米一|起|rmb|руб|р\b|£|\$|€|₽|p\b)"
)


def shapes(texts: Sequence[NormalText], *, tight: Line, plain: Line) -> npt.NDArray[np.uint32]:
    """The step of each scale, as a column number; a row a text."""
    steps = measured(texts, tight=tight, plain=plain)
    np.minimum(steps, STEPS - 1, out=steps)
    steps += _FIRST_STEPS
    return steps.astype(np.uint32)


def measured(normal: Sequence[NormalText], *, tight: Line, plain: Line) -> Counts:
    """How far up each scale each text is: a row a text, a column a scale. May be above the last.

    `tight` stands between marks of its own on the line, `plain` between two spaces.
    """
    texts = len(normal)
    within, around = codes.kinds_of(tight, texts), codes.kinds_of(plain, texts)
    around[:, codes.OTHER] -= _ENDS
    around[:, codes.SPACE] -= _MARKS
    sizes = np.empty((texts, 2), np.int32)  # of plain, of tight, which has no signs but its marks
    sizes[:, 0] = around.sum(axis=1)
    sizes[:, 1] = within[:, codes.SPACE :].sum(axis=1)
    lines = codes.count(plain, plain.codes == _BREAK, texts)
    steps = np.zeros((texts, len(Shape)), np.int32)
    steps[:, Shape.LENGTH : Shape.LETTERS + 1] = np.log2(sizes + 1) * _DOUBLINGS
    if within[:, codes.DIGIT].any():
        digits = tight.kinds == codes.DIGIT
        steps[:, Shape.LONGEST_NUMBER] = codes.longest_run(tight, digits, texts)
    steps[:, _SHARES] = _shares(within, around, sizes)
    steps[:, Shape.PICTURES] = around[:, codes.PICTURE]
    steps[:, Shape.SPACES] = around[:, codes.SPACE] - lines
    steps[:, Shape.LINES] = lines
    plains = [text.plain[:READ] for text in normal]
    latin = around[:, codes.LATIN].tolist()
    steps[:, Shape.LINKS] = _found(_LINK, plains, latin)
    steps[:, Shape.ACCOUNTS] = _found(_ACCOUNT, plains, latin)
    steps[:, Shape.PRICES] = _found(_PRICE, plains, around[:, codes.DIGIT].tolist())
    steps[:, Shape.DISGUISE] = [int(text.disguise * 15.99) for text in normal]
    return steps


def _shares(within: Counts, around: Counts, sizes: Counts) -> Counts:
    """Eighths: 0 for none, 1 from a single character on."""
    parts = np.empty((len(sizes), len(_SHARES)), np.int32)
    parts[:, :4] = within[:, _KINDS]
    parts[:, 4] = around[:, codes.OTHER]
    parts[:, 5] = np.maximum(sizes[:, 0] - sizes[:, 1], 0)
    wholes = sizes[:, _OF_WHICH]
    wholes[:, 5] += 1
    np.maximum(wholes, 1, out=wholes)
    shares: Counts = (1 + parts * 8 // wholes) * (parts > 0)
    return shares


def _found(pattern: re.Pattern[str], texts: Sequence[str], needed: Sequence[int]) -> list[int]:
    """How often the pattern stands in each text, 4 at most; nowhere without what it needs."""
    return [
        min(len(pattern.findall(text)), 4) if count else 0
        for text, count in zip(texts, needed, strict=True)
    ]
