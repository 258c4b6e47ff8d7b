"""The one place that reads the clock."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from bot.core.ports import Clock


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class FastClock:
    """A clock that starts at `start` and runs `speed` times as fast as the machine's."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._zero = time.monotonic()

    def now(self) -> datetime:
        """The virtual time, aware and in UTC."""
        return self._start + timedelta(seconds=(time.monotonic() - self._zero) * self._speed)

    async def sleep(self, seconds: float) -> None:
        """Wait so many virtual seconds."""
        await asyncio.sleep(seconds / self._speed)


class HastenedClock:
    """Another clock, but `speed` times as fast from now on: for talk that is denser than life."""

    def __init__(self, clock: Clock, speed: float) -> None:
        self._clock = clock
        self._speed = speed
        self._start = clock.now()

    def now(self) -> datetime:
        """The hastened time, aware and in UTC."""
        return self._start + (self._clock.now() - self._start) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait so many hastened seconds."""
        await self._clock.sleep(seconds / self._speed)


class ManualClock:
    """A clock that stands until it is moved: for tests and rehearsals."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The time it was moved to."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Let time pass; sleepers whose time has come wake up."""
        self._now += by
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was moved far enough."""
        wake = self._now + timedelta(seconds=seconds)
        while self._now < wake:
            await self._moved.wait()
