"""A person's word on a step in some rooms: leave it out there, say it at another time, or undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.days import expect_day
from bot.core.ids import RunId
from bot.core.located_words import did_you_mean
from bot.core.plan_changes import (
    Asked,
    Impossible,
    NoSuchThing,
    OnStep,
    Override,
    OverrideKind,
)
from bot.core.plans import Occurrence, Run, StepState
from bot.plan_life.noting import note_given, note_taken_back
from bot.plan_life.places import RulesFor, runs_meant
from bot.plan_life.ports import LifeRuns, LifeWork
from bot.plan_life.step_places import Place, Word
from bot.plan_life.texts import Texts
from sop.beats import Slot
from sop.model import DATED, ONCE, Every, Plan, Step
from sop.overrides import moved_to, moves_of, skipped_for
from sop.plan import slots_of
from sop.walltime import instant

_REMEMBERED = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Takes people's words on steps."""

    texts: Texts
    rules_for: RulesFor

    async def skip(self, work: LifeWork, which: OnStep, asked: Asked) -> list[Word]:
        """Leave a step out, wherever it was not said yet."""
        places = await self._places(work.runs, which, asked)
        if which.undo:
            return await self._undo(work, which, OverrideKind.SKIP, places, asked)
        words = [_skippable(place, which.day) for place in places]
        mine = [
            _override(place, which, OverrideKind.SKIP, asked)
            for place, word in zip(places, words, strict=True)
            if word.done
        ]
        if mine:
            await work.runs.overrides.put(mine, skipped_for(mine[0]))
            await note_given(work, which, mine, _moves(places), asked)
        return words

    async def move(self, work: LifeWork, which: OnStep, to: datetime, asked: Asked) -> list[Word]:
        """Say a step at another time; `to` is a wall time by the clocks of each room."""
        expect_day(to.date(), "the new time")
        await work.runs.steps.hold()  # what is told to be moved is not being said just now
        places = await self._places(work.runs, which, asked)
        if not isinstance(places[0].step.when, DATED):
            return await self._move_following(work, which, to, places, asked)
        if isinstance(places[0].step.when, Every) and which.day is None:
            msg = f"step {which.step} comes again and again: say which day, as `--date 2026-03-04`"
            raise Impossible(msg)
        words: list[Word] = []
        mine: list[Override] = []
        for place in places:
            move = replace(
                _override(place, which, OverrideKind.MOVE, asked),
                to_date=to.date(),
                to_time=to.time(),
            )
            word = await _move(work.runs, place, move, asked.now)
            words.append(word)
            mine += [move] if word.done else []
        if mine:
            await work.runs.overrides.put(mine)
            await note_given(work, which, mine, _moves(places), asked)
        return words

    async def unmove(self, work: LifeWork, which: OnStep, asked: Asked) -> list[Word]:
        """Let a moved step come again when the plan says."""
        await work.runs.steps.hold()
        places = await self._places(work.runs, which, asked)
        if not isinstance(places[0].step.when, DATED):
            return await self._move_following(work, which, None, places, asked)
        return await self._undo(work, which, OverrideKind.MOVE, places, asked)

    async def _move_following(
        self,
        work: LifeWork,
        which: OnStep,
        to: datetime | None,
        places: Sequence[Place],
        asked: Asked,
    ) -> list[Word]:
        """Move what follows a step or an event, where it is laid out; `to` None: back again.

        Nothing is kept for later: what it follows lays it out once, and never anew.
        """
        words: list[Word] = []
        for place in places:
            word = await _reschedule(work.runs, place, to, asked.now)
            words.append(word)
            row = place.waiting[0] if word.done else None
            if row is None or word.due is None:
                continue
            before, after = (_moved_to(place, which, due, asked) for due in (row.due, word.due))
            await note_given(work, which, [after], {place.run.id: [before]}, asked)
        return words

    async def _undo(
        self,
        work: LifeWork,
        which: OnStep,
        kind: OverrideKind,
        places: Sequence[Place],
        asked: Asked,
    ) -> list[Word]:
        able = [place for place in places if not place.too_late]
        numbers = [place.run.id for place in able]
        back = frozenset(await work.runs.overrides.take_back(numbers, kind, which.step, which.day))
        await note_taken_back(work, which, kind, back, _moves(places), asked)
        return [_taken_back(place, kind, place.run.id in back) for place in places]

    async def _places(self, runs: LifeRuns, which: OnStep, asked: Asked) -> list[Place]:
        loaded = await self.texts.in_force(runs.editions, which.plan)
        if loaded is None:
            loaded = await self.texts.counting(runs.editions, which.plan)
        plan = loaded.plan
        step = plan.step(which.step)
        if step is None:
            names = [one.id for one in plan.all_steps]
            msg = f"{which.plan} has no step {which.step!r}{did_you_mean(which.step, names)}"
            raise NoSuchThing(msg)
        live = await runs_meant(runs, which.plan, which.where, self.rules_for)
        if not live:
            where = f" in {which.where}" if str(which.where) else ""
            msg = f"{which.plan} does not run{where}: `groupkeeper sop list` shows what runs"
            raise NoSuchThing(msg)
        numbers = [run.id for run in live]
        rows = await runs.steps.laid_out(numbers, dated=[step.id], since=asked.now - _REMEMBERED)
        overrides = await runs.overrides.of(numbers)
        return [_place(run, plan, step, which.day, rows, overrides) for run in live]


