"""How much of a text is in disguise, and in which: what folding and squeezing took away."""

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.text.forms import words_in


class Trick(StrEnum):
    """A way of writing that people read and filters do not."""

    INVISIBLE = "invisible"
    LETTERS = "letters"
    SPACED = "spaced"
    PICTURES = "pictures"
    INSERTED = "inserted"
    SPLIT = "split"
    SPELT = "spelt"
    SOUND = "sound"
    BACKWARDS = "backwards"
    NUMBERS = "numbers"
    SLANG = "slang"


@dataclass(frozen=True, slots=True)
class Disguise:
    """What a text hides. `share` is the part of its characters that hid it, in 0..1."""

    guess: str  # the tight text as it is meant
    share: float
    tricks: tuple[Trick, ...]
    shown: tuple[str, ...] = ()  # words that came to light


_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20df\u20e1-\u20e2\u20e4-\u20ff"
_UNSEEN = (
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
)
_STRANGE = (
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # full-width letters and digits
    "\u249c-\u24e9\U0001d400-\U0001d7ff\U0001f110-\U0001f189"  # letters in circles and styles
    "\u2070-\u2094\u2776-\u2793\u24f5-\u24ff"  # digits above, below and in black circles
    "\u1d00-\u1d2b\ua730-\ua731\u2e80-\u2fd5\uf900-\ufad9"  # small capitals, radicals
)
# One look at the text as it was written; most talk has none of these.
_ANY = re.compile(f"[{_MARKS}{_UNSEEN}{_STRANGE}\u2460-\u2473\u20e3\u0370-\u058f\u13a0-\u13ff]")
# Nothing may be read into what stands between emoji; ① by itself counts points of a list.
# A run is looked at from its start alone, so that a long one costs no more than its length.
_INVISIBLE = re.compile(
    rf"(?<![{_UNSEEN}])[{_UNSEEN}]+(?<=\w.)(?=\w)"
    rf"|[{_UNSEEN}](?<=\w.)[{_UNSEEN}]*(?=\w)"
)
_PILED = re.compile(f"[{_MARKS}](?<=[\u4e00-\u9fff].)|[{_MARKS}]{{2,}}")
_LETTERS = re.compile(
    f"[{_STRANGE}]+|[\u2460-\u2473]{{2,}}|(?:[0-9]\ufe0f?\u20e3 ?){{3,}}"
    "|[\u0370-\u052f](?<=[a-z\u4e00-\u9fff].)|[\u0370-\u052f](?=[a-z\u4e00-\u9fff])"
)
# Characters one by one. A list (红、黄、蓝) is none, nor is a word between others.
_SPACED = re.compile(r"[\u4e00-\u9fff](?:(?:[^\w、,;。!?:()]|_){1,4}[\u4e00-\u9fff](?!\w)){2,}")
_ALONE = re.compile(r"[^\w、,;。!?:()\[\]](?=[\u4e00-\u9fff][^\w、,;。!?:()\[\]])|_")


def is_strange(raw: str) -> bool:
    """Whether a text has any sign that folding may take away; foreign letters are among them."""
    return _ANY.search(raw) is not None


def strange_signs(raw: str) -> dict[Trick, int]:
    """How many signs of each kind folding took away."""
    lowered = raw.lower()
    counts = {
        Trick.INVISIBLE: len(_INVISIBLE.findall(raw)) + len(_PILED.findall(raw)),
        Trick.LETTERS: sum(map(len, _LETTERS.findall(lowered))),
    }
    return {trick: count for trick, count in counts.items() if count}


def spaced_words(plain: str) -> tuple[int, tuple[str, ...]]:
    """How many characters stand one by one, and the known words they make."""
    if _ALONE.search(plain) is None:
        return 0, ()
    runs = ["".join(filter(str.isalnum, run)) for run in _SPACED.findall(plain)]
    return sum(map(len, runs)), tuple(word for run in runs for word in words_in()(run))
