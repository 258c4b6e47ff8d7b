"""How a text sounds, as characters: spelt syllables as characters that sound so."""

import functools
import re

from handlers.text.forms import rarity, sounds

_CJK = re.compile("[\u4e00-\u9fff]")
# A run of letters that may be syllables: pinyin alternates. (It never goes back, however long.)
_LETTERS = re.compile(
    "(?<![a-z])(?=[a-z]{2})(?:[bcdfghjklmnpqrstwxyz]{0,2}[aeiouv]{1,3}(?:ng|n|r)?)++(?![a-z])"
)


@functools.cache
def _characters() -> dict[str, str]:
    """For each syllable of two letters or more, the most common character that sounds so."""
    degrees = rarity()
    table: dict[str, str] = {}
    for character, syllable in sorted(sounds().items(), key=lambda pair: degrees[pair[0]]):
        if len(syllable) > 1:
            table.setdefault(syllable, character)
    return table


@functools.cache
def _syllable() -> re.Pattern[str]:
    """One syllable, the longest there can be."""
    return re.compile("|".join(sorted(_characters(), key=len, reverse=True)))


def spoken(tight: str) -> str:
    """A tight text with runs of letters that are all syllables as characters: jia微xin as 加微信.

    For the ear alone: which characters stand there is chance. Texts without Chinese stay.
    """
    if _LETTERS.search(tight) is None or _CJK.search(tight) is None:
        return tight
    said = _LETTERS.sub(_said, tight)
    return tight if said == tight else said


def _said(run: re.Match[str]) -> str:
    letters, said, place = run[0], "", 0
    while place < len(letters):
        # Cut greedily, something may be left where another cut leaves nothing: then it stays.
        one = _syllable().match(letters, place)
        if one is None:
            return letters
        said += _characters()[one[0]]
        place = one.end()
    return said
