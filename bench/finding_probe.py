"""How long it takes to find: `python -m bench.finding_probe [messages] [people]`.

Full-text search and people by a part of a name, on SQLite on disk, p50 and p95 in milliseconds.
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import quantiles

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import StudentId
from storage.engine import Database, make_engine
from storage.messages import MessageFilter
from storage.names import folded_name, index_names
from storage.roster import Roster
from storage.schema import upgrade
from storage.search import Search
from storage.settings import StorageSettings

_COMMON = "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去"
_WORDS = [a + b for a in _COMMON for b in _COMMON]
_TOPICS = ("课程", "报名", "多少钱", "怎么买", "打卡", "优惠券", "iphone", "团购", "老师好", "作业")
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华红云飞鹏宇"


def fill(path: Path, messages: int, people: int) -> None:
    """Rows straight into the tables: the pipeline has its own bench."""
    dice = random.Random(1)  # noqa: S311 (a repeatable load)
    with sqlite3.connect(path) as base:
        base.execute("INSERT INTO room (id,channel,ref,name,created_at) VALUES (1,'wx','r','群',0)")
        base.executemany(
            "INSERT INTO person (student_id,name,created_at) VALUES (?,?,0)",
            ((10_000 + n, _name(dice)) for n in range(1, people + 1)),
        )
        base.execute(
            "INSERT INTO identity (id,channel,ref,student_id,name,own,first_seen_at) "
            "SELECT student_id-10000,'wx','u'||student_id,student_id,name,0,0 FROM person"
        )
        base.executemany(
            "INSERT INTO message (id,channel,ref,room_id,identity_id,kind,text,sent_at,"
            "received_at,own) VALUES (?,'wx',?,1,?,'text',?,?,0,0)",
            (
                (n, f"m{n}", dice.randint(1, people), _sentence(dice), n * 1000)
                for n in range(1, messages + 1)
            ),
        )


def _name(dice: random.Random) -> str:
    return dice.choice(_FAMILY) + "".join(dice.choices(_GIVEN, k=dice.choice((1, 2, 2, 3))))


def _sentence(dice: random.Random) -> str:
    words = dice.choices(_WORDS, k=dice.randint(2, 8))
    if dice.random() < 0.5:  # half a million messages hold the commonest of these
        words.append(_TOPICS[min(int(dice.expovariate(0.7)), len(_TOPICS) - 1)])
    return "，".join(words)


async def measure(
    name: str, database: Database, look: Callable[[AsyncConnection, int], Awaitable[int]]
) -> None:
    """Print how long 200 looks take."""
    times = []
    found = 0
    for n in range(200):
        async with database.read() as connection:
            began = time.perf_counter()
            found += await look(connection, n)
            times.append((time.perf_counter() - began) * 1000)
    marks = quantiles(times, n=20)
    print(f"{name:28} p50 {marks[9]:7.2f} ms   p95 {marks[18]:7.2f} ms   found {found}")


async def prepare(database: Database, path: Path, messages: int, people: int) -> list[str]:
    """Fill and index a database; the names in it."""
    await upgrade(database)
    await asyncio.to_thread(fill, path, messages, people)
    began = time.perf_counter()
    async with database.write() as connection:
        rows = (await connection.exec_driver_sql("SELECT id, name FROM identity")).all()
        await index_names(connection, [(row.id, 0, folded_name(row.name)) for row in rows], [])
    print(f"names indexed   {people / (time.perf_counter() - began):10.0f} /s")
    began = time.perf_counter()
    more = 1
    while more:
        async with database.write() as connection:
            more = await Search(connection).index_pending()
    print(f"texts indexed   {messages / (time.perf_counter() - began):10.0f} /s")
    return [row.name for row in rows]


def searches(dice: random.Random) -> dict[str, Callable[[int], tuple[str, MessageFilter | None]]]:
    """What is searched for, by the look's number."""
    return {
        "common words": lambda n: (_TOPICS[n % len(_TOPICS)], None),
        "two characters": lambda _n: (dice.choice(_WORDS), None),
        "two words": lambda _n: (f"{dice.choice(_WORDS)} {dice.choice(_TOPICS)}", None),
        "one person's": lambda n: ("课程", MessageFilter(student=StudentId(10_001 + n))),
        "nowhere": lambda n: (_TOPICS[n % len(_TOPICS)] + "鑫", None),
        "four, rarely together": lambda _n: (dice.choice(_WORDS) + dice.choice(_WORDS), None),
    }


async def run(folder: Path, messages: int, people: int) -> None:
    """Fill a database, index it, look."""
    path = folder / "probe.db"
    database = Database(make_engine(StorageSettings(url=f"sqlite+aiosqlite:///{path}")))
    names = await prepare(database, path, messages, people)
    dice = random.Random(2)  # noqa: S311 (a repeatable load)
    for name, asked in searches(dice).items():

        async def look(
            connection: AsyncConnection,
            n: int,
            asked: Callable[[int], tuple[str, MessageFilter | None]] = asked,
        ) -> int:
            return len((await Search(connection).search(*asked(n))).items)

        await measure(name, database, look)

    async def part(connection: AsyncConnection, n: int) -> int:
        one = dice.choice(names)
        return len(await Roster(connection).find((one, one[:2], one[-2:], one[0])[n % 4]))

    async def by_id(connection: AsyncConnection, _n: int) -> int:
        return len(await Roster(connection).find(str(10_000 + dice.randint(1, people))))

    await measure("person by part of name", database, part)
    await measure("person by ID", database, by_id)
    await database.close()


def main() -> None:
    """Print the figures."""
    sizes = [int(one) for one in sys.argv[1:]] or [1_000_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), sizes[0], sizes[-1] if len(sizes) > 1 else 100_000))


if __name__ == "__main__":
    main()
