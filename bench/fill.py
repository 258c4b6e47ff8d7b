"""Large archives in a short time: rows straight into SQLite, indexed by the service's own code."""

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from bench.stage import say
from bench.talk import START, text
from bot.core.text import fold, repeat_key
from storage.engine import Database
from storage.people.names import index_names
from storage.schema import upgrade
from storage.talk.search import Search
from storage.types import micros

_INDEXED = 2_000  # messages a transaction; long texts make it fewer
_NAMED = 20_000
_TOLD = 500_000  # messages between two lines of progress
_HAN = [chr(0x4E00 + 7 * n) for n in range(2_500)]  # as many as people use, common ones first
_WEIGHTS = list(accumulate(1 / (n + 3) for n in range(len(_HAN))))
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华红云飞鹏宇浩轩子涵梓萱欣怡"
    "思琪嘉豪俊熙雨桐诗晨睿博然一诺佳悦可心若曦天佑海燕春梅冬雪晓东志强美玉金凤少华永康宝珠"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there is in an archive."""

    messages: int = 0
    people: int = 20_000
    rooms: int = 200
    apart: timedelta = timedelta(milliseconds=20)  # from each message to the next


def sentence(dice: random.Random) -> str:
    """Talk as `bench.talk` has it; every other message also says something of its own."""
    said = text(dice)
    if dice.random() < 0.5:
        said += "，" + "".join(dice.choices(_HAN, cum_weights=_WEIGHTS, k=dice.randint(2, 8)))
    return said


def name(dice: random.Random) -> str:
    """A name; many people share theirs."""
    given = "".join(dice.choices(_GIVEN, k=dice.choice((1, 2, 2, 2, 3))))
    return dice.choice(_FAMILY) + given


async def fill(database: Database, path: Path, size: Size) -> None:
    """Bring a new database up to date and put rooms, people and messages into it."""
    await upgrade(database)
    await asyncio.to_thread(_write, path, size)
    if size.people:
        await _index_names(database)


async def index_messages(database: Database, count: int) -> None:
    """Let the service's own code index every message."""
    done = 0
    while True:
        async with database.write() as connection:
            more = await Search(connection).index_pending(_INDEXED)
        if not more:
            return
        done += more
        if done // _TOLD > (done - more) // _TOLD:
            say(f"indexed {done:,} of {count:,}")


def _write(path: Path, size: Size) -> None:
    dice = random.Random(1)  # noqa: S311 (a repeatable load)
    began = micros(START)
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA synchronous=OFF")
        base.execute("PRAGMA cache_size=-262144")
        base.executemany(
            "INSERT INTO room (id,channel,ref,name,created_at) VALUES (?,'bench',?,?,?)",
            ((n, f"r{n}", f"群{n}", began) for n in range(1, size.rooms + 1)),
        )
        base.executemany(
            "INSERT INTO person (student_id,name,created_at) VALUES (?,?,?)",
            ((10_000 + n, name(dice), began) for n in range(1, size.people + 1)),
        )
        base.execute(
            "INSERT INTO identity (id,channel,ref,student_id,name,own,first_seen_at)"
            " SELECT student_id-10000,'bench','u'||student_id,student_id,name,0,created_at"
            " FROM person"
        )
        base.execute("INSERT INTO counter VALUES ('student_id', ?)", (10_000 + size.people,))
        base.executemany(
            "INSERT INTO message (id,channel,ref,room_id,identity_id,kind,text,text_hash,sent_at,"
            "received_at,own) VALUES (?,'bench',?,?,?,'text',?,?,?,?,0)",
            _messages(dice, size, began),
        )
    base.close()


def _messages(dice: random.Random, size: Size, began: int) -> Iterator[tuple[object, ...]]:
    apart = size.apart // timedelta(microseconds=1)
    for n in range(1, size.messages + 1):
        said = sentence(dice)
        at = began + n * apart
        who = dice.randint(1, size.people)
        # Half of what is said is said in a tenth of the rooms.
        room = dice.randint(1, max(1, size.rooms // 10) if n % 2 else size.rooms)
        yield (n, f"m{n}", room, who, said, repeat_key(said), at, at)
        if n % 1_000_000 == 0:
            say(f"written {n:,} of {size.messages:,}")


async def _index_names(database: Database) -> None:
    async with database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT id, name FROM identity")).all()
    names = [(row.id, 0, fold(row.name)) for row in rows]
    for first in range(0, len(names), _NAMED):
        async with database.write() as connection:
            await index_names(connection, names[first : first + _NAMED], [])
