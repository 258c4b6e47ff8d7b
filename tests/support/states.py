"""A channel that runs, logged in or not, and the states it tells."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.core.events import AccountChanged, AccountState
from bot.core.ports import Channel
from tests.support.hearing import Heard


@contextlib.asynccontextmanager
async def running(channel: Channel) -> AsyncIterator[Heard]:
    """The channel runs, logged in or not; it must still run at the end."""
    heard = Heard()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(channel.run(heard))
        yield heard
        assert not task.done()
        task.cancel()


async def state(heard: Heard, wanted: AccountState) -> AccountChanged:
    return await heard.one(AccountChanged, lambda e: e.state is wanted)


def states(heard: Heard) -> list[AccountState]:
    """The states it went through; one that is told again for another reason counts once."""
    told = [event.state for event in heard.all(AccountChanged)]
    return [one for one, before in zip(told, [None, *told], strict=False) if one is not before]
