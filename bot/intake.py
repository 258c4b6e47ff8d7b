"""The bounded queue between channels and pipeline: a slow database makes channels wait."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.events import Event
from bot.core.fit import fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An event in the queue; `committed` is set for channels that acknowledge."""

    event: Event
    committed: asyncio.Future[None] | None = None

    def acknowledge(self) -> None:
        """Tell the channel that the event is safe."""
        if self.committed is not None and not self.committed.done():
            self.committed.set_result(None)


class Intake:
    """Implements `bot.core.ports.Inbox` for channels, and `take` for the pipeline."""

    def __init__(self, capacity: int = 20_000) -> None:
        self._capacity = capacity  # of messages; a list of members takes as much room as so many
        self._held = 0
        self._waiting: deque[Waiting] = deque()
        self._taken: list[Waiting] = []  # by the pipeline, which settles them
        self._arrived = asyncio.Event()
        self._freed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def __len__(self) -> int:
        return len(self._waiting)

    async def put(self, event: Event) -> None:
        """Take an event; waits while the queue is full."""
        await self._enter(Waiting(event=fit(event)))

    async def put_and_wait(self, event: Event) -> None:
        """Take an event and return when it is committed."""
        committed = asyncio.get_running_loop().create_future()
        await self._enter(Waiting(event=fit(event), committed=committed))
        await committed

    async def _enter(self, waiting: Waiting) -> None:
        size = _size(waiting)
        while self._waiting and self._held + size > self._capacity:
            self._freed.clear()
            await self._freed.wait()
        self._waiting.append(waiting)
        self._held += size
        self._idle.clear()
        self._arrived.set()

    async def take(self, limit: int) -> list[Waiting]:
        """Whatever waits, oldest first; waits for the first.

        At most `limit` events, counting everybody in a list of members, or the first alone.
        """
        self._taken = []
        while not self._waiting:
            self._idle.set()
            self._arrived.clear()
            await self._arrived.wait()
        batch = [self._waiting.popleft()]
        size = _size(batch[0])
        while self._waiting and (size := size + _size(self._waiting[0])) <= limit:
            batch.append(self._waiting.popleft())
        self._held -= sum(map(_size, batch))
        self._taken = list(batch)
        self._freed.set()
        return batch

    def unsettled(self) -> Iterator[Event]:
        """What was put in and is not committed yet."""
        for waiting in (*self._taken, *self._waiting):
            yield waiting.event

    async def idle(self) -> None:
        """Return when the pipeline has settled everything and asks for more."""
        await self._idle.wait()


def _size(waiting: Waiting) -> int:
    """How much an event is to do and to keep: five hundred members are no single message."""
    return max(1, len(getattr(waiting.event, "members", ())))
