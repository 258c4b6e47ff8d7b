"""What was found of the adverts, and what was flagged of the rest."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.communities.run import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Recall over adverts (one said in pieces is one), false alarms over everything else."""

    adverts: int
    found: int
    innocents: int
    flagged: int
    would_remove: int  # innocents whose authors a rule would remove

    @property
    def recall(self) -> float:
        """The share of the adverts that was found."""
        return self.found / self.adverts if self.adverts else 0.0

    @property
    def false_alarms(self) -> float:
        """The share of innocent messages that was flagged."""
        return self.flagged / self.innocents if self.innocents else 0.0


Caught = Callable[[Outcome], bool]


def at_once(one: Outcome) -> bool:
    """Flagged when it was said."""
    return one.flagged


def in_the_end(one: Outcome) -> bool:
    """Flagged when it was said, or put with a case when its copies came."""
    return one.flagged or one.late


def found(outcomes: Iterable[Outcome], caught: Caught = in_the_end) -> Found:
    """The sums."""
    adverts: dict[object, bool] = {}
    innocents = flagged = would_remove = 0
    for number, one in enumerate(outcomes):
        truth = one.line.truth
        if truth.advert:
            key: object = ("group", truth.group) if truth.group else number
            adverts[key] = adverts.get(key, False) or caught(one)
        else:
            innocents += 1
            flagged += caught(one)
            would_remove += one.sure
    return Found(
        adverts=len(adverts),
        found=sum(adverts.values()),
        innocents=innocents,
        flagged=flagged,
        would_remove=would_remove,
    )


def by(outcomes: Sequence[Outcome], name: Callable[[Outcome], str]) -> dict[str, Found]:
    """The same for each kind, by its name; "" is left out."""
    parts: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        if name(one):
            parts[name(one)].append(one)
    return {key: found(parts[key]) for key in sorted(parts)}


def table(title: str, rows: dict[str, Found]) -> str:
    """A table to print: adverts by their recall, innocents by their false alarms."""
    lines = [f"\n{title}"]
    for name, one in rows.items():
        if one.adverts:
            lines.append(f"  {name:36} found {one.recall:7.1%} of {one.adverts:6,}")
        if one.innocents:
            lines.append(
                f"  {name:36} flagged {one.false_alarms:7.2%} of {one.innocents:6,}"
                f"  would be removed: {one.would_remove}"
            )
    return "\n".join(lines)
