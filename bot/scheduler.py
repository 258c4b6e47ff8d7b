"""The alarm clock: APScheduler wakes the ticker, and knows nothing else.

What is due, and what became of it, stands in the database (shared/delivery.md tells why).
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler


@asynccontextmanager
async def alarm(wake: Callable[[], Awaitable[None]], *, seconds: float) -> AsyncIterator[None]:
    """Call `wake` every so many real seconds while the block runs; late calls become one."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        wake, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
