"""Finding a person by ID or by a part of a name."""

import asyncio
import random
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.fill import Size, fill, name
from bench.report import Figure
from bench.rows.looking import Look, figures, times
from bench.stage import say, storage_in
from storage.engine import Database, make_engine
from storage.people.roster import Roster

_PEOPLE = {"small": 10_000, "budget": 100_000, "large": 1_000_000}
_P95 = 10.0  # the budget, in ms


def measure(size: str, folder: Path) -> list[Figure]:
    """p95 by ID, by whole name, and by parts of one, two and three characters."""
    return asyncio.run(_measure(size, folder))


async def _measure(size: str, folder: Path) -> list[Figure]:
    count = _PEOPLE[size]
    database = Database(make_engine(storage_in(folder)))
    say(f"filling a roster of {count:,} people")
    await fill(database, folder / "bench.db", Size(people=count))
    say("finding")
    measured = await times(
        database,
        {
            "by ID": _by_id(count),
            "by one character": _by_part(1),
            "by two characters": _by_part(2),
            "by three characters": _by_part(3),
            "by whole name": _by_part(None),
        },
    )
    await database.close()
    budget = _P95 if size == "budget" else None
    return figures("find a person", f"{count:,} people", measured, budget)


def _by_id(people: int) -> Look:
    async def look(connection: AsyncConnection, dice: random.Random) -> int:
        return len(await Roster(connection).find(str(10_000 + dice.randint(1, people))))

    return look


def _by_part(length: int | None) -> Look:
    """From the end of a name: family names are too common to be looked for alone."""

    async def look(connection: AsyncConnection, dice: random.Random) -> int:
        whole = name(dice)
        return len(await Roster(connection).find(whole[-length:] if length else whole))

    return look
