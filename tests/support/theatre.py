"""The whole service on a clock that is moved from one due moment to the next: weeks in seconds.

Pipeline, performer and channel run as in the service; ticks come when something is due.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.app import Service
from bot.clock import ManualClock
from storage.schema import upgrade
from storage.sop.next_times import next_times
from storage.tables.delivery import outbox
from tests.support.audience import Audience
from tests.support.service import settings_for
from tests.support.world import Somewhere

_PATIENCE = 40.0  # real seconds until a test says that something does not end
_ON_THEIR_WAY = ("claimed", "sending", "unknown")
_LOOK = timedelta(minutes=5)  # between two looks while answers are waited for
_BACK_SOON = timedelta(seconds=30)  # after something that waits for something else


class Theatre:
    """A service whose time stands still until it is moved."""

    def __init__(self, service: Service, place: Somewhere, audience: Audience) -> None:
        self.service = service
        self.place = place
        self.audience = audience
        assert isinstance(place.world.clock, ManualClock)
        self.clock = place.world.clock

    async def until(self, end: datetime) -> None:
        """Let everything happen that happens until then."""
        await self._settled()
        while (at := await self._next(end)) < end:
            self.clock.move(max(at - self.clock.now(), timedelta(seconds=1)))
            self.audience.act(self.clock.now())
            await self._settled()

    async def _next(self, end: datetime) -> datetime:
        now = self.clock.now()
        async with self.service.database.read() as connection:
            known = await next_times(connection, now)
        times = [end, known.ahead or end, self.audience.next_at or end]
        if known.waiting is not None:
            times.append(now + _BACK_SOON)
        if known.watching:
            times.append(now + _LOOK)
        return min(times)

    async def _settled(self) -> None:
        """Nothing is left to do at this moment."""
        async with asyncio.timeout(_PATIENCE):
            for _ in range(2):  # what was said is noted, and what follows it is said
                await self._heard()
                await self.service.ticker.tick()
                while await self._speaking():
                    self.service.performer.wake()
                    await asyncio.sleep(0.01)
                await self._heard()

    async def _heard(self) -> None:
        while self.place.account.waiting:  # noqa: ASYNC110 (the channel is asked from outside)
            await asyncio.sleep(0.001)
        await self.service.intake.idle()

    async def _speaking(self) -> bool:
        now = self.clock.now()
        waits = (outbox.c.not_before.is_(None)) | (outbox.c.not_before <= now)
        due = (outbox.c.state == "pending") & (outbox.c.due_at <= now) & waits
        async with self.service.database.read() as connection:
            count = await connection.scalar(
                select(func.count()).where(due | outbox.c.state.in_(_ON_THEIR_WAY))
            )
        return bool(count)


@asynccontextmanager
async def theatre(
    place: Somewhere, audience: Audience, url: str, folder: Path, more: str = ""
) -> AsyncIterator[Theatre]:
    """Run the service's loops until the block ends."""
    service = Service(
        settings=settings_for(url, more),
        clock=place.world.clock,
        channels=[place.channel],
        plans=folder / "plans",
    )
    await upgrade(service.database)
    try:
        async with asyncio.TaskGroup() as group:
            running = [
                group.create_task(service.pipeline.run()),
                group.create_task(service.performer.run()),
                group.create_task(place.channel.run(service.intake)),
            ]
            await asyncio.sleep(0)
            yield Theatre(service, place, audience)
            for task in running:
                task.cancel()
    finally:
        await service.database.close()
