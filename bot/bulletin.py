"""What was committed just now, for those who watch live: bounded, and never in anybody's way."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

CAPACITY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something changed; readers fetch what it is by id."""

    kind: str  # "message" "event" "effect" "tick"
    room: int | None = None
    id: int | None = None


class Bulletin:
    """Hands notices to every subscriber; a slow one loses the oldest and can tell by `lost`."""

    def __init__(self) -> None:
        self._readers: set[asyncio.Queue[Notice]] = set()
        self.lost = 0

    @property
    def watched(self) -> bool:
        """Whether anybody reads; nothing needs to be made otherwise."""
        return bool(self._readers)

    def post(self, notice: Notice) -> None:
        """Give a notice to every reader."""
        for queue in self._readers:
            if queue.full():
                queue.get_nowait()
                self.lost += 1
            queue.put_nowait(notice)

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[Notice]]:
        """A queue of notices from now on."""
        queue: asyncio.Queue[Notice] = asyncio.Queue(CAPACITY)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)
