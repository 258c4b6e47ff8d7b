"""The beats of a rhythm: on which days, at which instants, in which order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from sop.model import WEEKDAYS, Every
from sop.recurring import cron_instants
from sop.walltime import instant
from sop.workdays import is_working

DENSE = 60  # of one recurring step, so many are laid out at a time
_DAY = timedelta(days=1)
_YEARS = 12  # so far ahead a rhythm is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A wall time and its instant."""

    day: date
    at: time
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Beats:
    """The slots of one step, and up to which moment they are complete."""

    slots: tuple[Slot, ...]
    reached: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of a rhythm, in a zone, by a calendar."""

    every: Every
    calendar: str
    zone: str


@lru_cache(maxsize=512)  # rooms of one tick ask alike; older answers are only memory (10 kB each)
def rhythm(days: Days, first_day: date, start: datetime, lost: datetime, end: datetime) -> Beats:
    """The newest slot before `lost`, then all until `end`, at most DENSE of them."""
    every = days.every
    slots = endless(days, start - timedelta(microseconds=1))
    last = the_day(every.until, first_day)
    missed: list[Slot] = []
    found: list[Slot] = []
    for slot in islice(slots, every.times) if every.times else slots:
        if slot.due > end or (last and slot.day > last):
            break
        if len(found) == DENSE:
            return Beats(slots=(*missed, *found), reached=found[-1].due)
        if slot.due < lost:
            missed = [slot]
        else:
            found.append(slot)
    return Beats(slots=(*missed, *found), reached=end)


def endless(days: Days, after: datetime) -> Iterator[Slot]:
    """Every beat after an instant, for years ahead."""
    every = days.every
    if every.cron is not None:
        for moment in cron_instants(every.cron, days.zone, after, 200_000):
            if not left_out(days, moment.date()):
                due = moment.astimezone(UTC)
                yield Slot(day=moment.date(), at=moment.timetz().replace(tzinfo=None), due=due)
        return
    at = every.at or time.min
    day = after.astimezone(ZoneInfo(days.zone)).date() - _DAY
    last = min(day.year + _YEARS, date.max.year - 1)  # a rhythm that leaves out every day ends too
    while day.year < last:
        if _falls_on(days, day) and not left_out(days, day):
            slot = slot_at(day, at, days.zone)
            if slot.due > after:
                yield slot
        day += _DAY


def _falls_on(days: Days, day: date) -> bool:
    every = days.every.every
    if every in {"working_day", "holiday"}:
        return is_working(days.calendar, day) == (every == "working_day")
    return day.weekday() in days.every.weekdays


def left_out(days: Days, day: date) -> bool:
    """Whether `not_on` leaves a day out."""
    for one in days.every.not_on:
        match one:
            case date():
                is_out = one == day
            case "working_day" | "holiday":
                is_out = is_working(days.calendar, day) == (one == "working_day")
            case weekday:
                is_out = WEEKDAYS.index(weekday) == day.weekday()
        if is_out:
            return True
    return False


def the_day(day: int | date | None, first_day: date) -> date | None:
    """Day N of a run, or a date, as a date."""
    if isinstance(day, int):
        return first_day + timedelta(days=day - 1)
    return day


def slot_at(day: date, at: time, zone: str) -> Slot:
    """A wall time of a zone as a slot."""
    return Slot(day=day, at=at, due=instant(day, at, zone))
