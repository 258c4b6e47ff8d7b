"""What is due is said or settled; what was settled brings on what follows it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.effects import Effect
from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plans import Move, News, Occurrence, PlannedOccurrence, Run, RunState, StepState
from bot.plans.due import Around, Due
from bot.plans.feedback import look, watch_for
from bot.plans.ports import SopWork
from bot.plans.scene import due_steps, gather
from sop import wording
from sop.firing.scene import Scene, Turn
from sop.firing.turn import take_turn
from sop.following import Ending, ending_of, follow_ups
from sop.shelf import Shelf

# Steps are taken up so long before their time; their posts wait in the outbox until it has come.
# So a post leaves at its time, and not at the tick after it.
AHEAD = timedelta(seconds=2)
_ENDED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.FAILED})
_LIVE = frozenset({RunState.ACTIVE, RunState.PAUSED})
_ON_ITS_WAY = frozenset({StepState.QUEUED, StepState.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A due step with what was decided on it."""

    due: Due
    move: Move
    turn: Turn

    def as_news(self, now: datetime) -> News:
        return News(occurrence=self.due.occurrence, state=self.move.state, outcome="", at=now)

    def ended(self, now: datetime) -> "_Ended":
        state, missed = self.move.state, self.turn.missed
        left_out = Ending.FAILED if missed else Ending.LEFT_OUT
        told = ending_of(self.due.step, state) if state is not StepState.SKIPPED else left_out
        return _Ended(occurrence=self.due.occurrence, ending=told, at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A step that ended, or whose expectation did."""

    occurrence: Occurrence
    ending: Ending
    at: datetime
    earliest: datetime | None = None  # of a verdict: before which it cannot have been


async def settle(work: SopWork, shelf: Shelf, now: datetime) -> None:
    """Take over what became of posts and tasks, and of what was expected of them."""
    news = await _readable(work, shelf, await work.runs.steps.news())
    moves = [Move(id=n.occurrence.id, state=n.state, outcome=n.outcome, at=n.at) for n in news]
    moved = await work.runs.steps.move(moves, now, expect=_ON_ITS_WAY)
    ours = [one for one in news if one.occurrence.id in moved and one.state in _ENDED]
    await watch_for(work, shelf, ours)
    ended = [
        _Ended(occurrence=n.occurrence, ending=_ending(shelf, n.occurrence, n.state), at=n.at)
        for n in ours
    ]
    ended += [
        _Ended(occurrence=one.occurrence, ending=one.ending, at=now, earliest=one.earliest)
        for one in await look(work, shelf, now)
    ]
    await _bring_on(work, shelf, ended)


async def _readable(work: SopWork, shelf: Shelf, news: Sequence[News]) -> list[News]:
    """All but the news of runs whose plan cannot be read just now.

    Taken over without the plan, nothing would be watched for, and nothing follow, for good.
    """
    unread = {one.occurrence.run for one in news if one.occurrence.plan not in shelf.plans}
    runs = await work.runs.by_id(unread) if unread else {}
    wait = {number for number, run in runs.items() if run.state in _LIVE}
    return [one for one in news if one.occurrence.run not in wait]


def _ending(shelf: Shelf, one: Occurrence, state: StepState) -> Ending:
    loaded = shelf.plans.get(one.plan)
    return ending_of(None if loaded is None else loaded.plan.step(one.step), state)


async def fire(work: SopWork, around: Around, now: datetime) -> list[Effect]:
    """Decide on the steps whose time has come, oldest first; what is to be done for them."""
    await work.runs.steps.drop_ended(wording.STOPPED, now)
    effects: list[Effect] = []
    moved = 0
    limit = around.settings.posts_per_tick
    after: tuple[datetime, OccurrenceId] | None = None
    # Steps that wait for others stay where they are; they must not keep back those behind them.
    while moved < limit:
        found = await work.runs.steps.due(now + AHEAD, after=after, limit=limit)
        taken = await _decide(work, around, found, now)
        mine = await work.runs.steps.move([t.move for t in taken], now, expect={StepState.PLANNED})
        ours = [t for t in taken if t.due.occurrence.id in mine]
        effects += [effect for t in ours for effect in t.turn.effects]
        await _after(work, around.shelf, ours, now)
        moved += len(ours)
        if len(found) < limit:
            break
        after = (found[-1].due, found[-1].id)
    return effects


async def _decide(
    work: SopWork, around: Around, found: Sequence[Occurrence], now: datetime
) -> list[_Taken]:
    due = await due_steps(work, around.shelf, found)
    if not due:
        return []
    gathered = await gather(work, around, due, now)
    # What this tick says stands as said for what it decides on next.
    standing = {run: dict(steps) for run, steps in gathered.standing.items()}
    scene = replace(gathered, standing=standing)
    taken: list[_Taken] = []
    heard: Counter[tuple[RoomId, date]] = Counter()  # in this tick
    for one in due:
        day = (one.run.room, one.occurrence.local_date)
        turn = _turn(one, scene, around, now, heard[day])
        if turn.move is not None:
            taken.append(_Taken(due=one, move=turn.move, turn=turn))
            heard[day] += turn.move.said is not None
            of_run, step = standing.setdefault(one.run.id, {}), one.occurrence.step
            fate = (turn.move.state, one.occurrence.local_date)
            of_run[step] = of_run.get(step, frozenset()) | {fate}
    return taken


def _turn(one: Due, scene: Scene, around: Around, now: datetime, more: int) -> Turn:
    if one.left_out is not None:
        return Turn(move=one.left_out)
    return take_turn(
        one.occurrence,
        plan=one.plan,
        run=one.run,
        scene=scene,
        now=now,
        grace=around.settings.grace,
        more=more,
    )


async def _after(work: SopWork, shelf: Shelf, ours: Sequence[_Taken], now: datetime) -> None:
    """What follows the steps that ended at once: left out, failed, or an alert."""
    ended = [one for one in ours if one.move.state in _ENDED]
    done = [one.as_news(now) for one in ended if one.move.state is StepState.DONE]
    await watch_for(work, shelf, done)
    await _bring_on(work, shelf, [one.ended(now) for one in ended])


async def _bring_on(work: SopWork, shelf: Shelf, ended: Sequence[_Ended]) -> None:
    """Write down the steps that follow those that just ended."""
    known = [one for one in ended if one.occurrence.plan in shelf.plans]
    if not known:
        return
    runs: dict[RunId, Run] = await work.runs.by_id({one.occurrence.run for one in known})
    following: list[PlannedOccurrence] = []
    judged = any(one.earliest is not None for one in known)
    restored = await work.runs.steps.restored() if judged else None
    for one in known:
        plan = shelf.plans[one.occurrence.plan].plan
        run = runs[one.occurrence.run]
        after = follow_ups(plan, run, one.occurrence, one.ending, one.at)
        after = [_unless_forgotten(step, one, restored) for step in after]
        following += after if run.state in _LIVE else [_never(step) for step in after]
    await work.runs.steps.add(following)


def _never(step: PlannedOccurrence) -> PlannedOccurrence:
    """What follows in a run that was stopped meanwhile."""
    return replace(step, state=StepState.SKIPPED, outcome=step.outcome or wording.STOPPED)


def _unless_forgotten(
    step: PlannedOccurrence, ended: _Ended, restored: datetime | None
) -> PlannedOccurrence:
    """What follows a verdict that may have been given before, in what a restore has undone.

    With a time before the restore its post is held, as all are that may be out already.
    """
    if restored is None or ended.earliest is None:
        return step
    forgotten = ended.earliest + (step.due - ended.at) <= restored < step.due
    return replace(step, due=restored) if forgotten else step
