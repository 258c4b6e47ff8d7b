"""What the runner counts when it is stopped in the middle."""

import asyncio

from bot.importing.runner import Period, Tally, carry
from tests.support.builders import message


async def test_what_was_committed_while_ctrl_c_came_is_counted():
    committing, commit = asyncio.Event(), asyncio.Event()
    tally = Tally()

    async def save(events):
        committing.set()
        await commit.wait()
        return len(events)

    async with asyncio.TaskGroup() as group:
        items = iter([message("我在想晚上吃什么")])
        running = group.create_task(carry(items, tally, save, period=Period(), moved=lambda: None))
        await committing.wait()
        running.cancel()
        await asyncio.sleep(0)
        commit.set()

    assert running.cancelled()
    assert (tally.read, tally.stored) == (1, 1)
