"""One module a row of the budget; each measures one size in a process of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.report import Figure
from bench.rows import (
    adverts,
    backlog,
    calendar,
    console,
    daily,
    differing,
    finding,
    importing,
    judging,
    memory,
    opening,
    pace,
    planning,
    posting,
    rehearsal,
    scrolling,
    searching,
    showing,
    starting,
)

SIZES = ("small", "budget", "large")  # a tenth, the budget's size, ten times


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: how it is measured in an empty folder, and how often (a median is shown)."""

    measure: Callable[[str, Path], list[Figure]]
    runs: Mapping[str, int]
    only_when_asked: frozenset[str] = frozenset()  # sizes that take very long


_ONCE = {"small": 1, "budget": 1, "large": 1}
_THRICE = {"small": 3, "budget": 3, "large": 1}

ROWS: Mapping[str, Row] = {
    "backlog": Row(measure=backlog.measure, runs=_THRICE),
    "pace": Row(measure=pace.measure, runs=_THRICE),
    "search": Row(measure=searching.measure, runs=_ONCE, only_when_asked=frozenset({"large"})),
    "find": Row(measure=finding.measure, runs=_ONCE),
    "console": Row(measure=console.measure, runs=_ONCE),
    "screen": Row(measure=showing.measure, runs=_ONCE),
    "open": Row(measure=opening.measure, runs=_ONCE),  # each measures several openings
    "scroll": Row(measure=scrolling.measure, runs=_ONCE, only_when_asked=frozenset({"large"})),
    "memory": Row(measure=memory.measure, runs=_ONCE),
    "start": Row(measure=starting.measure, runs=_ONCE),  # each measures several starts
    "diff": Row(measure=differing.measure, runs=_THRICE),
    "planning": Row(measure=planning.measure, runs=_THRICE),
    "posting": Row(  # a minute and more each
        measure=posting.measure, runs=_ONCE, only_when_asked=frozenset({"small", "large"})
    ),
    "figures": Row(measure=daily.measure, runs=_ONCE, only_when_asked=frozenset({"large"})),
    "calendar": Row(measure=calendar.measure, runs=_ONCE),
    "rehearsal": Row(measure=rehearsal.measure, runs=_THRICE),
    "import": Row(measure=importing.measure, runs=_ONCE),
    "adverts": Row(measure=adverts.measure, runs=_ONCE, only_when_asked=frozenset({"large"})),
    "communities": Row(  # trains a model first, if none is kept
        measure=judging.measure, runs=_ONCE, only_when_asked=frozenset({"small", "large"})
    ),
}
