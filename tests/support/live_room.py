"""A whole service in this process, with a room in which tests speak, for pages that watch it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bench.stage import CHANNEL, LoadChannel, settings_in
from bot.app import Service
from bot.clock import SystemClock
from bot.core.events import Event, MessageReceived
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.web.settings import WebSettings
from tests.support.asking import Reached

ROOM = RoomRef("live-room")
_CLOCK = SystemClock()


async def _silence(_inbox: Any) -> None:
    """Nothing is said but by the test."""


@dataclass(kw_only=True)
class LiveRoom(Reached):
    """A running service, reached as `tests.browser.conftest.Demo` is."""

    service: Service
    names: Any = field(default_factory=lambda: count(1))

    async def say(self, text: str, *, sender: str = "u1", **other: Any) -> datetime:
        """Somebody says something; the moment at which it was committed."""
        return await self.tell(self._message(text, sender, **other))

    async def talk(self, texts: Iterable[str]) -> None:
        """Much was said, a second after the other, up to now; returns when it is committed."""
        said = list(texts)
        began = _CLOCK.now() - timedelta(seconds=len(said))
        for number, text in enumerate(said):
            at = began + timedelta(seconds=number)
            await self.service.intake.put(self._message(text, "u1", at=at))
        await self.service.intake.idle()

    def _message(self, text: str, sender: str, **other: Any) -> MessageReceived:
        number = next(_NUMBERS)
        given: dict[str, Any] = {
            "channel": CHANNEL,
            "ref": MessageRef(f"live-{number}"),
            "at": _CLOCK.now(),
            "room": ROOM,
            "room_name": "直播群",
            "sender": UserRef(sender),
            "sender_name": f"名字{sender}",
            "text": text,
        }
        return MessageReceived(**given | other)

    async def tell(self, event: Event) -> datetime:
        """Something happens; the moment at which it was committed."""
        await self.service.intake.put_and_wait(event)
        return _CLOCK.now()


_NUMBERS = count(1)


@asynccontextmanager
async def live_room(folder: Path, *, port: int = 0) -> AsyncIterator[LiveRoom]:
    """The service while the block lasts; the same folder and port again: a restart."""
    heard: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    settings = settings_in(folder).model_copy(update={"web": WebSettings(port=port)})
    service = Service(
        settings=settings,
        clock=_CLOCK,
        channels=[LoadChannel(feed=_silence)],
        plans=folder / "plans",
        listening=heard.set_result,
    )
    async with asyncio.TaskGroup() as group:
        task = group.create_task(service.run())
        try:
            url = f"http://127.0.0.1:{await heard}"
            yield LiveRoom(url=url, service=service)
        finally:
            service.stop.set()
            await task
