"""A channel that does as it is told, and a performer on a real database with its own clock."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.clock import ManualClock
from bot.core.alerting import AlertSettings
from bot.core.effects import NotifyStaff
from bot.core.errors import ChannelRefused, StorageAway
from bot.core.events import Media
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.ports import Act, ChannelTraits, Inbox, Post, Receipt
from bot.core.rooms import RoomRules
from bot.core.sending import SendBudget
from bot.core.staff import StaffDirectory
from bot.perform import Performer, Voice
from storage.unit import Store
from tests.support.builders import CHANNEL
from tests.support.delivering import FREELY, OutboxDesk

PATIENCE = 20.0  # seconds


class Platform:
    """Speaks, or fails as the next of `troubles` says; None is no trouble."""

    def __init__(self, traits: ChannelTraits | None = None, name: ChannelName = CHANNEL) -> None:
        self.name = name
        self.traits = traits or ChannelTraits()
        self.troubles: list[Exception | None] = []
        self.said: list[tuple[RoomRef | UserRef, Post]] = []
        self.acts: list[Act] = []
        self.calls = 0
        self.answers = asyncio.Event()  # cleared: calls hang
        self.answers.set()

    def heard_until(self) -> datetime | None:
        """This platform only speaks."""
        return None

    def connect_now(self) -> None:
        """It is there already."""

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [post.text for _, post in self.said]

    async def run(self, inbox: Inbox) -> None:
        del inbox

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        await self._call()
        self.said.append((room, post))
        return Receipt(ref=MessageRef(f"p{len(self.said)}"))

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        await self._call()
        self.said.append((user, post))
        return Receipt(ref=MessageRef(f"p{len(self.said)}"))

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        msg = "there are no files here"
        raise ChannelRefused(msg)

    async def act(self, act: Act) -> None:
        await self._call()
        self.acts.append(act)

    async def _call(self) -> None:
        self.calls += 1
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble
        await self.answers.wait()


class Courier:
    """Keeps what it is to bring."""

    def __init__(self) -> None:
        self.brought: list[NotifyStaff] = []
        self.troubles: list[Exception] = []

    async def deliver(self, deed: NotifyStaff) -> Receipt:
        if self.troubles:
            raise self.troubles.pop(0)
        self.brought.append(deed)
        return Receipt()


class _Surroundings:
    staff = StaffDirectory.of(())
    repeat_window = timedelta(minutes=10)
    alerting = AlertSettings()

    def __init__(self) -> None:
        self.rules = RoomRules()

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        del channel, ref, name
        return self.rules

    def kin(self, channel):
        return ()


class Stage:
    """A performer at work on an `OutboxDesk`."""

    def __init__(self, desk: OutboxDesk, traits: ChannelTraits | None = None) -> None:
        self.desk = desk
        self.clock = ManualClock(desk.now)
        self.platform = Platform(traits)
        self.courier = Courier()
        self.surroundings = _Surroundings()
        self.store = Store(desk.database, self.surroundings, lambda: desk.settings)
        self.public_url = ""
        self.away = False  # the database
        self.before_the_call: Callable[[], Any] | None = None

    def performer(self, budget: SendBudget = FREELY) -> Performer:
        """One more process that speaks."""
        return Performer(
            open_unit=self._write,
            look=self._look,
            voices=[Voice(channel=self.platform, budget=budget)],
            courier=self.courier,
            clock=self.clock,
            rules_for=self.surroundings.rules_for,
            settings=lambda: self.desk.settings,
            public_url=self.public_url,
            dice=random.Random(7),  # noqa: S311 (a test that can be repeated)
        )

    @contextlib.asynccontextmanager
    async def _write(self) -> AsyncIterator[Any]:
        if self.away:
            msg = "the disk is full"
            raise StorageAway(msg)
        async with self.store.write() as unit:
            yield unit

    @contextlib.asynccontextmanager
    async def _look(self) -> AsyncIterator[Any]:
        if self.before_the_call is not None and await self._sending():
            await self.before_the_call()
        async with self.store.read() as unit:
            yield unit

    async def _sending(self) -> bool:
        async with self.store.read() as unit:
            return (await unit.outbox.counts())["sending"] > 0

    @contextlib.asynccontextmanager
    async def plays(
        self, budget: SendBudget = FREELY, processes: int = 1
    ) -> AsyncIterator["Stage"]:
        """Speak while the block runs."""
        self.performers = [self.performer(budget) for _ in range(processes)]
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(p.run()) for p in self.performers]
            try:
                yield self
            finally:
                for task in running:
                    task.cancel()

    def move(self, **delta: float) -> None:
        """Let time pass."""
        self.clock.move(timedelta(**delta))
        self.desk.now = self.clock.now()
        self.wake()

    def wake(self) -> None:
        """Something may be due."""
        for performer in self.performers:
            performer.wake()

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds; fails when it does not in time."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = holds()
                if asyncio.iscoroutine(found):
                    found = await found
                if found:
                    return
                self.wake()
                await asyncio.sleep(0.01)

    async def state(self, number: Any, state: str) -> None:
        """Wait until a delivery is in a state."""

        async def holds() -> bool:
            return await self.desk.state(number) == state

        await self.until(holds)
