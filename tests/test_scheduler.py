"""The alarm clock."""

import asyncio

from bot.scheduler import ring_on


async def test_the_bell_rings_on_while_a_clock_that_was_set_back_keeps_the_scheduler_silent():
    bell, never_rung = asyncio.Event(), asyncio.Event()

    async with asyncio.TaskGroup() as group, asyncio.timeout(5):
        watching = group.create_task(ring_on(bell, never_rung, seconds=0.01))
        for _ in range(3):
            await bell.wait()
            bell.clear()
        watching.cancel()
