"""Drift 漂移: how right each detector was week by week, as colleagues decided.

And how much of the talk is flagged, and how suspicious the model finds ordinary talk: both move
before the decisions tell that something is wrong.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.effects import RaiseAlert
from handlers.learned import telling
from handlers.learned.model import Model
from handlers.learned.precision import Share, fell
from handlers.learned.telling import Language
from storage.learning.reviews import Reviewed, WeekOfTalk, monday
from storage.unit import Unit

RECENT = 4  # weeks that are held against those before them
MOST_WEEKS = 53
_PAST = 16  # weeks that a fall is measured by
_READ = 200  # messages of ordinary talk a week
_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekReviewed:
    """A detector in a week."""

    week: datetime
    confirmed: int
    dismissed: int
    precision: float
    low: float  # hardly lower (Wilson, 95 %)
    high: float  # hardly higher


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """A detector over the weeks. `fell`: lately it was clearly less often right than before."""

    detector: str
    weeks: tuple[WeekReviewed, ...]
    recent: Share
    past: Share
    fell: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """All talk in rooms of a week; `mean` is the model's mean score of talk that was no case."""

    week: datetime
    messages: int
    flagged: int
    share: float
    mean: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """All figures, oldest first."""

    detectors: tuple[Detector, ...]
    weeks: tuple[Week, ...]


async def drift(unit: Unit, *, weeks: int, model: Model | None, now: datetime) -> Drift:
    """The figures of so many weeks, this one included."""
    since = monday(now) - timedelta(weeks=weeks - 1)
    reviewed = await unit.reviews.by_week(since)
    talk = await unit.reviews.talk(since, now)
    means: list[float | None] = [None] * len(talk)
    if model is not None:
        for place, one in enumerate(talk):
            end = one.week + timedelta(days=7)
            texts = await unit.reviews.ordinary(one.week, end, _READ)
            means[place] = await asyncio.to_thread(_mean, model, texts)
    return Drift(
        detectors=detectors(reviewed, now),
        weeks=tuple(_week(one, mean) for one, mean in zip(talk, means, strict=True)),
    )


def detectors(reviewed: Sequence[Reviewed], now: datetime) -> tuple[Detector, ...]:
    """The weeks of each detector."""
    border = monday(now) - timedelta(weeks=RECENT - 1)
    of: Mapping[str, list[Reviewed]] = defaultdict(list)
    for one in reviewed:
        of[one.detector].append(one)
    found = []
    for name, weeks in sorted(of.items()):
        recent = _share([one for one in weeks if one.week >= border])
        past = _share([one for one in weeks if one.week < border])
        found.append(
            Detector(
                detector=name,
                weeks=tuple(_reviewed(one) for one in weeks),
                recent=recent,
                past=past,
                fell=fell(recent, past),
            )
        )
    return tuple(found)


def _share(weeks: Sequence[Reviewed]) -> Share:
    right = sum(one.confirmed for one in weeks)
    return Share(right=right, all=right + sum(one.dismissed for one in weeks))


def _reviewed(one: Reviewed) -> WeekReviewed:
    share = Share(right=one.confirmed, all=one.confirmed + one.dismissed)
    return WeekReviewed(
        week=one.week,
        confirmed=one.confirmed,
        dismissed=one.dismissed,
        precision=round(share.value, 4),
        low=round(share.low, 4),
        high=round(share.high, 4),
    )


def _week(one: WeekOfTalk, mean: float | None) -> Week:
    return Week(
        week=one.week,
        messages=one.messages,
        flagged=one.flagged,
        share=round(one.flagged / one.messages, 6) if one.messages else 0.0,
        mean=mean,
    )


def _mean(model: Model, texts: Sequence[str]) -> float | None:
    if not texts:
        return None
    return round(float(model.scores(model.judge(texts)).mean()), 4)


@dataclass(frozen=True, slots=True)
class DriftDesk:
    """Counts for the API; `model` is the one in use."""

    model: Callable[[], Model | None]

    async def figures(self, unit: Unit, weeks: int, now: datetime) -> Drift:
        """The figures of so many weeks, this one included."""
        return await drift(unit, weeks=weeks, model=self.model(), now=now)


@dataclass(kw_only=True)
class DriftWatch:
    """Tells of a detector that is clearly less often right than it was, at most once a week."""

    language: Callable[[], Language]
    _looked: datetime | None = field(default=None)

    async def look(self, unit: Unit, now: datetime) -> Sequence[RaiseAlert]:
        """Once an hour; the ticker asks more often."""
        if self._looked is not None and timedelta() <= now - self._looked < _EVERY:
            return ()
        self._looked = now
        since = monday(now) - timedelta(weeks=_PAST - 1)
        week = f"{monday(now):%Y-%m-%d}"
        return [
            telling.drifted(one.detector, one.recent, one.past, RECENT, week, self.language())
            for one in detectors(await unit.reviews.by_week(since), now)
            if one.fell
        ]
