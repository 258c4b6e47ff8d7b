"""The features of a text: hashed runs of its characters, sounds and outlines, and its shape.

Read from both normalised forms: `guess` sees through disguises, `plain` keeps the words of
languages that have spaces.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from handlers.learned import codes, concepts
from handlers.learned.codes import Codes, Line, kept, line_up, two_lines
from handlers.learned.grams import Channel, Grams, Wanted, grams, together
from handlers.learned.matrix import Matrix, gathered
from handlers.learned.shape import READ, Shape, shapes
from handlers.text import NormalText, spoken

# The first columns: shapes, then concepts, then pairs of concepts. Grams are hashed into the rest.
CONCEPT = 512
PAIR = 1024
NAMED = PAIR + concepts.MOST**2
SHAPE_VALUE = np.float32(0.35)  # of a shape beside a gram's 1: sixteen of them stand in every text

BEFORE, AFTER = "\2", "\3"  # the ends of a tight text, as characters of its grams
_TIGHT, _NUMBERS, _OUTLINES, _SOUNDS, _WORDS = 1, 2, 3, 4, 5
_NEAR = 0  # short grams of the tight text, and numbers: all of them in the front
_BEHIND = {_TIGHT: 5, _SOUNDS: 4, _OUTLINES: 4, _WORDS: 3}  # shares of the columns behind it
_SHARES = 16
_LENGTHS = (1, 2, 3, 4)
_SHORT = 3  # characters; the networks read the tight text's grams up to it, and numbers

_SOUND = np.uint32(0x80000000)  # sounds are coded above all code points
_SPACE = np.uint32(32)
_DIGIT = np.uint32(ord("0"))
_KINDS = 8
_SPELT = np.zeros(_KINDS, np.bool_)
_SPELT[[codes.LATIN, codes.CYRILLIC, codes.LETTER]] = True
_WORDED = _SPELT.copy()
_WORDED[codes.DIGIT] = True
_DULL = _SPELT.copy()
_DULL[codes.CHINESE] = True
_OUTLINE = np.zeros(_KINDS, np.uint32)  # the sign of each kind; 0: the character itself
_OUTLINE[codes.DIGIT] = _DIGIT
for _kind, _sign in (
    (codes.LATIN, "a"),
    (codes.CHINESE, "中"),
    (codes.CYRILLIC, "я"),
    (codes.PICTURE, "☺"),
    (codes.LETTER, "ʘ"),
):
    _OUTLINE[_kind] = ord(_sign)


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
        """The columns below it hold shapes, concepts, short grams and numbers."""
        return 1 << self.front_bits

    @property
    def fold(self) -> int:
        """The width to which all columns are folded for a network that reads the whole text."""
        return 1 << (self.bits - 1)

    def seen_by(self, matrix: Matrix, height: int) -> Matrix:
        """What a network of so many points sees of the rows: their front, or all of it, folded."""
        return matrix.front(height) if height == self.front else matrix.folded(height)

    def read(self, texts: Sequence[NormalText]) -> Matrix:
        """A row of features for each text; rows have length 1 (Euclid's)."""
        tight, plain = _lines(texts)
        found = together(self._channels(tight, plain, texts))
        shaped = shapes(texts, tight=tight, plain=plain)
        meant = concepts.find(found)
        paired, pairs = meant.pairs()
        rows = [
            found.text,
            np.arange(len(texts), dtype=np.int32).repeat(shaped.shape[1]),
            meant.text,
            paired,
        ]
        columns = [
            self.columns(found),
            shaped.ravel(),
            meant.concept.astype(np.uint32) + np.uint32(CONCEPT),
            pairs + np.uint32(PAIR),
        ]
        return _weighed(
            gathered(
                np.concatenate(rows), np.concatenate(columns), count=len(texts), width=self.width
            )
        )

    def columns(self, found: Grams) -> npt.NDArray[np.uint32]:
        """The columns of grams; those below `NAMED` belong to shapes and concepts."""
        first, span = _ranges(self.bits, self.front_bits)
        near = (found.channel == _NUMBERS) | ((found.channel == _TIGHT) & (found.length <= _SHORT))
        place = np.where(near, _NEAR, found.channel)
        return found.hashed % span[place] + first[place]

    @property
    def views(self) -> tuple[tuple[slice, ...], ...]:
        """Columns that see a text each in a way of its own: meaning, letters, sounds, outlines.

        What each of them learns alone errs elsewhere, so together they are right more often than
        one that learns from all columns at once.
        """
        first, span = _ranges(self.bits, self.front_bits)
        back = [slice(int(at), int(at + wide)) for at, wide in zip(first, span, strict=True)]
        shapes_only, meaning = slice(0, CONCEPT), slice(0, NAMED)
        return (
            (meaning,),
            (back[_NEAR], back[_TIGHT]),
            (back[_SOUNDS],),
            (shapes_only, back[_OUTLINES], back[_WORDS]),
        )

    def tight_grams(self, text: NormalText) -> Grams:
        """The grams of a tight text, which stands behind one mark and before another."""
        return grams(_lines([text])[0], _LENGTHS, _TIGHT)

    def _channels(self, tight: Line, plain: Line, texts: Sequence[NormalText]) -> list[Channel]:
        every = [
            Channel(number=_TIGHT, line=tight, lengths=_LENGTHS),
            _numbers(tight),
            _outlines(plain),
            *(self._sounds(line) for line in _said(texts, tight)),
            _words(plain),
        ]
        return [each for each in every if each is not None]

    def _sounds(self, said: Line) -> Channel | None:
        chinese = said.kinds == codes.CHINESE
        if not chinese.any():
            return None
        place = said.codes - np.uint32(0x4E00)
        known = place < len(self.sounds)
        sound = self.sounds[place * known]
        heard = np.where(known & (sound > 0), sound + _SOUND, said.codes)
        line = Line(codes=heard, text=said.text, left=said.left, kinds=said.kinds)
        return Channel(number=_SOUNDS, line=line, lengths=(2, 3, 4), wanted=Wanted(some=chinese))


@functools.cache
def _ranges(bits: int, front_bits: int) -> tuple[Codes, Codes]:
    """Where the columns of each channel begin, and how many there are."""
    front, back = 1 << front_bits, (1 << bits) - (1 << front_bits)
    first, span = np.zeros(_WORDS + 1, np.uint32), np.ones(_WORDS + 1, np.uint32)
    first[_NEAR], span[_NEAR] = NAMED, front - NAMED
    at = front
    for channel, share in _BEHIND.items():
        first[channel], span[channel] = at, back * share // _SHARES
        at += back * share // _SHARES
    return first, span


def _lines(texts: Sequence[NormalText]) -> tuple[Line, Line]:
    """The tight texts, each behind one mark and before another, and the plain between spaces."""
    return two_lines(
        "".join([f"{BEFORE}{text.guess[:READ]}{AFTER}\0" for text in texts]),
        len(texts),
        "".join([f" {text.plain[:READ]} \0" for text in texts]),
    )


def _said(texts: Sequence[NormalText], tight: Line) -> tuple[Line, ...]:
    """The tight texts with what is spelt as characters that sound so: jia微xin as 加微信.

    Few have anything spelt: those stand on a line of their own, and silent on the first.
    """
    latin = tight.kinds == codes.LATIN
    maybe = np.unique(tight.text[1:][latin[1:] & latin[:-1]])
    said = {}
    for number in maybe.tolist():
        written = texts[number].guess[:READ]
        if (heard := spoken(written)) is not written:
            said[number] = heard
    if not said:
        return (tight,)
    spelt = np.zeros(len(texts), np.bool_)
    spelt[list(said)] = True
    line = line_up(list(said.values()), before=BEFORE, after=AFTER)
    return (
        replace(tight, kinds=np.where(spelt[tight.text], np.uint8(codes.OTHER), tight.kinds)),
        replace(line, text=np.flatnonzero(spelt).astype(np.int32)[line.text]),
    )


def _numbers(tight: Line) -> Channel | None:
    """Digits as one sign, with what stands around them: 0000元, v00000."""
    digit = tight.kinds == codes.DIGIT
    if not digit.any():
        return None
    line = Line(
        codes=np.where(digit, _DIGIT, tight.codes),
        text=tight.text,
        left=tight.left,
        kinds=tight.kinds,
    )
    return Channel(number=_NUMBERS, line=line, lengths=(2, 3, 4, 5), wanted=Wanted(some=digit))


def _outlines(plain: Line) -> Channel:
    """Each kind of character as one sign, punctuation as it is: 中中：aaa000."""
    sign = _OUTLINE[plain.kinds]
    outline = np.where(sign > 0, sign, plain.codes)
    line = Line(codes=outline, text=plain.text, left=plain.left, kinds=plain.kinds)
    dull = _DULL[plain.kinds]
    return Channel(
        number=_OUTLINES,
        line=line,
        lengths=(2, 3, 4, 5, 6),
        wanted=Wanted(no_row_of=(plain.kinds, dull)),
    )


def _words(plain: Line) -> Channel | None:
    """Pieces of words of languages with spaces, and across two of them; nothing Chinese."""
    if not _WORDED[plain.kinds].any():
        return None
    between = (plain.kinds <= codes.SPACE) | (plain.kinds == codes.PICTURE)
    between &= plain.codes > 0  # the end of a text is none of it
    fresh = ~between
    fresh[1:] |= ~between[:-1]
    fresh[0] = True
    line = kept(plain, fresh, np.where(between, _SPACE, plain.codes))
    none = (line.kinds == codes.CHINESE) | (line.codes == 0)
    return Channel(number=_WORDS, line=line, lengths=(3, 4, 5, 6), wanted=Wanted(none=none))


def _weighed(ones: Matrix) -> Matrix:
    """A shape weighs less than a gram, and all of a text together 1; each text has every shape."""
    counts = np.diff(ones.starts)
    squares = counts + len(Shape) * (SHAPE_VALUE * SHAPE_VALUE - 1)
    values = (1 / np.sqrt(squares)).astype(np.float32).repeat(counts)
    values[ones.columns < CONCEPT] *= SHAPE_VALUE
    return Matrix(starts=ones.starts, columns=ones.columns, values=values, width=ones.width)
