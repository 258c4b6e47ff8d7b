"""The whole service over a simulated community, in one test:

place = a_place()
room = place.room("英语群", "小明")
async with service_for(place, store_url, tmp_path, config) as here:
    place.says(room, "小明", "你好")
    await here.until(lambda f: f.messages >= 1)
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import Service
from bot.clock import PacedClock
from bot.config import Settings, parse_settings
from bot.core.ids import RoomRef
from bot.core.ports import Channel
from storage.talk.journal import Figures
from storage.unit import Unit
from tests.support.builders import NOON
from tests.support.waiting import TooLate
from tests.support.world import Somewhere, a_world

SPEED = 60.0  # a minute of the community's time is a second of the test's
PATIENCE = 40.0  # real seconds until a test says that something did not come

BASE = """
web: {enabled: false}
channels:
  - name: sim
    kind: simulator
    budget: {per_minute: 1000, spacing_seconds: 0, jitter_seconds: 0, per_day: 100000}
"""


class Running:
    """A service at work, and the community it works in."""

    def __init__(self, service: Service, place: Somewhere) -> None:
        self.service = service
        self.place = place

    async def online(self) -> bool:
        """Whether the account is there and hears what is said."""
        return self.place.account.online

    async def until(self, holds: Callable[[Figures], bool]) -> Figures:
        """Wait for the figures to be so: counts for `>=`, as the bot's own words count, too."""

        async def look() -> Figures | None:
            figures: Figures = await self.look(lambda unit: unit.archive.figures())
            return figures if holds(figures) else None

        found: Figures = await self.eventually(look)
        return found

    async def eventually(self, look: Callable[[], Awaitable[Any]]) -> Any:
        """Wait until `look` gives something true, and give it back.

        Raises TooLate, with the figures as they are then.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := await look()):  # noqa: ASYNC110 (the service is asked from outside)
                    await asyncio.sleep(0.02)
        except TimeoutError as late:
            figures = await self.look(lambda unit: unit.archive.figures())
            msg = f"did not come in {PATIENCE:.0f} s: {figures}"
            raise TooLate(msg) from late
        return found

    async def look(self, question: Callable[[Unit], Awaitable[Any]]) -> Any:
        """Ask the store."""
        async with self.service.store.read() as unit:
            return await question(unit)

    async def told(self, name: str, word: str) -> str:
        """Wait for a direct message to somebody that has the word in it."""

        async def look() -> str | None:
            return next((line for line in self.place.told(name) if word in line), None)

        found: str = await self.eventually(look)
        return found

    async def posted(self, room: RoomRef, word: str) -> str:
        """Wait for a post of the bot in a room that has the word in it."""

        async def look() -> str | None:
            return next((line for line in self.place.posted(room) if word in line), None)

        found: str = await self.eventually(look)
        return found


def settings_for(url: str, more: str) -> Settings:
    """Settings of a service on this database."""
    base = BASE.replace("web: {enabled: false}\n", "") if "web: " in more else BASE
    text = f"storage: {{url: '{url}'}}\n{base}{more}"
    return parse_settings(text, file="config.yaml", environment={})


def a_place(*, start: datetime = NOON) -> Somewhere:
    """A community on a fast clock, with one bot account that is not there yet."""
    return a_world(clock=PacedClock(start, SPEED), seed=7)


@asynccontextmanager
async def service_for(
    place: Somewhere, url: str, folder: Path, more: str = "", *, channel: Channel | None = None
) -> AsyncIterator[Running]:
    """Run the service until the block ends; it must then stop in order."""
    service = Service(
        settings=settings_for(url, more),
        clock=place.world.clock,
        channels=[place.channel if channel is None else channel],
        plans=folder / "plans",
        campaigns=folder / "campaigns",
        tick_seconds=0.05,
    )
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(service.run())
            running = Running(service, place)
            try:
                await running.eventually(running.online)
                yield running
            finally:
                service.stop.set()
            await task
    except* TooLate as late:
        raise late.exceptions[0] from None  # told as itself, not as one of a group
