"""The desk of today's figures: counts the past once a day, today every half minute at most."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.ids import RoomId
from bot.core.today import (
    NONE,
    Day,
    DayCount,
    Figure,
    Hours,
    Measure,
    RoomFigures,
    TodayFigures,
    days_around,
    figure,
    passed,
    strangeness,
)

FRESH = timedelta(seconds=30)  # of the house's clock; counting a busy day takes a second
_KEPT = 32  # circles of rooms that are remembered: as many as people with different rights look

Rooms = frozenset[RoomId] | None  # None: all


class CountedRooms(Protocol):
    """The rooms that count, by name, and when we heard them."""

    @property
    def names(self) -> Mapping[RoomId, str]:
        """What each is called."""
        ...

    def throughout(self, place: RoomId, day: Day, hours: float) -> bool:
        """Whether we heard a room all through the first hours of a day."""
        ...

    def all_throughout(self, day: Day, hours: float) -> bool:
        """Whether every room that we heard by then was heard all through."""
        ...


class Counts(Protocol):
    """Counts of days."""

    async def rooms(self, within: Rooms) -> CountedRooms:
        """The rooms that count."""
        ...

    async def count(self, day: Day, within: Rooms) -> DayCount:
        """Everything of a day."""
        ...


class TodayUnit(Protocol):
    """One transaction, as counting needs it (`storage.unit.Unit`)."""

    @property
    def today(self) -> Counts:
        """The counts of days."""
        ...


@dataclass(slots=True)
class _Circle:
    """What is remembered of one circle of rooms."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    day: Day | None = None  # whose weeks before are counted
    before: Mapping[int, DayCount] = field(default_factory=dict)
    newest: TodayFigures | None = None


class TodayDesk:
    """Implements `bot.web.house_ports.TodayDesk`; made once, it remembers."""

    def __init__(self) -> None:
        self._circles: dict[Rooms, _Circle] = {}

    async def figures(
        self, unit: TodayUnit, within: Rooms, *, zone: str, now: datetime
    ) -> TodayFigures:
        """Today's figures of these rooms, at most `FRESH` old."""
        circle = self._circle(within)
        if (found := _fresh(circle, zone, now)) is not None:
            return found
        async with circle.turn:  # of many who ask at once one counts
            found = _fresh(circle, zone, now)
            if found is None:
                found = circle.newest = await _counted(unit, circle, within, zone, now)
            return found

    def _circle(self, within: Rooms) -> _Circle:
        circle = self._circles.pop(within, None) or _Circle()
        self._circles[within] = circle
        while len(self._circles) > _KEPT:
            del self._circles[next(iter(self._circles))]
        return circle


def _fresh(circle: _Circle, zone: str, now: datetime) -> TodayFigures | None:
    newest = circle.newest
    if newest is None or newest.zone != zone or not timedelta() <= now - newest.at < FRESH:
        return None
    return newest


async def _counted(
    unit: TodayUnit, circle: _Circle, within: Rooms, zone: str, now: datetime
) -> TodayFigures:
    today, *weeks = days_around(now, zone)
    if circle.day != today:
        circle.before = {day.week: await unit.today.count(day, within) for day in weeks}
        circle.day = today
    rooms = await unit.today.rooms(within)
    count = await unit.today.count(today, within)
    hours = passed(now, zone)
    heard = [circle.before[day.week].house for day in weeks if rooms.all_throughout(day, hours)]
    here = [
        _room(
            place,
            name,
            count,
            [circle.before[d.week] for d in weeks if rooms.throughout(place, d, hours)],
            hours,
        )
        for place, name in rooms.names.items()
    ]
    here.sort(key=lambda one: (-one.strangeness, -one.figures[0].count, one.room))
    house = _figures(count.house, heard, hours)
    return TodayFigures(at=now, day=today.on, zone=zone, house=house, rooms=tuple(here))


def _room(
    place: RoomId, name: str, count: DayCount, weeks: Sequence[DayCount], hours: float
) -> RoomFigures:
    before = [week.rooms.get(place, {}) for week in weeks]
    found = _figures(count.rooms.get(place, {}), before, hours)
    return RoomFigures(room=place, name=name, figures=found, strangeness=strangeness(found))


def _figures(
    today: Mapping[Measure, Hours], weeks: Sequence[Mapping[Measure, Hours]], hours: float
) -> tuple[Figure, ...]:
    return tuple(
        figure(
            measure, today.get(measure, NONE), [week.get(measure, NONE) for week in weeks], hours
        )
        for measure in Measure
    )
