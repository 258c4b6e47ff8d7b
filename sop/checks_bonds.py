"""The bonds between steps: ids, what a step waits for, rings, branches that exclude each other."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.core.located import Located, Problem
from bot.core.located_words import did_you_mean
from bot.core.located_yaml import Path
from sop.model import (
    LATECOMERS,
    AfterStep,
    BeforeCampaign,
    Feedback,
    OnCampaign,
    OnDate,
    OnDay,
    Step,
    When,
)
from sop.pieces import Pieces, Placed

_Branch = tuple[str, Feedback]


def bond_problems(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """Every mistake in how the steps hang together."""
    yield from _twice(pieces, located)
    yield from _taken(pieces, located)
    for placed in pieces.placed:
        if placed.path[-1] == LATECOMERS or len(placed.path) > 2:  # noqa: PLR2004 (a follow)
            continue  # what these wait for was not written by anybody
        yield from _named_steps(placed, pieces, located)
        yield from _requires_later(placed, pieces, located)
    for number, written in pieces.broken.items():
        yield from _named_in_broken(("steps", number), written, pieces, located)
    rings = list(_loops(pieces, located))
    yield from rings
    if not rings:
        yield from _never_together(pieces, located)


def _twice(pieces: Pieces, located: Located) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, name in enumerate(pieces.ids):
        if name is None:
            continue
        if name in first:
            line = located.values.get(("steps", first[name], "id"), (1, 1))[0]
            what = f"step {name!r} is there twice (first in line {line}); give it an id of its own"
            yield located.problem(("steps", number, "id"), what)
        first.setdefault(name, number)


def _taken(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """Ids that the service gives to what follows from another step."""
    given = {
        one.step.id: one.path
        for one in pieces.placed
        if one.path[-1] == LATECOMERS or len(one.path) > 2  # noqa: PLR2004 (a follow)
    }
    for number, name in enumerate(pieces.ids):
        if name in given:
            line = located.values.get(given[name], (1, 1))[0]
            what = f"the id {name!r} is taken by what stands in line {line}; choose another"
            yield located.problem(("steps", number, "id"), what)


def _named(step: Step) -> Iterator[tuple[Path, str]]:
    """The steps that a step names, and where it names them."""
    if isinstance(step.when, AfterStep):
        yield ("when", "after"), step.when.after
    for place, name in enumerate(step.requires):
        yield ("requires", place), name


def _named_steps(placed: Placed, pieces: Pieces, located: Located) -> Iterator[Problem]:
    step = placed.step
    for path, wanted in _named(step):
        if not pieces.may_exist(wanted):
            near = did_you_mean(wanted, pieces.id_set)
            yield located.problem((*placed.path, *path), f"no step {wanted!r}{near}")
        elif wanted == step.id:
            yield located.problem((*placed.path, *path), f"step {wanted!r} waits for itself")
    when = step.when
    if isinstance(when, AfterStep) and when.feedback is not None:
        other = pieces.by_id.get(when.after)
        if other is not None and other.expect is None and other.id != step.id:
            what = (
                f"step {when.after!r} expects nothing, so nothing comes of it; give it `expect`,"
                " or leave `feedback` out"
            )
            yield located.problem((*placed.path, "when", "feedback"), what)


def _named_in_broken(
    at: Path, written: Mapping[str, Any], pieces: Pieces, located: Located
) -> Iterator[Problem]:
    when, requires = written.get("when"), written.get("requires")
    named: list[tuple[Path, object]] = []
    if isinstance(when, Mapping):
        named.append((("when", "after"), when.get("after")))
    if isinstance(requires, list):
        named += [(("requires", place), name) for place, name in enumerate(requires)]
    for path, wanted in named:
        if isinstance(wanted, str) and not pieces.may_exist(wanted):
            near = did_you_mean(wanted, pieces.id_set)
            yield located.problem((*at, *path), f"no step {wanted!r}{near}")


def _requires_later(placed: Placed, pieces: Pieces, located: Located) -> Iterator[Problem]:
    for place, name in enumerate(placed.step.requires):
        other = pieces.by_id.get(name)
        if other is not None and _is_later(other.when, placed.step.when):
            what = f"step {name!r} comes later than this one, so it can never be required here"
            yield located.problem((*placed.path, "requires", place), what)


def _is_later(one: When, other: When) -> bool:
    """Whether a time is surely later than another; only times of one kind can be told apart."""
    match one, other:
        case (OnDay(), OnDay()):
            return (one.day, one.at) > (other.day, other.at)
        case (OnDate(), OnDate()):
            return (one.date, one.at) > (other.date, other.at)
        case (OnCampaign(), OnCampaign()):
            return (one.event_day, one.at) > (other.event_day, other.at)
        case (BeforeCampaign(), BeforeCampaign()):
            return one.before_event < other.before_event
        case _:
            return False


def _loops(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """One mistake for every ring of steps that wait for one another."""
    placed: dict[str, Placed] = {}
    for one in pieces.placed:
        placed.setdefault(one.step.id, one)
    waits = {name: [w for _, w in _named(one.step) if w != name] for name, one in placed.items()}
    for ring in _rings(waits):
        what = f"these steps wait for one another: {' → '.join([*ring, ring[0]])}"
        yield located.problem((*placed[ring[0]].path, "when"), what)


def _rings(waits: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Every ring, each step in one at most; a chain of thousands is walked once."""
    left = {name: [w for w in wanted if w in waits] for name, wanted in waits.items()}
    behind: dict[str, list[str]] = {name: [] for name in waits}
    for name, wanted in left.items():
        for one in wanted:
            behind[one].append(name)
    open_ = {name: len(wanted) for name, wanted in left.items()}
    free = [name for name, count in open_.items() if not count]
    while left:
        _let_go(free, left, behind, open_)
        if left:
            ring = _ring_of(left)
            yield ring
            free = ring


