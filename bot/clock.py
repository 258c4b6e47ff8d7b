"""The one place that reads the clock."""

import asyncio
import time
from contextlib import suppress
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


class PacedClock:
    """A clock that starts at `start` and runs `speed` times as fast as the machine's.

    Its speed may change while others sleep by it; 0: it stands.
    """

    def __init__(self, start: datetime, speed: float) -> None:
        self._from = start
        self._speed = speed
        self._zero = time.monotonic()
        self._changed = asyncio.Event()

    @property
    def speed(self) -> float:
        """How many of its seconds are one of the machine's."""
        return self._speed

    def go(self, speed: float) -> None:
        """Run at another speed from now on; sleepers go by it at once."""
        self._from, self._zero = self.now(), time.monotonic()
        self._speed = speed
        self._changed.set()
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """The virtual time, aware and in UTC."""
        return self._from + timedelta(seconds=(time.monotonic() - self._zero) * self._speed)

    async def sleep(self, seconds: float) -> None:
        """Wait so many virtual seconds, at whatever speed they pass."""
        wake = self.now() + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        while (left := (wake - self.now()).total_seconds()) > 0:
            changed = self._changed
            with suppress(TimeoutError):
                async with asyncio.timeout(left / self._speed if self._speed > 0 else None):
                    await changed.wait()


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
