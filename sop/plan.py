"""Laying a plan out: which of its steps are due when, in one room.

Only steps with a date or a rhythm are laid out here; steps after other steps come with the
earlier one's outcome (`sop.following`), steps on events with the event (`sop.happenings`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.plan_changes import Override
from bot.core.plans import PlannedOccurrence, Run
from sop.beats import Beats, Days, Slot, endless, rhythm, slot_at, the_day
from sop.model import (
    ONCE,
    BeforeCampaign,
    Every,
    OnCampaign,
    OnDate,
    OnDay,
    Plan,
    Step,
    When,
)
from sop.overrides import beats_on, hinted, moved_beats, moved_slot, moved_to, moves_of
from sop.recurring import once_on
from sop.walltime import TZ_VERSION, instant

_DAY = timedelta(days=1)
_LOOK_BACK = timedelta(days=8)  # for the newest missed beat after a long standstill


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What was laid out, and up to which moment it is complete."""

    occurrences: tuple[PlannedOccurrence, ...]
    complete_to: datetime


def zone_of(plan: Plan, run: Run) -> str:
    """The zone in which a run's wall times are meant."""
    return plan.zone or run.zone


def grace_of(step: Step, default: timedelta) -> timedelta:
    """How late a step may be."""
    return default if step.grace is None else step.grace


def materialise(
    plan: Plan,
    run: Run,
    now: datetime,
    *,
    horizon: timedelta,
    grace: timedelta,
    overrides: Sequence[Override] = (),
) -> Layout:
    """Every dated step due after `run.planned_to` and until `now + horizon`.

    Steps whose time has passed are laid out too, so that one sees what became of them; of a
    missed rhythm (older than `grace`) only the newest. `overrides` are the run's.
    """
    end = now + horizon
    found: list[PlannedOccurrence] = []
    complete = end
    for step in plan.all_steps:
        moves = moves_of(overrides, step.id)
        beats = _slots(step, plan, run, now, end, grace_of(step, grace), moves)
        found += [_occurrence(plan, step, run, slot) for slot in beats.slots]
        complete = min(complete, beats.reached)
    if overrides:
        found = [hinted(one, overrides) for one in found]
    return Layout(occurrences=tuple(found), complete_to=complete)


def _slots(  # noqa: PLR0913, PLR0917 (the parts of one reckoning)
    step: Step,
    plan: Plan,
    run: Run,
    now: datetime,
    end: datetime,
    grace: timedelta,
    moves: Sequence[Override],
) -> Beats:
    zone = zone_of(plan, run)
    every = step.when
    if isinstance(every, Every):
        lost = now - grace
        begin = begin_of(every, run, zone)
        days = Days(every=every, calendar=plan.calendar, zone=zone)
        beats = rhythm(days, run.starts_on, _start(every, run, begin, lost), lost, end)
        return beats if not moves else _with_moves(beats, moves, days, run, begin)
    slot = _once(step.when, run, zone)
    slot = slot and moved_slot(slot, moves, zone)
    fresh = slot is not None and (run.planned_to is None or slot.due > run.planned_to)
    return Beats(slots=(slot,) if slot and fresh and slot.due <= end else (), reached=end)


def _with_moves(
    beats: Beats, moves: Sequence[Override], days: Days, run: Run, begin: datetime
) -> Beats:
    on = {move.local_date for move in moves if move.local_date is not None}
    own = [slot for day in on for slot in beats_on(days, run.starts_on, begin, day)]
    moved = moved_beats(beats, moves, own, days.zone)
    if run.planned_to is None:
        return moved
    # What was laid out before is there: only what lies beyond it is new.
    fresh = [slot for slot in moved.slots if slot in beats.slots or slot.due > run.planned_to]
    return Beats(slots=tuple(fresh), reached=moved.reached)


