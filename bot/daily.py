"""The desk of figures by day: counts a stretch of days, of many who ask at once only once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Protocol

from bot.core.daily import (
    Asked,
    DailyCount,
    DayMeasure,
    Stretch,
    absence_factor,
    speakers,
)
from bot.core.ids import RoomId
from sop.results.promptness import Promptness, Wait, promptness

FRESH = timedelta(seconds=30)  # of the house's clock; counting three months takes a second
SETTLED = timedelta(minutes=10)  # of days that are over: little is decided or recalled afterwards
_KEPT = 64  # answers that are remembered: as many as people with different questions look

Rooms = frozenset[RoomId] | None  # None: all


class DailyUnit(Protocol):
    """One transaction, as counting needs it."""

    @property
    def daily(self) -> Any:  # noqa: ANN401 (storage.service.daily.Daily)
        """The counts of stretches of days."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFigure:
    """One figure: of the whole stretch, and of each of its days."""

    measure: DayMeasure
    total: int
    by_day: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFigures:
    """A stretch of days in some rooms; docs/results.md#days says what each figure means."""

    at: datetime  # when it was counted
    zone: str
    days: tuple[date, ...]
    until: datetime  # the end of the last day, or as far as it was counted
    figures: tuple[DailyFigure, ...]
    waiting: Promptness  # of questions, for their answer
    waiting_by_day: tuple[float | None, ...]  # median minutes of those asked that day
    members: int  # at the end of it
    absence_factor: int  # the fewest people who wrote half of the messages
    heard: bool  # from the first day on; what was not heard was not counted
    deaf: tuple[date, ...]  # days with a gap: an account could not hear


@dataclass(slots=True)
class _Answer:
    """What is remembered of one question."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: DailyFigures | None = None


class DailyDesk:
    """Implements `bot.web.house_ports.DailyDesk`; made once, it remembers."""

    def __init__(self) -> None:
        self._answers: dict[tuple[Stretch, Rooms], _Answer] = {}

    async def figures(
        self, unit: DailyUnit, days: Stretch, within: Rooms, *, now: datetime
    ) -> DailyFigures:
        """The figures of these days in these rooms, a little old: `FRESH`, `SETTLED`."""
        answer = self._answer(days, within)
        if (found := _fresh(answer, now)) is not None:
            return found
        async with answer.turn:  # of many who ask at once one counts
            found = _fresh(answer, now)
            if found is None:
                counted = await unit.daily.count(days, within, now=now)
                # Tens of thousands of waits take a moment, in which the house would stand still.
                found = answer.newest = await asyncio.to_thread(_told, days, counted, now)
            return found

    def _answer(self, days: Stretch, within: Rooms) -> _Answer:
        answer = self._answers.pop((days, within), None) or _Answer()
        self._answers[days, within] = answer
        while len(self._answers) > _KEPT:
            del self._answers[next(iter(self._answers))]
        return answer


def _fresh(answer: _Answer, now: datetime) -> DailyFigures | None:
    newest = answer.newest
    if newest is None:
        return None
    kept = SETTLED if newest.until <= newest.at else FRESH
    return newest if timedelta() <= now - newest.at < kept else None


def _told(days: Stretch, counted: DailyCount, now: datetime) -> DailyFigures:
    once = {
        DayMeasure.SPEAKERS: speakers(counted.spread),
        DayMeasure.RESPONDERS: counted.responders,
    }
    figures = []
    for measure in DayMeasure:
        found = counted.by_day.get(measure, {})
        by_day = tuple(found.get(day, 0) for day in days.days)
        total = once.get(measure, sum(by_day))
        figures.append(DailyFigure(measure=measure, total=total, by_day=by_day))
    return DailyFigures(
        at=now,
        zone=days.zone,
        days=days.days,
        until=days.until,
        figures=tuple(figures),
        waiting=promptness(_waits(counted.asked)),
        waiting_by_day=_medians(days, counted.asked),
        members=counted.members,
        absence_factor=absence_factor(counted.spread),
        heard=counted.heard is not None and counted.heard <= days.since,
        deaf=tuple(sorted(counted.deaf)),
    )


def _waits(asked: Sequence[Asked]) -> list[Wait]:
    return [Wait(minutes=one.minutes, answered=one.answered) for one in asked]


def _medians(days: Stretch, asked: Sequence[Asked]) -> tuple[float | None, ...]:
    ordered = sorted(asked, key=lambda one: one.day)
    found = {
        day: promptness(_waits(list(those))).median
        for day, those in groupby(ordered, key=lambda one: one.day)
    }
    return tuple(found.get(day) for day in days.days)
