"""Laying a plan out: which of its steps are due when, in one room.

Only steps with a date or a rhythm are laid out here; steps after other steps come with the
earlier one's outcome (`sop.advance`), steps on events with the event (`sop.happenings`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.plans import PlannedOccurrence, Run
from sop.model import Every, OnDay, Plan, Step
from sop.recurring import cron_instants, once_on
from sop.walltime import TZ_VERSION, instant

DENSE = 60  # of one recurring step, so many are laid out at a time
_DAY = timedelta(days=1)
_LOOK_BACK = timedelta(days=8)  # for the newest missed beat after a long standstill


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What was laid out, and up to which moment it is complete."""

    occurrences: tuple[PlannedOccurrence, ...]
    complete_to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """A wall time and its instant."""

    day: date
    at: time
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beats:
    """The slots of one step, and up to which moment they are complete."""

    slots: tuple[_Slot, ...]
    reached: datetime


def zone_of(plan: Plan, run: Run) -> str:
    """The zone in which a run's wall times are meant."""
    return plan.zone or run.zone


def grace_of(step: Step, default: timedelta) -> timedelta:
    """How late a step may be."""
    return default if step.grace is None else step.grace


def materialise(
    plan: Plan, run: Run, now: datetime, *, horizon: timedelta, grace: timedelta
) -> Layout:
    """Every dated step due after `run.planned_to` and until `now + horizon`.

    Steps whose time has passed are laid out too, so that one sees what became of them; of a
    missed rhythm (older than `grace`) only the newest.
    """
    end = now + horizon
    found: list[PlannedOccurrence] = []
    complete = end
    for step in plan.steps:
        beats = _slots(step, plan, run, now, end, grace_of(step, grace))
        found += [_occurrence(plan, step, run, slot) for slot in beats.slots]
        complete = min(complete, beats.reached)
    return Layout(occurrences=tuple(found), complete_to=complete)


def _slots(
    step: Step, plan: Plan, run: Run, now: datetime, end: datetime, grace: timedelta
) -> _Beats:
    zone = zone_of(plan, run)
    match step.when:
        case OnDay(day=day, at=at):
            slot = _slot(run.starts_on + timedelta(days=day - 1), at, zone)
            fresh = run.planned_to is None or slot.due > run.planned_to
            return _Beats(slots=(slot,) if fresh and slot.due <= end else (), reached=end)
        case Every() as every:
            begin = _begin(every, run, zone)
            lost = now - grace
            return _rhythm(every, run.starts_on, zone, _start(every, run, begin, lost), lost, end)
        case _:
            return _Beats(slots=(), reached=end)


def _begin(every: Every, run: Run, zone: str) -> datetime:
    """Before this moment a rhythm does not beat; no count includes what was before the run."""
    first = _the_day(every.since, run.starts_on) or run.starts_on
    return max(instant(first, time.min, zone), run.started_at)


def _start(every: Every, run: Run, begin: datetime, lost: datetime) -> datetime:
    """Where a rhythm is to be read from; counting needs its beginning."""
    if every.times:
        return begin
    return max(begin, lost - _LOOK_BACK, run.planned_to or lost)


@lru_cache(maxsize=512)  # rooms of one tick ask alike; older answers are only memory (10 kB each)
def _rhythm(
    every: Every, first_day: date, zone: str, start: datetime, lost: datetime, end: datetime
) -> _Beats:
    """The newest slot before `lost`, then all until `end`, at most DENSE of them."""
    slots = _endless(every, zone, start - timedelta(microseconds=1))
    last = _the_day(every.until, first_day)
    missed: list[_Slot] = []
    found: list[_Slot] = []
    for slot in islice(slots, every.times) if every.times else slots:
        if slot.due > end or (last and slot.day > last):
            break
        if len(found) == DENSE:
            return _Beats(slots=(*missed, *found), reached=found[-1].due)
        if slot.due < lost:
            missed = [slot]
        else:
            found.append(slot)
    return _Beats(slots=(*missed, *found), reached=end)


def _endless(every: Every, zone: str, after: datetime) -> Iterator[_Slot]:
    if every.cron is not None:
        for moment in cron_instants(every.cron, zone, after, 200_000):
            due = moment.astimezone(UTC)
            yield _Slot(day=moment.date(), at=moment.timetz().replace(tzinfo=None), due=due)
        return
    at = every.at or time.min
    day = after.astimezone(ZoneInfo(zone)).date() - _DAY
    while day.year < date.max.year - 1:
        if day.weekday() in every.weekdays:
            slot = _slot(day, at, zone)
            if slot.due > after:
                yield slot
        day += _DAY


def _the_day(day: int | date | None, first_day: date) -> date | None:
    if isinstance(day, int):
        return first_day + timedelta(days=day - 1)
    return day


def _slot(day: date, at: time, zone: str) -> _Slot:
    return _Slot(day=day, at=at, due=instant(day, at, zone))


def _occurrence(plan: Plan, step: Step, run: Run, slot: _Slot) -> PlannedOccurrence:
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
        case OnDay():
            return any(True for _ in said)
        case Every(cron=cron):
            return day in set(said) and (cron is None or once_on(cron, zone, day))
        case _:
            return False


def ends_at(plan: Plan, run: Run) -> datetime | None:
    """When a run has nothing more to say: the midnight after its last dated step.

    None for a plan that goes on for ever: a rhythm without `until` or `times`, or no dates.
    """
    days: list[date] = []
    zone = zone_of(plan, run)
    for step in plan.steps:
        match step.when:
            case OnDay(day=day):
                days.append(run.starts_on + timedelta(days=day - 1))
            case Every(until=until) if until is not None:
                days.append(_the_day(until, run.starts_on) or run.starts_on)
            case Every(times=times) as every if times is not None:
                start = _begin(every, run, zone) - timedelta(microseconds=1)
                beats = islice(_endless(every, zone, start), times)
                days += [slot.day for slot in beats][-1:]
            case Every():
                return None
            case _:
                continue
    return instant(max(days) + _DAY, time.min, zone) if days else None
