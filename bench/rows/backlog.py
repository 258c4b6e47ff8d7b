"""A backlog through the whole pipeline, and until all of it can be searched."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bench.report import Figure
from bench.stage import feed_all, running, say, set_load_apart
from bench.talk import messages
from bot.clock import SystemClock
from bot.core.events import Event

_MESSAGES = {"small": 10_000, "budget": 100_000, "large": 1_000_000}
_ROOMS, _PEOPLE = 200, 20_000
_PER_SECOND = 50.0  # at which it was said, up to now: repeats and questions are in their windows
_RATE = 10_000.0  # the budget


def measure(size: str, folder: Path) -> list[Figure]:
    """Messages a second, and seconds until they are indexed."""
    count = _MESSAGES[size]
    start = SystemClock().now() - timedelta(seconds=count / _PER_SECOND)
    say(f"making {count:,} messages")
    talk = messages(count, rooms=_ROOMS, people=_PEOPLE, per_second=_PER_SECOND, start=start)
    events = list(talk)
    set_load_apart()
    return asyncio.run(_measure(events, size, folder))


async def _measure(events: Sequence[Event], size: str, folder: Path) -> list[Figure]:
    count = len(events)
    async with running(folder, feed_all(events)) as stage:
        say("handing them in")
        taken = await stage.play()
        say(f"{count / taken.wall:,.0f} messages/s; indexing")
        indexing = await stage.indexed()
    each = taken.processor / count * 1e6
    return [
        Figure(
            row="backlog through the whole pipeline",
            size=f"{count:,} messages",
            value=count / taken.wall,
            unit="messages/s",
            budget=_RATE if size == "budget" else None,
            higher_is_better=True,
            note=f"{each:.0f} us of processor a message",
        ),
        Figure(
            row="backlog: from the last commit until all is indexed",
            size=f"{count:,} messages",
            value=indexing,
            unit="s",
            note="found without the index before",
        ),
    ]
