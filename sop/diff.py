"""What a new text of a plan would change, in which rooms and on which dates.

It asks `sop.replan.reconcile`, which is what an edit really does, about everything that is laid
out and everything that still would be: so what is shown is what happens.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.core.ids import OccurrenceId, RunId
from bot.core.plan_changes import Override
from bot.core.plans import MAY_BE_SAID, Move, Occurrence, PlannedOccurrence, Run, StepState
from sop import wording
from sop.differences import Dated, Diff, Sign, StepChange
from sop.model import ONCE, Every, Plan
from sop.plan import Layout, ends_at, grace_of, materialise
from sop.replan import Changes, reconcile
from sop.step_changes import step_changes

_AHEAD = timedelta(days=14)  # so far a plan without an end is looked at
_AT_MOST = timedelta(days=400)
_PLANNED = StepState.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """By which clock an edit is judged."""

    now: datetime
    grace: timedelta


def changes(
    old: Plan | None,
    new: Plan,
    runs: Sequence[Run],
    existing: Mapping[RunId, Sequence[Occurrence]],
    at: At,
    overrides: Mapping[RunId, Sequence[Override]],
) -> Diff:
    """Hold two texts of a plan against each other, over the live runs.

    `existing` holds of each run what `reconcile` asks for.
    """
    steps = step_changes(old, new)
    both = _Both(old=old or new, new=new, at=at, what={one.step: one for one in steps})
    dated: list[Dated] = []
    for run in runs:
        dated += both.in_run(run, existing.get(run.id, ()), tuple(overrides.get(run.id, ())))
    return Diff(plan=new.name, steps=steps, dated=tuple(dated), runs=len(runs))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """Both texts laid out, and up to when they are complete."""

    before: Layout
    after: Layout
    known_to: datetime


class _Both:
    """Two texts of a plan, laid out for runs; alike runs are laid out once."""

    def __init__(self, *, old: Plan, new: Plan, at: At, what: Mapping[str, StepChange]) -> None:
        self._old, self._new = old, new
        self._at = at
        self._what = what
        self._laid: dict[Any, _Laid] = {}
        both = (*old.all_steps, *new.all_steps)
        self._once = {step.id for step in both if isinstance(step.when, ONCE)}
        self._counts = any(isinstance(s.when, Every) and s.when.times for s in both)
        self._lost = at.now - max(grace_of(step, at.grace) for step in both)

    def in_run(
        self, run: Run, existing: Sequence[Occurrence], words: tuple[Override, ...]
    ) -> list[Dated]:
        """What becomes of every dated step of one run."""
        laid = self._layouts(run, words)
        seen = [row for row in existing if not self._unseen(row, laid.known_to)]
        rows = [*seen, *_to_come(run, laid.before, existing, self._at)]
        found = reconcile(self._new, laid.after, rows, self._at.now, grace=self._at.grace)
        by_id = {row.id: row for row in rows}
        return list(self._told(run, rows, by_id, found))

    def _layouts(self, run: Run, words: tuple[Override, ...]) -> _Laid:
        # Beats before `lost` are past with either text: runs that began before it are alike.
        begun = run.started_at if self._counts else max(run.started_at, self._lost)
        shape = (run.starts_on, run.zone, begun, run.event_at, words)
        if shape not in self._laid:
            self._laid[shape] = self._lay_out(replace(run, started_at=begun), words)
        return self._laid[shape]

    def _lay_out(self, run: Run, words: tuple[Override, ...]) -> _Laid:
        whole = replace(run, planned_to=None)
        now, grace = self._at.now, self._at.grace
        horizon = self._horizon(whole, words)
        before, after = (
            materialise(plan, whole, now, horizon=horizon, grace=grace, overrides=words)
            for plan in (self._old, self._new)
        )
        # Of a dense rhythm only so many beats are laid out at a time: beyond those of either
        # text nothing can be said about it.
        known_to = min(before.complete_to, after.complete_to)
        return _Laid(
            before=self._cut(before, known_to),
            after=self._cut(after, known_to),
            known_to=known_to,
        )

    def _unseen(self, row: Occurrence, known_to: datetime) -> bool:
        """Whether it is a beat that is too late with either text, or beyond what was laid out."""
        rhythm = not row.occasion and row.step not in self._once and row.state is _PLANNED
        return rhythm and not self._lost <= row.due <= known_to

    def _horizon(self, run: Run, words: tuple[Override, ...]) -> timedelta:
        ends = [ends_at(plan, run, words) for plan in (self._old, self._new)]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends):
            return _AHEAD
        return min(max(_AHEAD, max(known) - self._at.now), _AT_MOST)

    def _cut(self, layout: Layout, known_to: datetime) -> Layout:
        kept = tuple(
            one for one in layout.occurrences if one.due <= known_to or one.step in self._once
        )
        return replace(layout, occurrences=kept)

    def _told(
        self,
        run: Run,
        rows: Sequence[Occurrence],
        by_id: Mapping[OccurrenceId, Occurrence],
        found: Changes,
    ) -> Iterator[Dated]:
        taken = [by_id[move.id] for move in found.moves if move.state is StepState.SKIPPED]
        gone = [row for row in taken if row.state is _PLANNED]
        fresh = [one for one in found.add if one.state is _PLANNED]
        for was, new in _paired(gone, fresh):
            yield _change(run, was, new)
        yield from _moved(run, found.moves, by_id)
        yield from _refused(run, found.add)
        touched = {move.id for move in found.moves}
        yield from self._same_time(run, (row for row in rows if row.id not in touched))

    def _same_time(self, run: Run, rows: Iterable[Occurrence]) -> Iterator[Dated]:
        """Steps that keep their time: they are said in new words, or were said already."""
        for row in rows:
            change = self._what.get(row.step)
            if change is None:
                continue
            why = ", ".join(one for one in change.what if one != "when")  # its time is the same
            if row.state is _PLANNED and why:
                yield _dated(run, row, Sign.CHANGED, why=why)
            elif row.state in MAY_BE_SAID:
                yield _dated(run, row, Sign.STAYS, why=row.state.value)


def _to_come(
    run: Run, before: Layout, existing: Sequence[Occurrence], at: At
) -> Iterator[Occurrence]:
    """What the old text would still lay out in a run.

    What was moved beyond the horizon was taken out, and is laid out again when its time is near.
    """
    known = {row.key for row in existing if row.outcome != wording.EDITED}
    known_to = run.planned_to or at.now - at.grace
    for number, one in enumerate(before.occurrences, 1):
        if one.key not in known and one.due > known_to:
            yield Occurrence(
                id=OccurrenceId(-number),
                run=run.id,
                plan=one.plan,
                step=one.step,
                room=run.room,
                local_date=one.local_date,
                local_time=one.local_time,
                zone=one.zone,
                due=one.due,
                occasion=one.occasion,
                state=_PLANNED,
            )


def _paired(
    gone: Sequence[Occurrence], fresh: Sequence[PlannedOccurrence]
) -> Iterator[tuple[Occurrence | None, PlannedOccurrence | None]]:
    """What is taken out, with what comes in its place: of a step in the order of their times."""
    out: dict[str, list[Occurrence]] = defaultdict(list)
    for one in sorted(gone, key=lambda one: one.due):
        out[one.step].append(one)
    for new in sorted(fresh, key=lambda one: one.due):
        olds = out[new.step]
        same_day = (one for one in olds if one.local_date == new.local_date)
        old = next(same_day, olds[0] if olds else None)
        if old is not None:
            olds.remove(old)
        yield old, new
    for olds in out.values():
        for old in olds:
            yield old, None


def _change(run: Run, was: Occurrence | None, new: PlannedOccurrence | None) -> Dated:
    if new is not None and was is not None:
        return _dated(run, new, Sign.CHANGED, was_due=was.due, why="when")
    if new is not None:
        return _dated(run, new, Sign.ADDED)
    assert was is not None, "one of the two is there"  # noqa: S101 (for the type checker)
    return _dated(run, was, Sign.REMOVED)


def _moved(
    run: Run, moves: Iterable[Move], by_id: Mapping[OccurrenceId, Occurrence]
) -> Iterator[Dated]:
    """What keeps its name and is due at another moment: the rules of its zone changed."""
    for move in moves:
        if move.state is _PLANNED and move.due is not None:
            row = by_id[move.id]
            moved = replace(row, due=move.due)
            yield _dated(run, moved, Sign.CHANGED, was_due=row.due, why="when")


def _refused(run: Run, add: Iterable[PlannedOccurrence]) -> Iterator[Dated]:
    """What the new text has, and what is not said all the same."""
    for one in add:
        if one.state is StepState.SKIPPED:
            sign = Sign.STAYS if one.outcome == wording.ALREADY_SAID else Sign.LATE
            yield _dated(run, one, sign, why=one.outcome)


def _dated(
    run: Run,
    one: Occurrence | PlannedOccurrence,
    sign: Sign,
    *,
    was_due: datetime | None = None,
    why: str = "",
) -> Dated:
    return Dated(
        run=run.id,
        room=run.room,
        room_name=run.room_name,
        step=one.step,
        sign=sign,
        local_date=one.local_date,
        local_time=one.local_time,
        zone=one.zone,
        due=one.due,
        was_due=was_due,
        why=why,
    )
