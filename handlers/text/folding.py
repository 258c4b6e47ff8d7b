"""Folding: every sign as the plain one it is written for, whatever stands around it."""

import functools
import re
import unicodedata

import opencc

from handlers.text.signs import BLANK, SIGNS

_MEMO = 60_000  # characters whose folded form is kept; hostile text cannot grow it further
_WORDS = re.compile(r"[^\W_]+")
_CJK = re.compile("[\u3400-\u9fff]")
_FOREIGN = re.compile("[\u0370-\u052f\u0531-\u058f\u13a0-\u13ff]")
# A word with a letter of ours beside one of theirs: vіаgrа with Cyrillic vowels.
_MIXED = re.compile("[a-z][\u0370-\u052f\u0531-\u058f]|[\u0370-\u052f\u0531-\u058f][a-z]")
_DROPPED = frozenset(("Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"))

# Letters that Unicode does not unify but every reader does.
_LOOK_ALIKE = str.maketrans(
    "аеорсухвкмнтіјѕԛԝԁһӏьгпишѵҽαβγεικνορστυχωηπոսօցհզ",
    "aeopcyxbkmhtijsqwdhlbrnuwveabyeikvopotuxwnnnuoghq",
)


@functools.cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _fold_once(text: str) -> str:
    folded = []
    for raw in unicodedata.normalize("NFKD", text):
        sign = SIGNS.get(raw, raw)
        if sign.isspace():
            folded.append("\n" if sign == "\n" else " ")
        elif sign not in BLANK and unicodedata.category(sign[0]) not in _DROPPED:
            folded.append(sign)
    joined = unicodedata.normalize("NFC", "".join(folded)).casefold()
    return str(_simplifier().convert(joined)) if _CJK.search(joined) else joined


def _fold_character(character: str) -> str:
    folded = _fold_once(character)
    return folded if folded == character else _fold_character(folded)


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < _MEMO:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold_text(text: str) -> str:
    """The plain form of a whole text; folding it again changes nothing."""
    return text.translate(_FOLDING)


def squeeze(plain: str) -> str:
    """The tight form of a plain text: letters and digits only, + read as 加."""
    return "".join(runs(reshape(plain)))


def reshape(plain: str) -> str:
    """Greek and Cyrillic letters as the Latin ones they look like, where they are a disguise.

    Whole Russian or Greek words are left alone; among Chinese such letters hide others.
    """
    if _FOREIGN.search(plain) is None:
        return plain
    if _CJK.search(plain):
        return latin_shape(plain)
    return _WORDS.sub(_undisguised, plain)


def _undisguised(word: re.Match[str]) -> str:
    return word[0] if _MIXED.search(word[0]) is None else latin_shape(word[0])


def runs(plain: str) -> list[str]:
    """The runs of letters and digits in a plain text; + reads as 加."""
    return _WORDS.findall(plain.replace("+", "加"))


def latin_shape(text: str) -> str:
    """Cyrillic, Greek and Armenian letters as the Latin ones they look like."""
    return text.translate(_LOOK_ALIKE)
