"""Lessons: what is learned of all samples, so that nobody can wreck the model by repeating himself.

Near copies of a text count once; what two people call differently counts for both by their votes.
No author teaches more than so many texts a day (files are an operator's own word and not capped).
Neither side outweighs the other by much, however one-sided the stream is. Everything depends on
the set of samples alone, never on their numbers: to unlearn is to leave out.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.learning import Label, Sample, SampleSource
from handlers.learned.settings import LearningSettings
from handlers.prints import likeness, print_of
from handlers.text import normalise

_MOST_READ = 4000  # characters of a sample
_MOST_MET = 50  # families that a text is compared with before it founds its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A text to learn from. `cost` says what an error on it costs."""

    text: str
    label: Label
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What is fitted, and what is kept aside to see whether the fit is any good."""

    taught: tuple[Lesson, ...] = ()
    aside: tuple[Lesson, ...] = ()
    left_out: int = 0  # samples over somebody's day's share

    @property
    def fingerprint(self) -> str:
        """Of everything that is fitted and checked."""
        digest = hashlib.sha256()
        for part in (self.taught, self.aside):
            for one in part:
                row = f"{one.label.value}\0{one.cost:.9f}\0{one.text}\0"
                digest.update(row.encode("utf-8", "surrogatepass"))
            digest.update(b"\1")
        return digest.hexdigest()[:32]


@dataclass(slots=True)
class _Family:
    """Texts that say nearly the same."""

    pieces: bytes
    texts: list[Sample]


def lessons(samples: Iterable[Sample], settings: LearningSettings) -> Lessons:
    """What these samples teach."""
    live = sorted(samples, key=_order)[-settings.most :]
    kept = _within_share(live, settings.most_a_day)
    families = [_voted(family) for family in _families(kept)]
    apart = len(families) >= settings.aside_from
    taught: list[Lesson] = []
    aside: list[Lesson] = []
    for family in families:
        (aside if apart and _is_aside(family, settings.aside) else taught).extend(family)
    return Lessons(
        taught=_balanced(taught, settings.most_lopsided),
        aside=tuple(aside),
        left_out=len(live) - len(kept),
    )


def _order(sample: Sample) -> tuple[datetime, str, str, str]:
    return (sample.at, sample.text, sample.label.value, sample.author)


def _within_share(samples: Sequence[Sample], most: int) -> list[Sample]:
    taught: dict[tuple[str, int], int] = defaultdict(int)
    kept = []
    for one in samples:
        if one.source is not SampleSource.IMPORT:
            day = (one.author, one.at.astimezone(UTC).date().toordinal())
            taught[day] += 1
            if taught[day] > most:
                continue
        kept.append(one)
    return kept


def _families(samples: Sequence[Sample]) -> list[list[Sample]]:
    """Samples joined with those of which they are near copies; each to the first it is near."""
    families: list[_Family] = []
    by_key: dict[int | str, list[int]] = defaultdict(list)
    for one in samples:
        tight = normalise(one.text, _MOST_READ).tight
        near = print_of(tight)
        keys: tuple[int | str, ...] = (tight,) if near is None else near.keys
        pieces = tight.encode("utf-8", "surrogatepass") if near is None else near.pieces
        met = sorted({number for key in keys for number in by_key[key]})[:_MOST_MET]
        home = next((n for n in met if _alike(families[n].pieces, pieces, near is None)), None)
        if home is None:
            home = len(families)
            families.append(_Family(pieces=pieces, texts=[]))
            for key in keys:
                by_key[key].append(home)
        families[home].texts.append(one)
    return [family.texts for family in families]


_NEAR = 0.6  # of their pieces in common


def _alike(first: bytes, second: bytes, whole: bool) -> bool:  # noqa: FBT001 (private: how the two were made)
    return first == second or (not whole and likeness(first, second) >= _NEAR)


def _voted(family: Sequence[Sample]) -> list[Lesson]:
    """One text a label; together they cost as much as one, shared by who called it what."""
    voters = {label: {one.author for one in family if one.label is label} for label in Label}
    votes = sum(len(names) for names in voters.values())
    found = []
    for label, names in voters.items():
        if names:
            text = min((one.text for one in family if one.label is label), key=_place)
            found.append(Lesson(text=text, label=label, cost=len(names) / votes))
    return found


def _place(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _is_aside(family: Sequence[Lesson], share: float) -> bool:
    first = min(_place(one.text) for one in family)
    return int(first[:8], 16) < share * 0x1_0000_0000


def _balanced(taught: Sequence[Lesson], most: float) -> tuple[Lesson, ...]:
    """Neither label weighs more than `most` times the other and a fair start together."""
    weight = {label: sum(one.cost for one in taught if one.label is label) for label in Label}
    lighter = min(weight.values())
    limit = most * (lighter + _START)
    scale = {label: min(1.0, limit / heavy) if heavy else 1.0 for label, heavy in weight.items()}
    return tuple(
        Lesson(text=one.text, label=one.label, cost=one.cost * scale[one.label]) for one in taught
    )


_START = 10.0  # texts of the other label that the shipped model is worth here
