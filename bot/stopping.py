"""Stopping in order: hear nothing new, commit what was taken in, finish the post in flight."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.core.errors import StorageAway
from bot.core.ports import Clock
from bot.hearing import Hearing
from bot.intake import Intake
from bot.perform import Performer
from storage.unit import Store

log = structlog.get_logger("app")

INTAKE_SECONDS = 4.0  # at SIGTERM: for what was taken in, to be committed
_LOOKS, _LOOK_SECONDS = 8, 0.25  # within them: how long channels may bring in what they heard
SEND_SECONDS = 4.0  # at SIGTERM: for the post in flight, to be answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """How the service comes to its end."""

    intake: Intake
    hearing: Hearing
    performer: Performer
    store: Store
    clock: Clock

    async def drain(self, hearing: Sequence[asyncio.Task[None]]) -> None:
        """Hear nothing new, commit what was taken in, finish the post in flight."""
        log.info("stopping", waiting=len(self.intake))
        # Side by side: one after the other they would take longer than a stop may.
        async with asyncio.TaskGroup() as group:
            group.create_task(self._end_hearing(hearing))
            group.create_task(self._end_speaking())

    async def _end_hearing(self, hearing: Sequence[asyncio.Task[None]]) -> None:
        try:
            async with asyncio.timeout(INTAKE_SECONDS):
                await self._hand_over()
                self.hearing.end()
                for task in hearing:
                    task.cancel()
                await self.intake.idle()
                await self._last_beat()
        except TimeoutError:
            # Never acknowledged, so the platform gives it again, or the next start records the gap.
            log.warning("intake_not_empty", waiting=len(self.intake))

    async def _hand_over(self) -> None:
        """Let channels bring in what they heard so far, while they get on with it."""
        asked = self.clock.now()
        for _ in range(_LOOKS):
            behind = self.hearing.behind(asked)
            if not behind:
                return
            await asyncio.sleep(_LOOK_SECONDS)
            if self.hearing.behind(asked) == behind:
                return

    async def _last_beat(self) -> None:
        try:
            async with self.store.write() as unit:
                now = self.clock.now()
                await unit.heartbeat.beat(now, self.hearing.until(now))
        except StorageAway as error:
            log.warning("storage_away", work="heartbeat", error=type(error).__name__)

    async def _end_speaking(self) -> None:
        if not await self.performer.drain(SEND_SECONDS):
            log.warning("send_in_flight", left_to="echo")
