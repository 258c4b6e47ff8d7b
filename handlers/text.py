"""Text as the detectors read it: normalised once, so that a disguise is seen through once.

`plain` keeps words and punctuation apart; `tight` also squeezes out whatever stands between
the characters, so 加 - 微 ⭐ 信 reads 加微信. Both fold compatibility forms, case, accents,
small capitals, invisible characters and traditional Chinese.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

import opencc

MAX_JUDGED = 4000  # characters; the default of `judging.max_text`

_MEMO = 60_000  # characters whose folded form is kept; hostile text cannot grow it further
_NOISE = re.compile(r"[\W_]+")
_CJK = re.compile("[\u3400-\u9fff]")
_FOREIGN = re.compile("[\u0370-\u052f\u0531-\u058f\u13a0-\u13ff]")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and signs that show nothing
_DROPPED = frozenset(("Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"))

# Letters that Unicode does not unify but every reader does.
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_LOOK_ALIKE = str.maketrans(
    "аеорсухвкмнтіјѕԛԝԁһӏαβγικνορτυχωεηսոօցհ",
    "aeopcyxbkmhtijsqwdhlabyikvoptuxwenunogh",
)


def _letter_runs() -> dict[str, str]:
    signs = {"➕": "+", "＋": "+", "﹢": "+", "❤": "❤", "🧧": "红包"}
    for first in (0x1F150, 0x1F170, 0x1F1E6):  # circled, squared, regional indicators
        signs |= {chr(first + n): chr(ord("a") + n) for n in range(26)}
    for first in (0x2776, 0x2780, 0x278A):  # digits in black and white circles
        signs |= {chr(first + n): str(n + 1) for n in range(10)}
    return signs | {"⓿": "0", "➓": "10"}


_SIGNS = _SMALL_CAPITALS | _letter_runs()


@functools.cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _fold_once(text: str) -> str:
    folded = []
    for raw in unicodedata.normalize("NFKD", text):
        sign = _SIGNS.get(raw, raw)
        if sign.isspace():
            folded.append("\n" if sign == "\n" else " ")
        elif sign not in _BLANK and unicodedata.category(sign[0]) not in _DROPPED:
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


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text, normalised. `unread` characters at its end were too many to be judged."""

    plain: str
    tight: str
    unread: int = 0


def fold_text(text: str) -> str:
    """The plain form of a whole text; folding it again changes nothing."""
    return text.translate(_FOLDING)


def squeeze(plain: str) -> str:
    """The tight form of a plain text: letters and digits only, + read as 加."""
    tight = _NOISE.sub("", plain.replace("+", "加"))
    # Whole Russian or Greek sentences are left alone; among Chinese such letters are a disguise.
    if _FOREIGN.search(tight) and _CJK.search(tight):
        return latin_shape(tight)
    return tight


def latin_shape(text: str) -> str:
    """Cyrillic, Greek and Armenian letters as the Latin ones they look like."""
    return text.translate(_LOOK_ALIKE)


def normalise(text: str, limit: int = MAX_JUDGED) -> NormalText:
    """Both forms of the first `limit` characters; the cost is bounded by them alone."""
    unread = max(0, len(text) - limit)
    plain = fold_text(text[:limit] if unread else text)
    if len(plain) > limit:  # one character may unfold into several
        plain = plain[:limit]
    return NormalText(plain, squeeze(plain), unread)