def _once(when: When, run: Run, zone: str) -> Slot | None:
    """The one time of a step that has one; None for what follows others, or lacks its event."""
    match when:
        case OnDay(day=day, at=at):
            return slot_at(run.starts_on + timedelta(days=day - 1), at, zone)
        case OnDate(date=day, at=at):
            return slot_at(day, at, zone)
        case OnCampaign(event_day=offset, at=at) if run.event_at is not None:
            event_day = run.event_at.astimezone(ZoneInfo(zone)).date()
            return slot_at(event_day + timedelta(days=offset), at, zone)
        case BeforeCampaign(before_event=before) if run.event_at is not None:
            due = (run.event_at - before).astimezone(UTC)
            local = due.astimezone(ZoneInfo(zone))
            return Slot(day=local.date(), at=local.time(), due=due)
        case _:
            return None


def begin_of(every: Every, run: Run, zone: str) -> datetime:
    """Before this moment a rhythm does not beat; no count includes what was before the run."""
    first = the_day(every.since, run.starts_on) or run.starts_on
    return max(instant(first, time.min, zone), run.started_at)


def _start(every: Every, run: Run, begin: datetime, lost: datetime) -> datetime:
    """Where a rhythm is to be read from; counting needs its beginning."""
    if every.times:
        return begin
    return max(begin, lost - _LOOK_BACK, run.planned_to or lost)


def slots_of(plan: Plan, run: Run, step: Step, day: date | None = None) -> tuple[Slot, ...]:
    """When the plan itself has a step in a run; of a rhythm on `day`. Nothing for other steps."""
    zone = zone_of(plan, run)
    if isinstance(step.when, Every):
        if day is None:
            return ()
        days = Days(every=step.when, calendar=plan.calendar, zone=zone)
        return beats_on(days, run.starts_on, begin_of(step.when, run, zone), day)
    slot = _once(step.when, run, zone)
    return () if slot is None or day not in {None, slot.day} else (slot,)


def _occurrence(plan: Plan, step: Step, run: Run, slot: Slot) -> PlannedOccurrence:
    return PlannedOccurrence(
        run=run.id,
        plan=plan.name,
        step=step.id,
        room=run.room,
        local_date=slot.day,
        local_time=slot.at,
        zone=zone_of(plan, run),
        due=slot.due,
        tz_version=TZ_VERSION,
    )


def said_already(step: Step, day: date, zone: str, said: Iterable[date]) -> bool:
    """Whether saying a step on that day would be saying it again, given when it was said.

    A step with a date is said once in a run, wherever an edit moves it; one that comes once a
    day is said once that day. Of a more frequent rhythm each beat counts for itself.
    """
    match step.when:
        case OnDay() | OnDate() | OnCampaign() | BeforeCampaign():
            return any(True for _ in said)
        case Every(cron=cron):
            return day in set(said) and (cron is None or once_on(cron, zone, day))
        case _:
            return False


def ends_at(plan: Plan, run: Run, overrides: Sequence[Override] = ()) -> datetime | None:
    """When a run has nothing more to say: the midnight after its last dated step.

    None for a plan that goes on for ever: a rhythm without `until` or `times`, or no dates.
    """
    zone = zone_of(plan, run)
    moved = [move for step in plan.all_steps for move in moves_of(overrides, step.id)]
    days = [moved_to(move, zone).astimezone(ZoneInfo(zone)).date() for move in moved]
    for step in plan.all_steps:
        if isinstance(step.when, ONCE):
            slot = _once(step.when, run, zone)
            days += [] if slot is None else [slot.day]
            continue
        match step.when:
            case Every(until=until) if until is not None:
                days.append(the_day(until, run.starts_on) or run.starts_on)
            case Every(times=times) as every if times is not None:
                start = begin_of(every, run, zone) - timedelta(microseconds=1)
                rhythm = Days(every=every, calendar=plan.calendar, zone=zone)
                beats = islice(endless(rhythm, start), times)
                days += [slot.day for slot in beats][-1:]
            case Every():
                return None
            case _:
                continue
    return instant(max(days) + _DAY, time.min, zone) if days else None
