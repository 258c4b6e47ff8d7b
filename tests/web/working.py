"""The API's jobs, done while a test looks on."""

import asyncio
from contextlib import asynccontextmanager

_LIVE = {"waiting", "running"}


@asynccontextmanager
async def working(house):
    """Jobs are done inside the block."""
    async with asyncio.TaskGroup() as group:
        running = group.create_task(house.jobs.run())
        yield
        running.cancel()


async def over(api, job):
    """A job as it ended; its process takes seconds."""
    async with asyncio.timeout(100):
        while (found := (await api.get(f"/jobs/{job}")).body)["state"] in _LIVE:  # noqa: ASYNC110 (asked from outside)
            await asyncio.sleep(0.05)
    return found
