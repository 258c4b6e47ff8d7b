"""Full-text search over everything that was said."""

import asyncio
import random
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.fill import Size, fill, index_messages
from bench.report import Figure
from bench.rows.looking import Look, figures, times
from bench.stage import say, storage_in
from bot.core.ids import RoomId
from storage.engine import Database, make_engine
from storage.tables.talk import message
from storage.talk.messages import MessageFilter
from storage.talk.search import Search

_MESSAGES = {"small": 100_000, "budget": 1_000_000, "large": 10_000_000}
_ROOMS = 200
_P95 = 100.0  # the budget, in ms
_COMMON = "打卡 作业 团购 老师说 快递柜 停车位 哈哈 谢谢大家 新版本 小区门口".split()
_RARE = range(2, 5)  # characters of a text somebody wrote once


def measure(size: str, folder: Path) -> list[Figure]:
    """p95 of common and rare words, everywhere and in one room."""
    return asyncio.run(_measure(size, folder))


async def _measure(size: str, folder: Path) -> list[Figure]:
    count = _MESSAGES[size]
    database = Database(make_engine(storage_in(folder)))
    say(f"filling an archive of {count:,} messages")
    await fill(database, folder / "bench.db", Size(messages=count, rooms=_ROOMS))
    await index_messages(database, count)
    rare = await _said_once(database, count)
    looks = {
        "common words": _look(_COMMON, in_room=False),
        "common words in one room": _look(_COMMON, in_room=True),
        "rare words": _look(rare, in_room=False),
        "rare words in one room": _look(rare, in_room=True),
        "two words": _look(
            [f"{one} {other}" for one in _COMMON for other in _COMMON], in_room=False
        ),
        "words nobody said": _look([f"{one}龘" for one in _COMMON], in_room=False),
    }
    say("searching")
    measured = await times(database, looks)
    await database.close()
    budget = _P95 if size == "budget" else None
    return figures("full-text search", f"{count:,} messages", measured, budget)


def _look(words: list[str], *, in_room: bool) -> Look:
    async def look(connection: AsyncConnection, dice: random.Random) -> int:
        room = RoomId(dice.randint(1, _ROOMS)) if in_room else None
        page = await Search(connection).search(dice.choice(words), MessageFilter(room=room))
        return len(page.items)

    return look


async def _said_once(database: Database, count: int) -> list[str]:
    """Two to four characters out of the own words of some messages."""
    dice = random.Random(3)  # noqa: S311 (a repeatable load)
    ids = [dice.randint(1, count) for _ in range(4_000)]
    async with database.read() as connection:
        rows = await connection.execute(select(message.c.text).where(message.c.id.in_(ids)))
        own = [text.rsplit("，", 1)[-1] for text in rows.scalars()]
    long = [one for one in own if len(one) >= max(_RARE) and "\u4e00" <= one[0] <= "\u9fff"]
    return [one[-dice.choice(_RARE) :] for one in long]
