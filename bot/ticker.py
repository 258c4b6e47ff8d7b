"""Time has passed: everything that is due without anybody having said something.

Each duty runs in a transaction of its own, so one that fails does not stop the others.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import structlog

from bot.core.effects import Effect
from bot.core.errors import StorageAway
from bot.core.failure import failure
from bot.core.ports import Clock

log = structlog.get_logger("ticker")


class Work(Protocol):
    """One write transaction, as the ticker needs it."""

    async def apply(self, effects: Sequence[Effect], *, now: datetime) -> None:
        """Write records, and put intents into the outbox."""
        ...


W = TypeVar("W", bound=Work)


def _nothing() -> None:
    """Most duties remember nothing outside of the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Generic[W]):
    """Something to look after at every tick; gives back what is to be done."""

    name: str
    look: Callable[[W, datetime], Awaitable[Sequence[Effect]]]
    done: Callable[[], None] = _nothing  # after the commit: what was told is told


class Ticker(Generic[W]):
    """Runs every duty once per tick."""

    def __init__(
        self,
        *,
        duties: Sequence[Duty[W]],
        open_work: Callable[[], AbstractAsyncContextManager[W]],
        clock: Clock,
        failed: Callable[[str], None],
        wake: Callable[[], None],
    ) -> None:
        self._duties = duties
        self._open_work = open_work
        self._clock = clock
        self._failed = failed
        self._wake = wake
        self.storage_away = False  # at the last tick

    @property
    def duties(self) -> Sequence[Duty[W]]:
        """What it looks after, in order."""
        return tuple(self._duties)

    async def tick(self) -> None:
        """Look after everything once; never raises."""
        away = [duty.name for duty in self._duties if not await self._reached(duty)]
        self.storage_away = bool(away)
        self._wake()

    async def _reached(self, duty: Duty[W]) -> bool:
        """Look after one duty; False where the database could not be reached for it."""
        now = self._clock.now()
        try:
            async with self._open_work() as work:
                effects = await duty.look(work, now)
                if effects:
                    await work.apply(effects, now=now)
            duty.done()
        except StorageAway as error:
            log.warning("storage_away", duty=duty.name, error=str(error)[:200])
            self._failed(duty.name)
            return False
        except Exception as error:
            log.error("duty_failed", duty=duty.name, **failure(error))
            self._failed(duty.name)
        return True
