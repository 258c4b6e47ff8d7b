"""The alarm clock: APScheduler rings, and knows nothing else.

What is due, and what became of it, stands in the database: a restart forgets
nothing, and two processes do nothing twice.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_RINGS_MISSED = 5  # until it is looked whether the machine's clock was set back


@asynccontextmanager
async def alarm(bell: asyncio.Event, *, seconds: float) -> AsyncIterator[None]:
    """Ring the bell every so many real seconds while the block runs; late rings become one."""
    rung = asyncio.Event()

    async def ring() -> None:
        bell.set()
        rung.set()

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        ring, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    scheduler.start()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(ring_on(bell, rung, seconds * _RINGS_MISSED))
        try:
            yield
        finally:
            watching.cancel()
            # A ring that has begun is let end: APScheduler would cancel it, with a traceback.
            scheduler.pause()
            await asyncio.sleep(0)
            scheduler.shutdown(wait=False)


async def ring_on(bell: asyncio.Event, rung: asyncio.Event, seconds: float) -> None:
    """APScheduler goes by the wall clock: set back by an hour, it would be silent for an hour."""
    while True:
        rung.clear()
        try:
            async with asyncio.timeout(seconds):
                await rung.wait()
        except TimeoutError:
            bell.set()
