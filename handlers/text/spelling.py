"""Where spelt words can begin and end: a Latin run that is all syllables is Chinese, spelt."""

import re

from handlers.text.forms import syllables

_RUN = re.compile("[a-z]+")
_LONGEST = 6  # letters of a syllable: zhuang


def spelt_places(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Places with nothing but syllables before them in their Latin run, and with none but after.

    Places outside of Latin runs are among both; one pass each way, however the letters may part.
    """
    blocked_before: set[int] = set()
    blocked_after: set[int] = set()
    for run in _RUN.finditer(text):
        first, last = run.span()
        inside = range(first + 1, last)
        blocked_before.update(set(inside) - _reached(text, first, last))
        blocked_after.update(set(inside) - _reaching(text, first, last))
    everywhere = frozenset(range(len(text) + 1))
    return everywhere - blocked_before, everywhere - blocked_after


def _reached(text: str, first: int, last: int) -> set[int]:
    reached = {first}
    for place in range(first, last):
        if place in reached:
            ends = range(place + 1, min(place + _LONGEST, last) + 1)
            reached.update(end for end in ends if text[place:end] in syllables())
    return reached


def _reaching(text: str, first: int, last: int) -> set[int]:
    reaching = {last}
    for place in range(last, first, -1):
        if place in reaching:
            starts = range(max(place - _LONGEST, first), place)
            reaching.update(start for start in starts if text[start:place] in syllables())
    return reaching
