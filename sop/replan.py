"""A plan was edited while it runs: what is laid out anew, and what is never said again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.plans import (
    APPROVED_BY,
    MAY_BE_SAID,
    SKIPPED_BY,
    Move,
    Occurrence,
    PlannedOccurrence,
    StepState,
)
from sop import wording
from sop.model import ONCE, AfterStep, Every, OnEvent, Plan, Step
from sop.plan import Layout, grace_of, said_already


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an edit means for one run."""

    add: tuple[PlannedOccurrence, ...]
    moves: tuple[Move, ...]


def reconcile(
    plan: Plan, layout: Layout, existing: Sequence[Occurrence], now: datetime, *, grace: timedelta
) -> Changes:
    """Bring a run's dated steps in line with the edited plan.

    `layout` is the plan laid out from its beginning; `existing` holds at least what is open,
    what is younger than three days, and every step of the plan that has a date.
    """
    wanted = {occurrence.key: occurrence for occurrence in layout.occurrences}
    moves = [m for old in existing if (m := _old(old, plan, wanted.get(old.key))) is not None]
    known = {old.key: old for old in existing}
    said: dict[str, list[Occurrence]] = defaultdict(list)
    for old in existing:
        if old.state in MAY_BE_SAID:
            said[old.step].append(old)
    add: list[PlannedOccurrence] = []
    for new in layout.occurrences:
        step = plan.step(new.step)
        there = known.get(new.key)
        if step is None or (there is not None and there.outcome != wording.EDITED):
            continue
        why = _unwanted(new, step, said[new.step], now, grace_of(step, grace))
        if why is None:
            add.append(new)
        elif there is not None:
            moves.append(Move(id=there.id, state=StepState.SKIPPED, outcome=why))
        elif isinstance(step.when, ONCE) or why == wording.ALREADY_SAID:
            add.append(replace(new, state=StepState.SKIPPED, outcome=why))
    return Changes(add=tuple(add), moves=tuple(moves))


def _old(old: Occurrence, plan: Plan, new: PlannedOccurrence | None) -> Move | None:
    """What the edit means for a step that is laid out already."""
    decided = old.facts and (APPROVED_BY in old.facts or SKIPPED_BY in old.facts)
    if old.state is not StepState.PLANNED or decided:
        return None  # on its way already, or a person's word on it is about to be taken up
    if old.occasion:
        step = plan.step(old.step)
        stays = step is not None and isinstance(step.when, AfterStep | OnEvent)
    else:
        stays = new is not None
    if not stays:
        return Move(id=old.id, state=StepState.SKIPPED, outcome=wording.EDITED)
    if new is not None and new.due != old.due:  # the zone's rules changed
        return Move(id=old.id, state=StepState.PLANNED, due=new.due, outcome=new.outcome)
    return None


def _unwanted(
    new: PlannedOccurrence,
    step: Step,
    said: Sequence[Occurrence],
    now: datetime,
    grace: timedelta,
) -> str | None:
    """Why a newly laid out step is not to be said; None where it is."""
    if any(_again(new, step, old) for old in said):
        return wording.ALREADY_SAID
    return wording.PAST_WHEN_EDITED if new.due + grace < now else None


def _again(new: PlannedOccurrence, step: Step, old: Occurrence) -> bool:
    """Whether saying `new` would be saying `old` again at another time."""
    if said_already(step, new.local_date, new.zone, [old.local_date]):
        return True
    return isinstance(step.when, Every) and new.due <= old.due
