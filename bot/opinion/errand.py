"""Errands of the kind "opinion": they always end with an answer, if only that there is none."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import structlog

from bot.core.answers import Answer, Opinion
from bot.core.errands import OPINION, Errand
from bot.core.errors import StorageAway
from bot.core.ports import Clock
from bot.opinion.breaker import Breaker
from bot.opinion.endpoint import Endpoint, NoOpinion, ask
from handlers.opinion_settings import OpinionSettings

_SLACK = 5.0  # seconds beyond the longest time-out that the settings allow
_LONGEST = 120.0

log = structlog.get_logger("opinion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What was asked since midnight, with what is asked now."""

    calls: int
    characters: int


class Desk(Protocol):
    """The part of the store that keeps errands."""

    async def asked(self, kind: str, since: datetime) -> tuple[int, int]:
        """How many of a kind were begun, this one too, and how long their texts are together."""
        ...


class Work(Protocol):
    """A look into the store."""

    @property
    def errands(self) -> Desk:
        """Where errands are kept."""
        ...


@dataclass(kw_only=True)
class OpinionErrands:
    """Asks, within the day's budget; a dead endpoint is left alone for a while."""

    settings: Callable[[], OpinionSettings]
    look: Callable[[], AbstractAsyncContextManager[Work]]
    clock: Clock
    kind: str = OPINION
    seconds: float = _LONGEST + _SLACK
    breaker: Breaker = field(default_factory=Breaker)

    async def run(self, errand: Errand) -> Answer:
        """The opinion, or why there is none."""
        settings, now = self.settings(), self.clock.now()
        text = _text(errand.question)
        why = await self._refused(settings, text, now)
        if why:
            return Opinion(fault=why)
        endpoint = Endpoint(
            url=settings.url,
            model=settings.model,
            token=settings.token.get_secret_value(),
            seconds=settings.timeout.total_seconds(),
        )
        try:
            says = await ask(endpoint, text, settings.about)
        except NoOpinion as error:
            self.breaker.broke(
                self.clock.now(),
                most=settings.failures,
                pause=settings.pause,
                wait=error.retry_after,
            )
            log.warning("no_opinion", errand=errand.id, why=str(error))
            return Opinion(fault=str(error))
        self.breaker.worked()
        return Opinion(says=says)

    def given_up(self, errand: Errand) -> Answer:  # noqa: ARG002 (the loop's signature)
        """It was interrupted too often: the message is judged without an opinion."""
        return Opinion(fault="given up")

    async def _refused(self, settings: OpinionSettings, text: str, now: datetime) -> str:
        if not settings.enabled:
            return "switched off meanwhile"
        if not text:
            return "there is nothing to ask about"
        if self.breaker.is_open(now):
            return "the endpoint failed lately and is left alone"
        spent = await self._spent(now)
        return "the budget cannot be read" if spent is None else _over_budget(spent, settings)

    async def _spent(self, now: datetime) -> Spent | None:
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            async with self.look() as work:
                calls, characters = await work.errands.asked(OPINION, midnight)
        except StorageAway:
            return None
        return Spent(calls=calls, characters=characters)


def _over_budget(spent: Spent, settings: OpinionSettings) -> str:
    if spent.calls > settings.calls_per_day:
        return f"the {settings.calls_per_day:,} calls of the day are used up"
    if spent.characters > settings.characters_per_day:
        return f"the {settings.characters_per_day:,} characters of the day are used up"
    return ""


def _text(question: str) -> str:
    try:
        text = json.loads(question)["text"]
    except (ValueError, KeyError, TypeError):
        return ""
    return text if isinstance(text, str) else ""
