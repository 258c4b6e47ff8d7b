"""The figures by day of a quarter, over all rooms, out of half a year's talk."""

import asyncio
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final

from bench.fill import Size, fill
from bench.report import Figure
from bench.stage import Stopwatch, Taken, say, storage_in
from bench.talk import START
from bot.core.daily import stretch
from bot.core.staff import StaffDirectory
from storage.engine import Database, make_engine
from storage.service.daily import Daily

_MESSAGES = {"small": 100_000, "budget": 1_000_000, "large": 10_000_000}
_HELD: Final = timedelta(days=182)  # over which they were said
_DAYS: Final = 90
_ZONE: Final = "Asia/Shanghai"
_TIMES: Final = 5
_SECONDS: Final = 1.0  # the budget


def measure(size: str, folder: Path) -> list[Figure]:
    """Median seconds of several looks, in a process that looked once before."""
    count = _MESSAGES[size]
    taken = asyncio.run(_measure(count, folder))
    processor = median(one.processor for one in taken)
    return [
        Figure(
            row=f"figures of {_DAYS} days over all rooms",
            size=f"{count:,} messages in half a year",
            value=median(one.wall for one in taken),
            unit="s",
            budget=_SECONDS if size == "budget" else None,
            note=f"{_TIMES} looks; {processor:.2f} s of processor",
        )
    ]


async def _measure(count: int, folder: Path) -> list[Taken]:
    database = Database(make_engine(storage_in(folder)))
    say(f"filling an archive of {count:,} messages")
    await fill(database, folder / "bench.db", Size(messages=count, apart=_HELD / count))
    taken = [await _look(database) for _ in range(_TIMES + 1)]
    await database.close()
    return taken[1:]


async def _look(database: Database) -> Taken:
    end = START + _HELD
    days = stretch(end.date(), _DAYS, _ZONE)
    async with database.read() as connection:
        stopwatch = Stopwatch()
        await Daily(connection, StaffDirectory()).count(days, None, now=end)
        return stopwatch.taken
