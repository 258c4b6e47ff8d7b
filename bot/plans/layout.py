"""Laying out: runs that need dated steps get them; edits are brought in; finished runs end."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.ids import RunId
from bot.core.plan_changes import Override
from bot.core.plans import Move, PlannedOccurrence, Run, StepState
from bot.plans.ports import RunsPort
from sop.model import ONCE, Plan
from sop.parse import LoadedPlan
from sop.plan import Layout, ends_at, materialise
from sop.replan import reconcile
from sop.settings import SopSettings
from sop.shelf import Shelf
from sop.walltime import TZ_VERSION

_SOON = timedelta(seconds=30)
_LATER = timedelta(hours=1)
_REMEMBERED = timedelta(days=3)  # of rhythms, so far back an edit looks for what was said


def mark_of(loaded: LoadedPlan) -> str:
    """What a layout depends on: the plan's text and the rules of time zones."""
    return f"{loaded.version}/{TZ_VERSION}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laying:
    """By what runs of one plan are laid out."""

    plan: Plan
    mark: str
    words: Mapping[RunId, Sequence[Override]]
    settings: SopSettings
    now: datetime

    def layout(self, run: Run) -> Layout:
        return materialise(
            self.plan,
            run,
            self.now,
            horizon=timedelta(hours=self.settings.horizon_hours),
            grace=self.settings.grace,
            overrides=self.words.get(run.id, ()),
        )


async def lay_out(runs: RunsPort, shelf: Shelf, settings: SopSettings, now: datetime) -> int:
    """Lay out some runs that need it; how many were."""
    marks = {name: mark_of(loaded) for name, loaded in shelf.plans.items()}
    waiting = await runs.to_lay_out(marks, now, settings.rooms_per_tick)
    by_plan: dict[str, list[Run]] = defaultdict(list)
    for run in waiting:
        by_plan[run.plan].append(run)
    words = await runs.overrides.of([run.id for run in waiting]) if waiting else {}
    for name, some in by_plan.items():
        plan = shelf.plans[name].plan
        edited = [run for run in some if run.planned_as not in {"", marks[name]}]
        others = [run for run in some if run.planned_as in {"", marks[name]}]
        laying = _Laying(plan=plan, mark=marks[name], words=words, settings=settings, now=now)
        await _go_on(runs, laying, others)
        await _edit(runs, laying, edited)
    return len(waiting)


async def _go_on(runs: RunsPort, laying: _Laying, some: Sequence[Run]) -> None:
    new: list[PlannedOccurrence] = []
    reached: dict[RunId, datetime] = {}
    for run in some:
        layout = laying.layout(run)
        new += layout.occurrences
        reached[run.id] = layout.complete_to
    await runs.steps.add(new)
    await _note(runs, laying, some, reached)


async def _edit(runs: RunsPort, laying: _Laying, some: Sequence[Run]) -> None:
    if not some:
        return
    plan, now, grace = laying.plan, laying.now, laying.settings.grace
    dated = [step.id for step in plan.all_steps if isinstance(step.when, ONCE)]
    existing = await runs.steps.laid_out(
        [run.id for run in some], dated=dated, since=now - _REMEMBERED
    )
    new: list[PlannedOccurrence] = []
    moves: list[Move] = []
    reached: dict[RunId, datetime] = {}
    for run in some:
        layout = laying.layout(replace(run, planned_to=None))
        changes = reconcile(plan, layout, existing[run.id], now, grace=grace)
        new += changes.add
        moves += changes.moves
        reached[run.id] = layout.complete_to
    await runs.steps.move(moves, now, expect={StepState.PLANNED, StepState.SKIPPED})
    await runs.steps.add(new)
    await _note(runs, laying, some, reached)


async def _note(
    runs: RunsPort, laying: _Laying, some: Sequence[Run], reached: dict[RunId, datetime]
) -> None:
    """Remember how far these runs are laid out, and end those that are over."""
    now = laying.now
    alike: dict[tuple[datetime, datetime], list[RunId]] = defaultdict(list)
    over: list[RunId] = []
    for run in some:
        to = reached[run.id]
        again = max(now + (to - now) / 2, now + _SOON)
        end = ends_at(laying.plan, run, laying.words.get(run.id, ()))
        if end is not None and end <= now:
            over.append(run.id)
            again = now + _LATER
        elif end is not None and end <= to:
            again = end
        alike[(to, again)].append(run.id)
    for (to, again), numbers in alike.items():
        await runs.laid_out(numbers, version=laying.mark, to=to, again=again)
    if over:
        await runs.finish(over, now)
