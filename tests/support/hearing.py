"""An inbox that keeps what it hears, and can be waited on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from bot.core.events import AccountChanged, AccountState, Event
from bot.core.ports import Channel

E = TypeVar("E", bound=Event)

PATIENCE = 20.0  # seconds; real platforms take their time, a missing event fails the test


class Heard:
    """Every event in the order of its coming. `shut` makes `put` wait until `open`."""

    def __init__(self, *, patience: float | None = None) -> None:
        self.events: list[Event] = []
        self.committed = 0  # how many came by put_and_wait
        self._patience = PATIENCE if patience is None else patience
        self._news = asyncio.Condition()
        self._open = asyncio.Event()
        self._open.set()

    async def put(self, event: Event) -> None:
        await self._open.wait()
        async with self._news:
            self.events.append(event)
            self._news.notify_all()

    async def put_and_wait(self, event: Event) -> None:
        await self.put(event)
        self.committed += 1

    def shut(self) -> None:
        """Take nothing for now."""
        self._open.clear()

    def open(self) -> None:
        """Take again."""
        self._open.set()

    def all(self, kind: type[E], where: Callable[[E], bool] = lambda _: True) -> list[E]:
        """Everything of a kind that was heard so far."""
        return [each for each in self.events if isinstance(each, kind) and where(each)]

    async def some(
        self, number: int, kind: type[E], where: Callable[[E], bool] = lambda _: True
    ) -> list[E]:
        """Wait until so many were heard."""
        try:
            async with asyncio.timeout(self._patience), self._news:
                await self._news.wait_for(lambda: len(self.all(kind, where)) >= number)
        except TimeoutError:
            found = len(self.all(kind, where))
            msg = f"heard {found} of {number} {kind.__name__} in {self._patience} s"
            raise AssertionError(msg) from None
        return self.all(kind, where)

    async def one(self, kind: type[E], where: Callable[[E], bool] = lambda _: True) -> E:
        """Wait for the first of a kind."""
        return (await self.some(1, kind, where))[0]


@contextlib.asynccontextmanager
async def running(channel: Channel, heard: Heard) -> AsyncIterator[None]:
    """The channel runs; entered when it is logged in, cancelled at the end."""
    before = len(heard.events)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(channel.run(heard))
        try:
            await heard.some(
                1,
                AccountChanged,
                lambda e: e.state is AccountState.LOGGED_IN and e in heard.events[before:],
            )
            yield
        finally:
            task.cancel()
