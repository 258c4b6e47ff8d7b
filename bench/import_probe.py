"""How fast a large JSONL file is imported, and with how much memory: SQLite on disk.

.venv/bin/python -m bench.import_probe [lines] [--broken 0.01]
"""

import argparse
import asyncio
import json
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.core.events import Event
from bot.importing.formats import find_format, open_source, read
from bot.importing.runner import Period, Tally, carry
from bot.importing.values import Options
from storage import schema
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.talk.archive import Archive

_WORDS = "今天 明天 作业 打卡 老师 课程 什么时候 开始 谢谢 收到 团购 水果 几点 到货 好的".split()
_BROKEN = ("{", '{"at": "soon"}', "[]", '{"at": 1714527000, "room": "甲"}', "\x00\x01")


def write(path: Path, lines: int, broken: float) -> None:
    """A file of talk: 200 rooms, 20,000 people."""
    chance = random.Random(7)  # noqa: S311 (sample talk, no secret)
    with path.open("w", encoding="utf-8") as file:
        for number in range(lines):
            if chance.random() < broken:
                file.write(chance.choice(_BROKEN) + "\n")
                continue
            said = {
                "id": number,
                "at": 1_714_527_000 + number // 5,
                "room": f"群{chance.randrange(200)}",
                "sender": f"wxid_{chance.randrange(20_000)}",
                "sender_name": "小红",
                "text": "".join(chance.choices(_WORDS, k=chance.randint(2, 12))),
            }
            file.write(json.dumps(said, ensure_ascii=False) + "\n")


async def measure(path: Path, folder: Path | None) -> tuple[Tally, float]:
    """Import the file (into nothing where there is no folder); seconds taken."""
    source = open_source(path)
    options = Options(zone=ZoneInfo("Asia/Shanghai"))
    items = read(source, find_format(source), options)
    tally, clock = Tally(), SystemClock()

    async def nowhere(events: Sequence[Event]) -> int:
        return len(events)

    start = time.perf_counter()
    if folder is None:
        await carry(items, tally, nowhere, period=Period(), moved=lambda: None)
        return tally, time.perf_counter() - start
    database = Database(make_engine(StorageSettings(url=f"sqlite+aiosqlite:///{folder}/gk.db")))
    await schema.upgrade(database)

    async def save(events: Sequence[Event]) -> int:
        async with database.write() as connection:
            return len(await Archive(connection).save(events, received=clock.now()))

    start = time.perf_counter()
    await carry(items, tally, save, period=Period(), moved=lambda: None)
    taken = time.perf_counter() - start
    await database.close()
    return tally, taken


def main() -> None:
    """Print a line for reading only and one for reading and storing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--broken", type=float, default=0.01)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "talk.jsonl"
        write(path, given.lines, given.broken)
        for what, where in (("read", None), ("read and store", folder)):
            before = time.process_time()
            tally, taken = asyncio.run(measure(path, where))
            busy = time.process_time() - before
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            size = path.stat().st_size / 1e6
            rate = given.lines / taken
            print(
                f"{what}: {given.lines:,} lines ({size:.0f} MB) in {taken:.1f} s,"
                f" {rate:,.0f} lines/s ({busy:.1f} s of processor), stored {tally.stored:,},"
                f" set aside {tally.asides.total():,}, peak {peak:.0f} MiB"
            )


if __name__ == "__main__":
    main()
