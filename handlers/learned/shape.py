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


_LINK = re.compile(r"https?:|www\.|\.(?:com|cn|net|top|vip|xyz|cc|me|io|ru|org|example)\b")
_ACCOUNT = re.compile(
    r"(?<![a-z0-9_@-])(?=[a-z_-]*\d|[a-z-]*_)[a-z][a-z0-9_-]{4,19}(?![a-z0-9])|@[a-z]\w{3,}"
)
_PRICE = re.compile(
    r"[¥￥$£€₽]\s?\d|\d\s?(?:元|块|圆|刀|w\b|k\b|r\b|万|米一|起|rmb|руб|р\b|£|\$|€|₽|p\b)"
)


def shapes(texts: Sequence[NormalText], *, tight: Line, plain: Line) -> npt.NDArray[np.uint32]:
    """The step of each scale, as a column number; a row a text."""
    steps = np.stack(list(measured(texts, tight=tight, plain=plain).values()), axis=1)
    scales = np.array(list(Shape), np.uint32) * np.uint32(STEPS)
    return np.clip(steps, 0, STEPS - 1).astype(np.uint32) + scales


def measured(normal: Sequence[NormalText], *, tight: Line, plain: Line) -> dict[Shape, Counts]:
    """How far up each scale each text is, in the order of `Shape`; may be above the last step.

    `tight` stands between marks of its own on the line, `plain` between two spaces.
    """
    texts = len(normal)
    plains = [text.plain[:READ] for text in normal]
    within, around = codes.kinds_of(tight, texts), codes.kinds_of(plain, texts)
    around[:, codes.OTHER] -= _ENDS
    around[:, codes.SPACE] -= _MARKS
    letters = within[:, codes.SPACE :].sum(axis=1)  # tight texts hold no signs but their marks
    length = around.sum(axis=1)
    inner, outer = np.maximum(letters, 1), np.maximum(length, 1)
    return {
        Shape.LENGTH: _doubled(length, 1.0),
        Shape.LETTERS: _doubled(letters, 1.5),
        Shape.LONGEST_NUMBER: codes.longest_run(tight, tight.kinds == codes.DIGIT, texts),
        Shape.DIGITS: _share(within[:, codes.DIGIT], inner),
        Shape.LATIN: _share(within[:, codes.LATIN], inner),
        Shape.CHINESE: _share(within[:, codes.CHINESE], inner),
        Shape.CYRILLIC: _share(within[:, codes.CYRILLIC], inner),
        Shape.PICTURES: around[:, codes.PICTURE],
        Shape.SIGNS: _share(around[:, codes.OTHER], outer),
        Shape.SPACES: codes.count(plain, plain.codes == ord(" "), texts) - _MARKS,
        Shape.LINES: codes.count(plain, plain.codes == ord("\n"), texts),
        Shape.LINKS: _found(_LINK, plains),
        Shape.SQUEEZED: _share(length - np.minimum(letters, length), length + 1),
        Shape.ACCOUNTS: _found(_ACCOUNT, plains),
        Shape.PRICES: _found(_PRICE, plains),
        Shape.DISGUISE: np.array([int(text.disguise * 15.99) for text in normal], np.int32),
    }


def _doubled(counts: Counts, steps: float) -> Counts:
    return (np.log2(counts + 1) * steps).astype(np.int32)


def _share(part: Counts, whole: Counts) -> Counts:
    # Some is never none: the first step above 0 begins with a single character.
    return np.where(part > 0, 1 + part * 8 // whole, 0).astype(np.int32)


def _found(pattern: re.Pattern[str], texts: Sequence[str]) -> Counts:
    find = pattern.findall
    return np.fromiter((min(len(find(text)), 4) for text in texts), np.int32, len(texts))
