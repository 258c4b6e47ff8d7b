"""An inbox for floods: it counts, where `Heard` would look through everything again and again."""

import asyncio
from collections import Counter

from bot.core.events import Event, GapFound, MessageReceived
from bot.core.ids import RoomRef


class Tally:
    """Messages by id and by room, gaps, and everything else."""

    def __init__(self) -> None:
        self.messages: Counter[str] = Counter()
        self.texts: dict[RoomRef | None, list[str]] = {}
        self.gaps: list[GapFound] = []
        self.others: list[Event] = []
        self._wanted = 0
        self._enough = asyncio.Event()

    async def put(self, event: Event) -> None:
        match event:
            case MessageReceived():
                self.messages[event.ref] += 1
                self.texts.setdefault(event.room, []).append(event.text)
                if len(self.messages) >= self._wanted:
                    self._enough.set()
            case GapFound():
                self.gaps.append(event)
            case _:
                self.others.append(event)

    async def put_and_wait(self, event: Event) -> None:
        await self.put(event)

    async def enough(self, number: int, seconds: float) -> None:
        """Wait until so many different messages were heard."""
        self._wanted = number
        if len(self.messages) >= number:
            return
        self._enough.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._enough.wait()
        except TimeoutError:
            msg = f"heard {len(self.messages)} of {number} messages in {seconds} s"
            raise AssertionError(msg) from None
