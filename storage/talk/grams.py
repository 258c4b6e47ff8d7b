"""Grams: the small parts of a text by which full-text search finds it.

Chinese has no spaces, so every character and every pair of neighbours is a gram; runs of
letters and digits stay whole and are found from their beginning. What the grams find is a
candidate; `matches` has the last word.
"""

import re
import unicodedata
from itertools import pairwise

from bot.core.text import fold

MAX_INDEXED = 20_000  # characters of a message that are indexed; PostgreSQL allows 1 MB of grams
MAX_QUERY = 100  # characters of a query that count

_WIDE = (
    "\u3005\u3007"  # 々 〇
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\uac00-\ud7af"  # Hangul
    "\U00020000-\U0003ffff"  # Han, the rarer planes
)
_RUN = re.compile(rf"[{_WIDE}]+|[^\W_{_WIDE}]+")
_IS_WIDE = re.compile(rf"[{_WIDE}]")


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def grams(text: str) -> set[str]:
    """The grams of a text, for the index."""
    found: set[str] = set()
    for run in _runs(text[:MAX_INDEXED]):
        if _IS_WIDE.match(run):
            found.update(run)
            found.update(map("".join, pairwise(run)))
        else:
            found.add(run[:64])
    return found


def wanted(query: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a query asks the index for: whole grams, and beginnings of words."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for run in _runs(query[:MAX_QUERY]):
        if not _IS_WIDE.match(run):
            beginnings.add(run[:64])
        elif len(run) == 1:
            whole.add(run)
        else:
            whole.update(map("".join, pairwise(run)))
    return frozenset(whole), frozenset(beginnings)


def terms(query: str) -> tuple[str, ...]:
    """The folded parts of a query, parted by spaces; each must stand in a text that matches."""
    folded = (fold(part) for part in query[:MAX_QUERY].split())
    return tuple(part for part in folded if part)


def matches(text: str, folded_terms: tuple[str, ...]) -> bool:
    """Whether a text holds every term."""
    folded = fold(text)
    return all(term in folded for term in folded_terms)


def fits(text: str, whole: frozenset[str], beginnings: frozenset[str]) -> bool:
    """Whether the index would give this text: for texts that are not in it yet."""
    found = grams(text)
    return whole <= found and all(
        any(gram.startswith(beginning) for gram in found) for beginning in beginnings
    )


def name_grams(folded: str) -> set[str]:
    """The grams of a folded name: every part of one or two characters, in any script."""
    return {*folded, *map("".join, pairwise(folded))}


def place_grams(room: int | None, identity: int | None) -> set[str]:
    """Room and author as grams: a rare room is found at once among a common word's hits.

    The letters are none that folded text can hold.
    """
    found = set()
    if room is not None:
        found.add(f"\ue000{room}")
    if identity is not None:
        found.add(f"\ue001{identity}")
    return found
