"""How much memory the service holds once it has met many people in many rooms."""

import asyncio
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil

from bench.report import Figure
from bench.stage import CHANNEL, feed_all, peak_mebibytes, running, say
from bench.talk import messages
from bot.clock import SystemClock
from bot.core.events import Event, MemberSeen, RoomListed
from bot.core.ids import EventRef, RoomRef, UserRef

_PEOPLE = {"small": 10_000, "budget": 100_000, "large": 1_000_000}
_ROOMS = {"small": 100, "budget": 1_000, "large": 10_000}
_MESSAGES = {"small": 10_000, "budget": 100_000, "large": 1_000_000}
_IN = 3  # rooms that everybody is in
_MEBIBYTES = 400.0  # the budget


def measure(size: str, folder: Path) -> list[Figure]:
    """Resident memory after every room was listed and the backlog committed, in MiB."""
    return asyncio.run(_measure(size, folder))


async def _measure(size: str, folder: Path) -> list[Figure]:
    say(f"{_PEOPLE[size]:,} people in {_ROOMS[size]:,} rooms, {_MESSAGES[size]:,} messages")
    # Made while they are handed in: what waits to be made takes no memory.
    async with running(folder, feed_all(_load(size))) as stage:
        await stage.play()
        await stage.indexed()
        held = psutil.Process().memory_info().rss / 1024**2
    return [
        Figure(
            row="memory after the backlog",
            size=f"{_PEOPLE[size]:,} people, {_ROOMS[size]:,} rooms",
            value=held,
            unit="MiB",
            budget=_MEBIBYTES if size == "budget" else None,
            note=f"peak {peak_mebibytes():.0f} MiB, the load's making included",
        )
    ]


def _load(size: str) -> Iterator[Event]:
    now = SystemClock().now()
    people, rooms = _PEOPLE[size], _ROOMS[size]
    each = people * _IN // rooms
    dice = random.Random(1)  # noqa: S311 (a repeatable load)
    for number in range(rooms):
        first = number * each
        members = tuple(_member((first + k) % people, dice) for k in range(each))
        yield RoomListed(
            channel=CHANNEL,
            ref=EventRef(f"list-{number}"),
            at=now,
            room=RoomRef(f"r{number}"),
            name=f"群{number}",
            members=members,
        )
    start = now - timedelta(seconds=_MESSAGES[size] / 50)
    yield from messages(_MESSAGES[size], rooms=rooms, people=people, start=start)


def _member(number: int, dice: random.Random) -> MemberSeen:
    nickname = f"{10001 + number} 用户{number}" if dice.random() < 0.5 else ""
    return MemberSeen(user=UserRef(f"u{number}"), name=f"用户{number}", nickname=nickname)