def _moves(places: Sequence[Place]) -> Mapping[RunId, Sequence[Override]]:
    return {place.run.id: place.moves for place in places}


def _place(
    run: Run,
    plan: Plan,
    step: Step,
    day: date | None,
    rows: Mapping[RunId, Sequence[Occurrence]],
    overrides: Mapping[RunId, Sequence[Override]],
) -> Place:
    mine = (row for row in rows.get(run.id, ()) if row.step == step.id)
    once = isinstance(step.when, ONCE)
    return Place(
        run=run,
        plan=plan,
        step=step,
        slots=slots_of(plan, run, step, day),
        rows=tuple(row for row in mine if once or day is None or row.local_date == day),
        moves=moves_of(overrides.get(run.id, ()), step.id),
    )


def _override(place: Place, which: OnStep, kind: OverrideKind, asked: Asked) -> Override:
    # A step that comes once is meant wherever an edit puts it.
    once = isinstance(place.step.when, ONCE)
    return Override(
        run=place.run.id,
        step=place.step.id,
        kind=kind,
        author=asked.author,
        at=asked.now,
        local_date=None if once else which.day,
        reason=asked.reason,
    )


def _moved_to(place: Place, which: OnStep, due: datetime, asked: Asked) -> Override:
    """A step that follows others at a time, as the audit tells it."""
    local = due.astimezone(ZoneInfo(place.zone))
    move = _override(place, which, OverrideKind.MOVE, asked)
    return replace(move, to_date=local.date(), to_time=local.time())


def _skippable(place: Place, day: date | None) -> Word:
    dated = isinstance(place.step.when, DATED)
    if dated and day is not None and not place.slots:
        return place.word(f"it does not come on {day}")
    if place.too_late:
        return place.word(place.too_late)
    if dated and (why := _not_said(place)):
        return place.word(f"it is not said anyway: {why}")
    return place.word("left out", done=True, due=_due(place))


def _not_said(place: Place) -> str:
    """Why a step that comes once here was not said; "" where it still may be."""
    here = [row for slot in place.slots for row in place.rows if _same(row, slot)]
    open_ = any(row.state is StepState.PLANNED for row in here)
    return "" if open_ else next((row.outcome for row in here if row.outcome), "")


def _same(row: Occurrence, slot: Slot) -> bool:
    return (row.local_date, row.local_time, row.occasion) == (slot.day, slot.at, "")


def _due(place: Place) -> datetime | None:
    """When a step comes as things stand; None where it comes more than once."""
    planned = [row.due for row in place.rows if row.state is StepState.PLANNED]
    if len(planned) == 1:
        return planned[0]
    return place.slots[0].due if len(place.slots) == 1 else None


async def _reschedule(runs: LifeRuns, place: Place, to: datetime | None, now: datetime) -> Word:
    if not place.waiting:
        return place.word("it follows something else and is not laid out now: move that")
    row, *more = place.waiting
    if more:
        return place.word("it waits several times; say which day, or skip single ones by number")
    zone = row.zone
    # A step keeps the time that it followed with as its name.
    day, at = (row.local_date, row.local_time) if to is None else (to.date(), to.time())
    due = instant(day, at, zone).astimezone(UTC)
    if due <= now:
        return place.word("that time is past in this room")
    if not await runs.overrides.reschedule(row.id, due):
        return place.word("said already, or on its way")
    return place.word("moved" if to else "as the plan has it", done=True, due=due)


async def _move(runs: LifeRuns, place: Place, move: Override, now: datetime) -> Word:
    due = moved_to(move, place.zone)
    if len(place.slots) != 1:
        often = "it comes several times that day; skip that day instead"
        return place.word(often if place.slots else "it does not come on that day")
    if due <= now:
        return place.word("that time is past in this room")
    if place.too_late:
        return place.word(place.too_late)
    (slot,) = place.slots
    row = next((row for row in place.rows if _same(row, slot)), None)
    settled = row is not None and row.state in {StepState.SKIPPED, StepState.FAILED}
    if row is not None and settled and not await runs.overrides.reopen(row.id, due):
        return place.word(f"it was not said, and is not said again: {row.outcome}")
    return place.word("moved", done=True, due=due)


def _taken_back(place: Place, kind: OverrideKind, found: bool) -> Word:  # noqa: FBT001 (what the store found)
    if place.too_late:
        return place.word(place.too_late)
    if not found:
        return place.word(f"there was no such {kind.value} to take back")
    slot = place.slots[0] if len(place.slots) == 1 else None
    moved = kind is OverrideKind.SKIP and bool(place.moves)
    return place.word("as the plan has it", done=True, due=slot.due if slot and not moved else None)
