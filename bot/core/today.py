"""Today's figures held against what is usual at this weekday and hour: pure.

Usual (docs/results.md, Today) is the median and the median absolute deviation over the same
weekday of the weeks before, as far as we heard them, from midnight to this time of day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from math import sqrt
from statistics import median
from zoneinfo import ZoneInfo

from bot.core.ids import RoomId

WEEKS = 8  # looked back
HOURS = 24
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_AS_SIGMA = 1.4826  # median absolute deviations of normal values in a standard deviation


class Measure(StrEnum):
    """What is counted. Colleagues and our accounts never count, but for posts."""

    MESSAGES = "messages"  # of members, but for those they recalled
    SPEAKERS = "speakers"  # members who wrote; over several rooms each person once
    JOINS = "joins"  # who is in a room since today
    LEAVES = "leaves"  # who left today, or was removed
    ADVERTS = "adverts"  # messages that were flagged, but for those found to be fine
    LEADS = "leads"  # that were found
    POSTS = "posts"  # of our accounts, as the rooms show them


Hours = tuple[int, ...]  # how many in each hour of a day by the wall clock
NONE: Hours = (0,) * HOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day by the wall clock of the house; `week` 0 is today, 3 that weekday 3 weeks ago."""

    week: int
    on: date
    since: datetime
    until: datetime
    hours: tuple[int, ...]  # the hour on the wall, for each hour since the day began


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """What one day held: for the house, and for each room in which there was anything."""

    house: Mapping[Measure, Hours] = field(default_factory=dict)
    rooms: Mapping[RoomId, Mapping[Measure, Hours]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One count of today so far, and what is usual by now; None: there is no history."""

    measure: Measure
    count: int
    usual: float | None
    spread: float | None  # median absolute deviation
    weeks: int  # on which it rests; below 3 it says little
    hours: tuple[int, ...]  # by hour until now
    usual_hours: tuple[float, ...]  # the median of each hour of the day; empty without history


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFigures:
    """Today in one room."""

    room: RoomId
    name: str
    figures: tuple[Figure, ...]
    strangeness: float  # how far the strangest of them is from what is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayFigures:
    """Today so far; `rooms` begins with the one that differs most from what is usual there."""

    at: datetime
    day: date
    zone: str
    house: tuple[Figure, ...]
    rooms: tuple[RoomFigures, ...]


def days_around(now: datetime, zone: str) -> tuple[Day, ...]:
    """Today and the same weekday of the weeks before."""
    today = now.astimezone(ZoneInfo(zone)).date()  # the day on the wall
    return tuple(_day(today - week * 7 * _DAY, week, ZoneInfo(zone)) for week in range(WEEKS + 1))


def _day(on: date, week: int, zone: ZoneInfo) -> Day:
    since = datetime(on.year, on.month, on.day, tzinfo=zone).astimezone(UTC)
    tomorrow = on + _DAY
    until = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).astimezone(UTC)
    length = -((since - until) // _HOUR)  # 23, 24 or 25, whatever clocks do that day
    hours = tuple((since + n * _HOUR).astimezone(zone).hour for n in range(length))
    return Day(week=week, on=on, since=since, until=until, hours=hours)


def passed(now: datetime, zone: str) -> float:
    """How many hours of the day are over, by the wall clock."""
    wall = now.astimezone(ZoneInfo(zone))
    return wall.hour + wall.minute / 60 + wall.second / 3600


def figure(measure: Measure, today: Hours, weeks: Sequence[Hours], hours: float) -> Figure:
    """One count so far; of the running hour of past weeks as much counts as has passed."""
    before = [_by_then(week, hours) for week in weeks]
    middle = median(before) if before else None
    return Figure(
        measure=measure,
        count=sum(today),
        usual=middle,
        spread=None if middle is None else median(abs(one - middle) for one in before),
        weeks=len(before),
        hours=today[: int(hours) + 1],
        usual_hours=tuple(float(median(one)) for one in zip(*weeks, strict=True)),
    )


def _by_then(week: Hours, hours: float) -> float:
    whole = min(int(hours), HOURS - 1)
    return sum(week[:whole]) + week[whole] * (hours - whole)


def strangeness(figures: Sequence[Figure]) -> float:
    """How far the strangest figure is from what is usual, in deviations; 0: nothing is known."""
    return max((_distance(one) for one in figures), default=0.0)


def _distance(one: Figure) -> float:
    if one.usual is None or one.spread is None:
        return 0.0
    # Small counts vary by chance alone: a Poisson count of n deviates by the root of n.
    deviation = max(one.spread * _AS_SIGMA, sqrt(one.usual), 1.0)
    return abs(one.count - one.usual) / deviation
