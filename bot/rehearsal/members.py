"""Made-up members: how many answer a post, when, and in which words. The same seed, the same."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import exp, log
from zoneinfo import ZoneInfo

from bot.channels.simulator.views import Saying
from bot.core.ids import UserRef
from bot.rehearsal.values import Rates, Talking

_HALF_BY = 12.0  # minutes after which half of those who answer have done so
_SPREAD = 1.1  # of its logarithm: a tenth needs less than three minutes, a tenth more than fifty
_WAKING = (time(7, 30), time(23, 0))
_MOST_A_DAY = 400  # messages of small talk; more would tell nothing new
_WORDS = 0.7  # of those who answer, so many write what was asked for

_ANSWERS = ("收到", "好的，谢谢老师", "收到～", "我也来", "今天也完成了", "支持一下", "来了来了")
_TALK = (
    "大家早",
    "今天有点忙，晚上再看",
    "昨天的内容我又看了一遍",
    "周末去爬山了",
    "哈哈哈哈",
    "我这边下雨了",
    "刚下班",
    "孩子今天自己做完了",
    "谢谢分享",
    "这个我试过，还不错",
)


@dataclass(kw_only=True)
class Members:
    """The model: small talk by the hour, newcomers, and answers to posts."""

    people: Sequence[UserRef]
    rates: Rates
    zone: str
    seed: int

    def __post_init__(self) -> None:
        self._dice = random.Random(f"rehearsal/{self.seed}")  # noqa: S311 (repeatable, no secret)

    def talk(self, since: datetime, until: datetime) -> Iterator[Talking]:
        """What they say of themselves, day by day."""
        if not self.people:
            return
        place = ZoneInfo(self.zone)
        day = since.astimezone(place).date()
        while (morning := datetime.combine(day, _WAKING[0], place)) < until:
            night = datetime.combine(day, _WAKING[1], place)
            expected = self.rates.messages_a_day * len(self.people)
            for _ in range(min(self._poisson(expected), _MOST_A_DAY)):
                at = morning + (night - morning) * self._dice.random()
                by, text = self._dice.choice(self.people), self._dice.choice(_TALK)
                if since <= at < until:
                    yield Talking(at=at.astimezone(since.tzinfo), by=by, saying=Saying(text=text))
            day += timedelta(days=1)

    def newcomers(self, since: datetime, until: datetime) -> Iterator[datetime]:
        """When somebody comes in."""
        at = since
        while self.rates.joining_a_day > 0:
            at += timedelta(days=self._dice.expovariate(self.rates.joining_a_day))
            if at >= until:
                return
            yield self._awake(at)

    def answers(self, said: datetime, words: Sequence[str]) -> Iterator[Talking]:
        """Who answers a post; `words`: what it asks to be answered with."""
        for by in self.people:
            if self._dice.random() >= self.rates.answering:
                continue
            minutes = exp(self._dice.gauss(log(_HALF_BY), _SPREAD))
            asked = bool(words) and self._dice.random() < _WORDS
            text = self._dice.choice(words if asked else _ANSWERS)
            at = self._awake(said + timedelta(minutes=minutes))
            yield Talking(at=at, by=by, saying=Saying(text=text))

    def followers(self, said: datetime) -> Iterator[tuple[datetime, UserRef]]:
        """Who follows a link of a post, and when: twice as many as answer."""
        for by in self.people:
            if self._dice.random() < 2 * self.rates.answering:
                minutes = exp(self._dice.gauss(log(_HALF_BY), _SPREAD))
                yield self._awake(said + timedelta(minutes=minutes)), by

    def _awake(self, at: datetime) -> datetime:
        """The same moment, or the next morning where it is in the night."""
        place = ZoneInfo(self.zone)
        local = at.astimezone(place)
        if _WAKING[0] <= local.time() < _WAKING[1]:
            return at
        day = local.date() + timedelta(days=local.time() >= _WAKING[1])
        morning = datetime.combine(day, _WAKING[0], place).astimezone(at.tzinfo)
        return morning + timedelta(minutes=30 * self._dice.random())

    def _poisson(self, expected: float) -> int:
        if expected > 50:  # noqa: PLR2004 (from there on the normal curve is as good)
            return max(0, round(self._dice.gauss(expected, expected**0.5)))
        product, number, limit = self._dice.random(), 0, exp(-expected)
        while product > limit:
            product *= self._dice.random()
            number += 1
        return number
