"""What no single step shows: seats that are missing, steps that wait for themselves, texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.core.located import Located, Problem
from bot.core.located_words import did_you_mean
from sop.facts import ONLY_ON
from sop.model import ROOM_ACCOUNT, AfterStep, Happening, OnDay, OnEvent, Seat, Step
from sop.render import facts_named, text_mistakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who there is to hold seats."""

    accounts: frozenset[str]
    staff: frozenset[str]


@dataclass(frozen=True, kw_only=True)  # no slots: cached_property keeps its values in __dict__
class Pieces:
    """The sound parts of a plan that may be broken elsewhere."""

    seats: Mapping[str, Seat]
    seat_names: frozenset[str]
    steps: Mapping[int, Step]  # by their place in the file
    broken: Mapping[int, Mapping[str, object]]  # what else is written under steps
    ids: tuple[str | None, ...]  # of all steps, the broken ones too

    @cached_property
    def by_id(self) -> dict[str, Step]:
        """The sound steps by their ids."""
        return {step.id: step for step in self.steps.values()}

    @cached_property
    def id_set(self) -> frozenset[str]:
        """The ids of all steps."""
        return frozenset(name for name in self.ids if name is not None)


def plan_problems(pieces: Pieces, located: Located, cast: Cast | None) -> list[Problem]:
    """Every mistake in the bonds between the parts of a plan, and in its texts."""
    found = [*_twice(pieces, located), *_loops(pieces, located)]
    if cast is not None:
        found += _holders(pieces, located, cast)
    for number, step in pieces.steps.items():
        found += _step_problems(number, step, pieces, located)
    for number, written in pieces.broken.items():
        found += _broken_step_problems(number, written, pieces, located)
    return found


def _broken_step_problems(
    number: int, written: Mapping[str, object], pieces: Pieces, located: Located
) -> Iterator[Problem]:
    """The seat and the text of a step that is wrong elsewhere."""
    seat, text = written.get("seat"), written.get("say")
    if isinstance(seat, str):
        yield from _seat_problems(number, seat, pieces, located)
    if isinstance(text, str):
        for what in text_mistakes(text):
            yield located.problem(("steps", number, "say"), what)


def _seat_problems(number: int, seat: str, pieces: Pieces, located: Located) -> Iterator[Problem]:
    if seat not in pieces.seat_names:
        near = did_you_mean(seat, pieces.seat_names)
        known = ", ".join(sorted(pieces.seat_names)) or "none is defined"
        what = f"no seat {seat!r}{near}; use one of: {known}"
        yield located.problem(("steps", number, "seat"), what)


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


def _holders(pieces: Pieces, located: Located, cast: Cast) -> Iterator[Problem]:
    for name, seat in pieces.seats.items():
        account, person = seat.account, seat.person
        if account not in {None, ROOM_ACCOUNT} and account not in cast.accounts:
            known = ", ".join(sorted(cast.accounts)) or "none is configured"
            near = did_you_mean(account or "", cast.accounts)
            what = f'no account {account!r}{near}; use "room" or a channel of config.yaml ({known})'
            yield located.problem(("seats", name, "account"), what)
        if person is not None and person not in cast.staff:
            known = ", ".join(sorted(cast.staff)) or "nobody is listed"
            what = (
                f"no colleague {person!r}{did_you_mean(person, cast.staff)}; use a name listed"
                f" under staff in config.yaml ({known})"
            )
            yield located.problem(("seats", name, "person"), what)


def _step_problems(number: int, step: Step, pieces: Pieces, located: Located) -> Iterator[Problem]:
    at = ("steps", number)
    yield from _seat_problems(number, step.seat, pieces, located)
    for path, wanted in _named(step):
        if wanted not in pieces.id_set:
            near = did_you_mean(wanted, pieces.id_set)
            yield located.problem((*at, *path), f"no step {wanted!r}{near}")
        elif wanted == step.id:
            yield located.problem((*at, *path), f"step {wanted!r} waits for itself")
    yield from _requires_later(at, step, pieces, located)
    texts = [message.text for wording in step.wordings for message in wording]
    mistakes = [what for text in texts for what in text_mistakes(text)]
    for what in (*mistakes, *_misplaced_facts(step, texts, pieces)):
        yield located.problem((*at, "say"), what)


def _named(step: Step) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The steps that a step names, and where it names them."""
    if isinstance(step.when, AfterStep):
        yield ("when", "after"), step.when.after
    for place, name in enumerate(step.requires):
        yield ("requires", place), name


def _requires_later(
    at: tuple[str | int, ...], step: Step, pieces: Pieces, located: Located
) -> Iterator[Problem]:
    if not isinstance(step.when, OnDay):
        return
    for place, name in enumerate(step.requires):
        other = pieces.by_id[name].when if name in pieces.by_id else None
        if isinstance(other, OnDay) and (other.day, other.at) > (step.when.day, step.when.at):
            what = f"step {name!r} comes later than this one, so it can never be required here"
            yield located.problem((*at, "requires", place), what)


def _loops(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """One mistake for every ring of steps that wait for one another."""
    number_of = {s.id: number for number, s in pieces.steps.items()}
    waits = {s.id: [w for _, w in _named(s) if w != s.id] for s in pieces.steps.values()}
    for ring in _rings(waits):
        what = f"these steps wait for one another: {' → '.join([*ring, ring[0]])}"
        yield located.problem(("steps", number_of[ring[0]], "when"), what)


def _rings(waits: Mapping[str, list[str]]) -> Iterator[list[str]]:
    left = {name: [w for w in wanted if w in waits] for name, wanted in waits.items()}
    while left:
        free = [name for name, wanted in left.items() if not any(w in left for w in wanted)]
        for name in free:
            del left[name]
        if free or not left:
            continue
        # Everyone left waits for someone left: walking on, one must come round again.
        trail = [next(iter(left))]
        while (onward := next(w for w in left[trail[-1]] if w in left)) not in trail:
            trail.append(onward)
        ring = trail[trail.index(onward) :]
        yield ring
        for name in ring:
            del left[name]


def _misplaced_facts(step: Step, texts: list[str], pieces: Pieces) -> Iterator[str]:
    happening = _root_happening(step, pieces)
    named = {fact for text in texts for fact in facts_named(text)}
    for name in sorted(named & set(ONLY_ON)):
        if happening not in ONLY_ON[name]:
            events = " or ".join(sorted(h.value for h in ONLY_ON[name]))
            yield f"{name!r} is known only in steps on an event ({events}), or after such a step"


def _root_happening(step: Step, pieces: Pieces) -> Happening | None:
    """The event at the beginning of a chain of steps."""
    by_id = pieces.by_id
    for _ in by_id:
        if isinstance(step.when, OnEvent):
            return step.when.event
        if not isinstance(step.when, AfterStep) or step.when.after not in by_id:
            return None
        step = by_id[step.when.after]
    return None