def _let_go(
    free: Iterable[str],
    left: dict[str, list[str]],
    behind: Mapping[str, list[str]],
    open_: dict[str, int],
) -> None:
    """Take out the free steps, and those that wait for nobody else any more."""
    todo = list(free)
    while todo:
        done = todo.pop()
        if left.pop(done, None) is None:
            continue
        for name in behind[done]:
            open_[name] -= 1
            todo += [] if open_[name] else [name]


def _ring_of(left: Mapping[str, list[str]]) -> list[str]:
    """A ring: everyone left waits for someone left, so walking on, one must come round again."""
    trail = {next(iter(left)): 0}
    step = next(iter(left))
    while (onward := next(w for w in left[step] if w in left)) not in trail:
        trail[onward] = len(trail)
        step = onward
    return list(trail)[trail[onward] :]


def _never_together(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """Steps that wait for both ends of one expectation: only one of them comes."""
    known: dict[str, frozenset[_Branch]] = {}
    for placed in pieces.placed:
        clash = _clashes(_branches(placed.step, pieces, known))
        waits = [known[w] for _, w in _named(placed.step) if w in known]
        if clash and not any(_clashes(one) for one in waits):  # told where it begins
            what = (
                f"this never comes: it waits for the feedback of {clash[0]!r} to be met and to be"
                " missed"
            )
            yield located.problem((*placed.path, "when"), what)


def _clashes(branches: frozenset[_Branch]) -> list[str]:
    """The expectations of which both ends are waited for."""
    met = {name for name, end in branches if end is Feedback.MET}
    return sorted(met & {name for name, end in branches if end is Feedback.MISSED})


def _branches(
    step: Step, pieces: Pieces, known: dict[str, frozenset[_Branch]]
) -> frozenset[_Branch]:
    """Which ends of which expectations have to come before this step; there are no rings here."""
    todo = [step.id]
    while todo:
        one = pieces.by_id.get(todo[-1])
        waits = (
            [] if one is None else [w for _, w in _named(one) if w in pieces.by_id and w != one.id]
        )
        missing = [w for w in waits if w not in known]
        if missing:
            todo += missing
            continue
        name = todo.pop()
        found = frozenset[_Branch]().union(*(known[w] for w in waits))
        if one is not None and isinstance(one.when, AfterStep):
            end = one.when.feedback
            if end in {Feedback.MET, Feedback.MISSED}:
                found |= {(one.when.after, end)}
        known[name] = found
    return known[step.id]
