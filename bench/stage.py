"""A whole service for measuring: wired by `bot.app`, with a channel that hands in a given load."""

import asyncio
import gc
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.app import Service
from bot.channels.simulator.settings import SimulatorSettings
from bot.clock import SystemClock
from bot.config import Settings
from bot.core.errors import ChannelRefused
from bot.core.events import Event, Media
from bot.core.ids import ChannelName, MessageRef, RoomRef, StaffName, UserRef
from bot.core.ports import Act, ChannelTraits, Inbox, Post, Receipt
from bot.core.staff import Staff
from bot.log import LogLevel, LogSettings, configure_logging
from bot.rubbish import look_rarely
from bot.web.settings import WebSettings
from storage.settings import StorageSettings

CHANNEL = ChannelName("bench")
_STAFF = (("wang", "王老师"), ("lin", "助教小林"), ("chen", "物业小陈"), ("jie", "产品经理阿杰"))
_WARM = 2.0  # seconds in which a service that has just started loads what it loads

Feed = Callable[[Inbox], Awaitable[None]]


@dataclass(kw_only=True)
class LoadChannel:
    """Implements `bot.core.ports.Channel`: hands in what `feed` puts, and takes every post."""

    feed: Feed
    name: ChannelName = CHANNEL
    traits: ChannelTraits = field(default_factory=lambda: ChannelTraits(echoes=False))
    go: asyncio.Event = field(default_factory=asyncio.Event)
    fed: asyncio.Event = field(default_factory=asyncio.Event)

    def heard_until(self) -> datetime | None:
        """The load is known to end."""
        return None

    def connect_now(self) -> None:
        """The load is there already."""

    async def run(self, inbox: Inbox) -> None:
        """Hand the load in when told to, then stay silent."""
        await self.go.wait()
        await self.feed(inbox)
        self.fed.set()
        await asyncio.Event().wait()

    async def say(self, room: RoomRef, post: Post) -> Receipt:  # noqa: ARG002 (the port's signature)
        """Everything is taken."""
        return Receipt()

    async def tell(self, user: UserRef, post: Post) -> Receipt:  # noqa: ARG002 (the port's signature)
        """Everything is taken."""
        return Receipt()

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:  # noqa: ARG002 (the port's signature)
        """Fetch nothing."""
        msg = "there are no files here"
        raise ChannelRefused(msg)

    async def act(self, act: Act) -> None:
        """Everything is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How long something took: by the clock, and of the processor."""

    wall: float
    processor: float


class Stopwatch:
    """Runs from its making."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    @property
    def taken(self) -> Taken:
        """How long it has run."""
        return Taken(
            wall=time.perf_counter() - self._wall, processor=time.process_time() - self._processor
        )


@dataclass(kw_only=True)
class Stage:
    """A running service, and the load that waits to be handed in."""

    service: Service
    channel: LoadChannel
    ports: list[int] = field(default_factory=list)  # where the API listens, once it does

    @property
    def port(self) -> int:
        """Where the API listens."""
        return self.ports[0]

    async def play(self) -> Taken:
        """Hand the load in; returns when everything is committed."""
        stopwatch = Stopwatch()
        self.channel.go.set()
        await self.channel.fed.wait()
        await self.service.intake.idle()
        return stopwatch.taken

    async def indexed(self) -> float:
        """Seconds until every message can be found by the full-text index."""
        began = time.perf_counter()
        while True:
            async with self.service.store.read() as unit:
                if await unit.search.pending() == 0:
                    return time.perf_counter() - began
            await asyncio.sleep(0.1)


def storage_in(folder: Path) -> StorageSettings:
    """The bench's database, with the settings that ship."""
    return StorageSettings(url=f"sqlite+aiosqlite:///{folder / 'bench.db'}")


def settings_in(folder: Path) -> Settings:
    """What ships, with colleagues to be imitated and an API, on SQLite in `folder`."""
    return Settings(
        storage=storage_in(folder),
        web=WebSettings(port=0),
        channels=(SimulatorSettings(name=CHANNEL),),  # for its send budget
        staff=tuple(Staff(name=StaffName(name), title=title) for name, title in _STAFF),
        log=LogSettings(level=LogLevel.WARNING),
    )


@asynccontextmanager
async def running(folder: Path, feed: Feed) -> AsyncIterator[Stage]:
    """The service, running as `groupkeeper run` runs it, while the block lasts."""
    settings = settings_in(folder)
    configure_logging(settings.log)
    channel = LoadChannel(feed=feed)
    ports: list[int] = []
    service = Service(
        settings=settings,
        clock=SystemClock(),
        channels=[channel],
        plans=folder / "plans",
        listening=ports.append,
    )
    async with asyncio.TaskGroup() as group:
        task = group.create_task(service.run())
        await asyncio.sleep(_WARM)
        yield Stage(service=service, channel=channel, ports=ports)
        service.stop.set()
        await task


def feed_all(events: Iterable[Event]) -> Feed:
    """Hands events in as fast as the service takes them."""

    async def feed(inbox: Inbox) -> None:
        for event in events:
            await inbox.put(event)

    return feed


def set_load_apart() -> None:
    """What was made beforehand is not part of the service: the collector need not look at it.

    From then on it looks as often as in `groupkeeper run`.
    """
    gc.collect()
    gc.freeze()
    look_rarely()


def peak_mebibytes() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(text: str) -> None:
    """Tell whoever waits what is going on."""
    sys.stderr.write(f"    {text}\n")
    sys.stderr.flush()
