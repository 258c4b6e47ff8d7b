"""The features of a text: hashed runs of its characters, sounds and outlines, and its shape.

Read from both normalised forms: `tight` sees through what was put between characters, `plain`
keeps the words of languages that have spaces.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned import codes
from handlers.learned.codes import Line, kept, line_up
from handlers.learned.grams import Grams, Wanted, grams
from handlers.learned.matrix import Matrix, gathered
from handlers.learned.shape import COUNT, READ, shapes
from handlers.text import NormalText

SHAPE_VALUE = np.float32(0.35)  # of a shape beside a gram's 1: sixteen of them stand in every text

_SOUND = np.uint32(0x80000000)  # sounds are coded above all code points
_DIGIT, _LATIN, _CHINESE, _CYRILLIC, _PICTURE, _LETTER = (
    np.uint32(ord(sign)) for sign in "0a中я☺ʘ"
)
_DULL = (codes.LATIN, codes.CHINESE, codes.CYRILLIC, codes.LETTER)
_OUTLINE = {
    codes.DIGIT: _DIGIT,
    codes.LATIN: _LATIN,
    codes.CHINESE: _CHINESE,
    codes.CYRILLIC: _CYRILLIC,
    codes.PICTURE: _PICTURE,
    codes.LETTER: _LETTER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """How texts become columns: `bits` of a hash, and the sound of each Chinese character.

    `sounds[c - 0x4E00]` numbers the syllable of c, 0 where none is known.
    """

    bits: int
    front_bits: int
    sounds: npt.NDArray[np.uint16]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return 1 << self.bits

    @property
    def front(self) -> int:
        """The columns below it are all that the network looks at: shapes, short grams, numbers."""
        return 1 << self.front_bits

    def read(self, texts: Sequence[NormalText]) -> Matrix:
        """A row of features for each text; rows have length 1 (Euclid's)."""
        found = self.grams_of(texts)
        shaped = shapes(
            texts,
            tight=line_up([text.guess[:READ] for text in texts]),
            plain=line_up([text.plain[:READ] for text in texts]),
        )
        rows = np.concatenate(
            [each.text for each in found]
            + [np.repeat(np.arange(len(texts), dtype=np.int32), shaped.shape[1])]
        )
        columns = np.concatenate([self.columns(each) for each in found] + [shaped.ravel()])
        return _weighed(gathered(rows, columns, count=len(texts), width=self.width))

    def columns(self, found: Grams) -> npt.NDArray[np.uint32]:
        """The columns of grams; those below `COUNT` belong to shapes."""
        low, high = (COUNT, self.front) if found.front else (self.front, self.width)
        return found.hashed % np.uint32(high - low) + np.uint32(low)

    def grams_of(self, texts: Sequence[NormalText]) -> list[Grams]:
        """Every gram of every channel."""
        tight = line_up([text.guess[:READ] for text in texts], before="\2", after="\3")
        plain = line_up([text.plain[:READ] for text in texts], before=" ", after=" ")
        return [
            *grams(tight, (1, 2, 3), 1, front=True),
            *grams(tight, (4,), 1),
            *_numbers(tight),
            *_outlines(plain),
            *self._sounds(tight),
            *_words(plain),
        ]

    def _sounds(self, tight: Line) -> list[Grams]:
        chinese = tight.kinds == codes.CHINESE
        place = tight.codes - np.uint32(0x4E00)
        known = place < len(self.sounds)
        sound = self.sounds[np.where(known, place, 0)]
        spoken = np.where(known & (sound > 0), sound + _SOUND, tight.codes)
        line = Line(codes=spoken, text=tight.text, left=tight.left, kinds=tight.kinds)
        return grams(line, (2, 3, 4), 4, Wanted(some=chinese))


def _numbers(tight: Line) -> list[Grams]:
    """Digits as one sign, with what stands around them: 0000元, v00000."""
    digit = tight.kinds == codes.DIGIT
    line = Line(
        codes=np.where(digit, _DIGIT, tight.codes),
        text=tight.text,
        left=tight.left,
        kinds=tight.kinds,
    )
    return grams(line, (2, 3, 4, 5), 2, Wanted(some=digit), front=True)


def _outlines(plain: Line) -> list[Grams]:
    """Each kind of character as one sign, punctuation as it is: 中中：aaa000."""
    outline = plain.codes.copy()
    for kind, sign in _OUTLINE.items():
        outline[plain.kinds == kind] = sign
    dull = np.isin(plain.kinds, _DULL)
    line = Line(codes=outline, text=plain.text, left=plain.left, kinds=plain.kinds)
    return grams(line, (2, 3, 4, 5, 6), 3, Wanted(no_row_of=(plain.kinds, dull)))


def _words(plain: Line) -> list[Grams]:
    """Pieces of words of languages with spaces, and across two of them; nothing Chinese."""
    between = (plain.kinds <= codes.SPACE) | (plain.kinds == codes.PICTURE)
    again = between & np.append(False, between[:-1])
    line = kept(plain, ~again, np.where(between & (plain.codes > 0), np.uint32(32), plain.codes))
    none = (line.kinds == codes.CHINESE) | (line.codes == 0)
    return grams(line, (3, 4, 5, 6), 5, Wanted(none=none))


def _weighed(ones: Matrix) -> Matrix:
    rows = ones.row_of
    values = np.where(ones.columns < COUNT, SHAPE_VALUE, np.float32(1))
    squares = np.bincount(rows, values * values, minlength=ones.rows)
    lengths = np.sqrt(np.maximum(squares, 1e-6)).astype(np.float32)
    values = (values / lengths[rows]).astype(np.float32)
    return Matrix(starts=ones.starts, columns=ones.columns, values=values, width=ones.width)
