"""A person's word on a step of one run: left out there, or said at another time.

A moved step keeps the date and time that the plan gives it as its name; only the moment at which
it is due differs. So a move can never make a second one of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.plan_changes import Override, OverrideKind
from bot.core.plans import APPROVED_BY, Move, Occurrence, PlannedOccurrence, StepState
from sop import wording
from sop.beats import Beats, Days, Slot, rhythm
from sop.walltime import instant

_DAY = timedelta(days=1)


def skip_of(overrides: Iterable[Override], due: Occurrence) -> Override | None:
    """Who does not want a step said; None where nobody said so, or somebody wants it after all."""
    if APPROVED_BY in (due.facts or {}):
        return None
    return _skip(overrides, due.step, due.local_date)


def left_out(due: Occurrence, overrides: Iterable[Override]) -> Move | None:
    """What a person's word makes of a step whose time has come; None: the plan counts."""
    skip = skip_of(overrides, due)
    if skip is None:
        return None
    return Move(id=due.id, state=StepState.SKIPPED, outcome=skipped_for(skip))


def hinted(new: PlannedOccurrence, overrides: Sequence[Override]) -> PlannedOccurrence:
    """A step that is laid out, with a word on what will become of it."""
    skip = _skip(overrides, new.step, new.local_date)
    return new if skip is None else replace(new, outcome=skipped_for(skip))


def skipped_for(skip: Override) -> str:
    """Why a step is left out, as the calendar says it."""
    return wording.skipped_by(skip.author) + (f"：{skip.reason}" if skip.reason else "")


def _skip(overrides: Iterable[Override], step: str, day: date) -> Override | None:
    return next(_fitting(overrides, OverrideKind.SKIP, step, day), None)


def _fitting(
    overrides: Iterable[Override], kind: OverrideKind, step: str, day: date
) -> Iterator[Override]:
    for one in overrides:
        if one.kind is kind and one.step == step and one.local_date in {None, day}:
            yield one


def moves_of(overrides: Iterable[Override], step: str) -> tuple[Override, ...]:
    """What was moved of a step."""
    return tuple(one for one in overrides if one.kind is OverrideKind.MOVE and one.step == step)


def moved_slot(slot: Slot, moves: Sequence[Override], zone: str) -> Slot:
    """The slot of a step that comes once, at the time that a person gave it."""
    fitting = (one for one in moves if one.local_date in {None, slot.day})
    return next((_at(slot, one, zone) for one in fitting), slot)


def moved_beats(beats: Beats, moves: Sequence[Override], own: Sequence[Slot], zone: str) -> Beats:
    """The beats of a rhythm without those that were moved away, with `own` at their new times.

    `own` are the beats, by the plan, of the days of `moves`.
    """
    gone = {one.local_date for one in moves}
    stay = [slot for slot in beats.slots if slot.day not in gone]
    there = [_at(slot, one, zone) for one in moves for slot in own if slot.day == one.local_date]
    fresh = [slot for slot in there if slot.due <= beats.reached]
    return Beats(slots=(*stay, *fresh), reached=beats.reached)


def beats_on(days: Days, first_day: date, begin: datetime, day: date) -> tuple[Slot, ...]:
    """The beats of a rhythm on one day; `begin`: before which it does not beat."""
    midnight = instant(day, time.min, days.zone)
    start = begin if days.every.times else max(begin, midnight)
    beats = rhythm(days, first_day, start, midnight, instant(day + _DAY, time.min, days.zone))
    return tuple(slot for slot in beats.slots if slot.day == day)


def moved_to(move: Override, zone: str) -> datetime:
    """The moment to which something was moved."""
    return instant(move.to_date or date.min, move.to_time or time.min, zone).astimezone(UTC)


def _at(slot: Slot, move: Override, zone: str) -> Slot:
    return replace(slot, due=moved_to(move, zone))
