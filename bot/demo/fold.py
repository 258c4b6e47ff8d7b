"""One line for many: a raid is told once with its number, not fifty times."""

from collections.abc import Hashable, Iterable
from dataclasses import replace

from bot.demo.notable import Notable, NotableKind

# Copies of one advert differ in their reason, which counts them; welcomes in the name they call.
_SAME_TEXT = frozenset({NotableKind.ADVERT})
_SAME_ROOM = frozenset({NotableKind.WELCOME, NotableKind.REMOVED})


def fold(notables: Iterable[Notable]) -> tuple[Notable, ...]:
    """What came together and says the same as one, in the place of the first."""
    folded: dict[Hashable, Notable] = {}
    for notable in notables:
        key = _key(notable)
        first = folded.get(key)
        folded[key] = notable if first is None else _both(first, notable)
    return tuple(folded.values())


def _key(notable: Notable) -> Hashable:
    where = (notable.kind, notable.room)
    if notable.kind in _SAME_ROOM:
        return where
    if notable.kind in _SAME_TEXT:
        return (*where, notable.text)
    return (*where, notable.text, notable.reason, notable.to, notable.student)


def _both(first: Notable, other: Notable) -> Notable:
    alike = first.student == other.student and first.person == other.person
    return replace(
        first,
        count=first.count + other.count,
        others=first.others or not alike,
        reason=other.reason if first.kind in _SAME_TEXT else first.reason,
    )
