"""From an event to its committed decision, at a steady pace."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from bench.report import Figure, waiting
from bench.stage import feed_all, running, say, set_load_apart
from bench.talk import messages
from bot.clock import SystemClock
from bot.core.events import Event
from bot.core.ports import Inbox

_RATES = {"small": 20, "budget": 200, "large": 2_000}
_SECONDS = {"small": 60, "budget": 20, "large": 10}
_ROOMS, _PEOPLE = 200, 20_000
_HISTORY = 20_000  # messages in the archive before
_REST = 8.0  # seconds in which the alerts of the history are told
_P99 = 50.0  # the budget, in ms


def measure(size: str, folder: Path) -> list[Figure]:
    """p50 and p99 in ms, from the moment an event is due, so that nothing waits unseen."""
    rate = _RATES[size]
    start = SystemClock().now() - timedelta(seconds=_HISTORY / 50)
    talk = list(
        messages(_HISTORY + rate * _SECONDS[size], rooms=_ROOMS, people=_PEOPLE, start=start)
    )
    set_load_apart()
    waits = asyncio.run(_measure(talk, rate, folder))
    budget = _P99 if size == "budget" else None
    name, shown = "event to committed decision", f"{rate:,} messages/s"
    return waiting(name, shown, waits, of="events", budget=budget)


async def _measure(talk: Sequence[Event], rate: int, folder: Path) -> list[float]:
    async with running(folder, feed_all(talk[:_HISTORY])) as stage:
        await stage.play()
        await stage.indexed()
        await asyncio.sleep(_REST)
        say(f"{rate:,} messages a second")
        return await paced(stage.service.intake, talk[_HISTORY:], rate)


async def paced(inbox: Inbox, events: Sequence[Event], rate: int) -> list[float]:
    """Hand events in as people speak; how long each took from when it was due, in ms."""
    waits: list[float] = []

    async def one(event: Event, due: float) -> None:
        await inbox.put_and_wait(event)
        waits.append((time.perf_counter() - due) * 1000)

    async with asyncio.TaskGroup() as group:
        for event, due in zip(events, _arrivals(rate), strict=False):
            early = due - time.perf_counter()
            if early > 0:
                await asyncio.sleep(early)
            group.create_task(one(event, due))
    return waits


def _arrivals(rate: int) -> Iterator[float]:
    """Moments at which people speak, without regard to each other."""
    dice = random.Random(1)  # noqa: S311 (repeatable chance)
    due = time.perf_counter()
    while True:
        due += dice.expovariate(rate)
        yield due
