"""What is due is said or settled; what was settled brings on what follows it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.effects import Effect
from bot.core.ids import OccurrenceId, RunId
from bot.core.plans import Move, Occurrence, PlannedOccurrence, Run, StepState
from bot.sop_layout import mark_of
from bot.sop_ports import FolderPort, RunsPort
from sop.advance import Standing, Turn, follow_ups, take_turn
from sop.model import Every
from sop.overrides import left_out
from sop.settings import SopSettings
from sop.shelf import FoundFile, Shelf

_ENDED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.FAILED})
_ON_ITS_WAY = frozenset({StepState.QUEUED, StepState.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A due step with what was decided on it."""

    step: Occurrence
    move: Move
    effects: tuple[Effect, ...]


async def settle(runs: RunsPort, shelf: Shelf, now: datetime) -> None:
    """Take over what became of posts and tasks."""
    news = await runs.steps.news()
    moves = [Move(id=n.occurrence.id, state=n.state, outcome=n.outcome, at=n.at) for n in news]
    moved = await runs.steps.move(moves, now, expect=_ON_ITS_WAY)
    ended = [
        (n.occurrence, n.state, n.at)
        for n in news
        if n.occurrence.id in moved and n.state in _ENDED
    ]
    await _bring_on(runs, shelf, ended)


async def fire(
    runs: RunsPort,
    shelf: Shelf,
    settings: SopSettings,
    now: datetime,
    folder: FolderPort | None = None,
) -> list[Effect]:
    """Decide on the steps whose time has come, oldest first; what is to be done for them.

    Files are posted from `folder`; without one, steps that have a file fail.
    """
    effects: list[Effect] = []
    moved = 0
    after: tuple[datetime, OccurrenceId] | None = None
    # Steps that wait for others stay where they are; they must not keep back those behind them.
    while moved < settings.posts_per_tick:
        due = await runs.steps.due(now, after=after, limit=settings.posts_per_tick)
        files = await _find(folder, shelf, due)
        taken = await _decide(runs, shelf, settings, due, now, files)
        mine = await runs.steps.move([t.move for t in taken], now, expect={StepState.PLANNED})
        ours = [t for t in taken if t.step.id in mine]
        effects += [effect for t in ours for effect in t.effects]
        ended = [(t.step, t.move.state, now) for t in ours if t.move.state in _ENDED]
        await _bring_on(runs, shelf, ended)
        moved += len(ours)
        if len(due) < settings.posts_per_tick:
            break
        after = (due[-1].due, due[-1].id)
    return effects


async def _find(
    folder: FolderPort | None, shelf: Shelf, due: Sequence[Occurrence]
) -> Mapping[str, FoundFile]:
    """The files that the due steps post, each looked for once."""
    files = {file for one in due if (file := _file_of(one, shelf)) is not None}
    if folder is None or not files:
        return {}
    return await asyncio.to_thread(lambda: {file: folder.find(file) for file in sorted(files)})


def _file_of(due: Occurrence, shelf: Shelf) -> str | None:
    loaded = shelf.plans.get(due.plan)
    step = None if loaded is None else loaded.plan.step(due.step)
    return None if step is None or step.media is None else step.media.in_folder


async def _decide(
    runs: RunsPort,
    shelf: Shelf,
    settings: SopSettings,
    due: Sequence[Occurrence],
    now: datetime,
    files: Mapping[str, FoundFile],
) -> list[_Taken]:
    due = [step for step in due if step.plan in shelf.plans]
    at_work = await runs.by_id({step.run for step in due}) if due else {}
    # A run that is not laid out by what counts now may hold steps at times that count no more.
    marks = {name: mark_of(loaded) for name, loaded in shelf.plans.items()}
    due = [step for step in due if at_work[step.run].planned_as == marks[step.plan]]
    if not due:
        return []
    words = await runs.overrides.of({step.run for step in due})
    standing = await _standing(runs, shelf, due, now)
    taken: list[_Taken] = []
    for step in due:
        if (left := left_out(step, words.get(step.run, ()))) is not None:
            taken.append(_Taken(step=step, move=left, effects=()))
            continue
        turn: Turn = take_turn(
            step,
            plan=shelf.plans[step.plan].plan,
            run=at_work[step.run],
            standing=standing.get(step.run, {}),
            now=now,
            grace=settings.grace,
            file=files.get(_file_of(step, shelf) or ""),
        )
        if turn.move is not None:
            taken.append(_Taken(step=step, move=turn.move, effects=turn.effects))
    return taken


async def _standing(
    runs: RunsPort, shelf: Shelf, due: Sequence[Occurrence], now: datetime
) -> Mapping[RunId, Standing]:
    """How the due steps themselves and those they require stand in their runs."""
    steps: dict[str, bool] = {}  # whether it is a rhythm in any of the plans
    for name, step_id in {(one.plan, one.step) for one in due}:
        plan = shelf.plans[name].plan
        step = plan.step(step_id)
        for wanted in (step_id, *(step.requires if step else ())):
            other = plan.step(wanted)
            rhythm = other is not None and isinstance(other.when, Every)
            steps[wanted] = rhythm and steps.get(wanted, True)
    return await runs.steps.standing(
        {one.run for one in due},
        steps.keys(),
        now,
        daily=[wanted for wanted, rhythm in steps.items() if rhythm],
        since=min(one.local_date for one in due),
    )


async def _bring_on(
    runs: RunsPort, shelf: Shelf, ended: Sequence[tuple[Occurrence, StepState, datetime]]
) -> None:
    """Write down the steps that follow those that just ended."""
    known = [(one, state, at) for one, state, at in ended if one.plan in shelf.plans]
    if not known:
        return
    at_work: dict[RunId, Run] = await runs.by_id({one.run for one, _, _ in known})
    following: list[PlannedOccurrence] = []
    for one, state, at in known:
        plan = shelf.plans[one.plan].plan
        following += follow_ups(plan, at_work[one.run], one, state, at)
    await runs.steps.add(following)
