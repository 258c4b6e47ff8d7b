"""Homophones: 贷款 as 贷宽 or 袋歀. What sounds like a word of the lexicon and is no other word."""

import functools
from collections.abc import Callable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from handlers.text.forms import rarity
from handlers.text.lexicon import lexicon
from handlers.text.sounds import ALIKE, SOUNDS

_FIRST_SIGN = 0xE000  # a private character for each syllable
_SURE, _RARE, _DAILY, _ENOUGH = 2.0, 1.0, 0.4, 2.0
_LONG = 3  # characters; a word of so many sounds like nothing else by chance


@functools.cache
def _signs() -> dict[int, int]:
    """For `str.translate`: each character as the sign of its syllable, so places stay the same."""
    signs: dict[int, int] = {}
    for place, cell in enumerate(" ".join(SOUNDS).split()):
        shelves = cell.partition(":")[2].replace("|", "")
        signs |= dict.fromkeys(map(ord, shelves), _FIRST_SIGN + place)
    return signs


@functools.cache
def _finder() -> tuple[Callable[[str], list[tuple[int, int, int]]], tuple[str, ...]]:
    by_sound: dict[str, str] = {}
    for word in lexicon():
        by_sound.setdefault(word.translate(_signs()), word)
    patterns = list(by_sound)
    machine = AhoCorasick(
        patterns,
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.DFA,
    )
    return machine.find_matches_as_indexes, tuple(by_sound.values())


@functools.cache
def _innocent() -> frozenset[str]:
    return frozenset(" ".join(ALIKE).split()) | frozenset(lexicon())


def sounding_alike(text: str, *, suspected: bool) -> list[tuple[str, int, int]]:
    """Words of the lexicon that a text sounds like but does not write, with start and end.

    One such word may be chance, unless one of its characters is rare and another its own;
    several are none, nor is one in a text that is `suspected` already.
    """
    find, words = _finder()
    found = []
    for which, start, end in find(text.translate(_signs())):
        written, word = text[start:end], words[which]
        weight = 0.0 if written in _innocent() else _weight(written, word)
        if weight:
            found.append((weight, (word, start, end)))
    together = sum(weight for weight, _ in found) + (_ENOUGH if suspected else 0)
    return [span for weight, span in found if weight >= _SURE or together >= _ENOUGH]


def _weight(written: str, word: str) -> float:
    """How much speaks for it that these characters are meant for that word."""
    degrees = rarity()
    changed = [degrees.get(w, 0) for w, c in zip(written, word, strict=True) if w != c]
    if not changed or min(changed) == 0:
        return _SURE if changed and max(changed) > 1 and len(changed) < len(word) else 0.0
    own = len(changed) < len(word)
    if own and (max(changed) > 1 or len(word) >= _LONG):
        return _SURE
    return _RARE if max(changed) > 1 else _DAILY
