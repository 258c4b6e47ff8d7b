"""The alarm clock: APScheduler rings, and knows nothing else.

What is due, and what became of it, stands in the database (shared/delivery.md tells why).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler


@asynccontextmanager
async def alarm(bell: asyncio.Event, *, seconds: float) -> AsyncIterator[None]:
    """Ring the bell every so many real seconds while the block runs; late rings become one."""

    async def ring() -> None:
        bell.set()

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        ring, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
