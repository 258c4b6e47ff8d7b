"""How long the archive and the context take a message: `python -m bench.storage_probe [--profile]`.

100,000 messages of 20,000 people in 200 rooms, in batches of 256, on SQLite on disk.
"""

import asyncio
import cProfile
import pstats
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

from bot.core.events import MessageReceived
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.rooms import RoomRules
from bot.core.staff import StaffDirectory
from storage.archive import Archive
from storage.context import load_context
from storage.engine import Database, make_engine
from storage.schema import upgrade
from storage.settings import StorageSettings

BATCH = 256
_START = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS = "今天 群里 课程 作业 老师 报名 价格 优惠 请问 怎么 学习 打卡 谢谢 大家 明天".split()


def talk(count: int, people: int, rooms: int) -> list[MessageReceived]:
    """Messages such as a lively set of groups makes."""
    dice = random.Random(1)  # noqa: S311 (a repeatable load)
    everybody = [dice.randrange(people) for _ in range(count)]  # each is in three rooms
    return [
        MessageReceived(
            channel=ChannelName("wx"),
            ref=MessageRef(f"m{dice.getrandbits(80):x}"),
            at=_START + timedelta(seconds=n / 10),
            room=RoomRef(f"r{(who + 7 * dice.randrange(3)) % rooms}"),
            room_name="学习群",
            sender=UserRef(f"u{who}"),
            sender_name=f"王小{who}",
            text="".join(dice.choice(_WORDS) for _ in range(dice.randint(2, 12))),
        )
        for n, who in enumerate(everybody)
    ]


async def run(url: str, events: list[MessageReceived]) -> tuple[float, float, float]:
    """Seconds spent on saving, on context, and in all."""
    database = Database(make_engine(StorageSettings(url=url)))
    await upgrade(database)
    rules = RoomRules()
    saving = looking = 0.0
    started, worked = time.perf_counter(), time.process_time()
    for first in range(0, len(events), BATCH):
        batch = events[first : first + BATCH]
        now = batch[-1].at
        async with database.write() as connection:
            t0 = time.perf_counter()
            seen = await Archive(connection).save(batch, received=now)
            t1 = time.perf_counter()
            await load_context(
                connection,
                seen,
                rules_for=lambda *_: rules,
                staff=StaffDirectory(),
                window=timedelta(hours=1),
                now=now,
            )
            t2 = time.perf_counter()
        saving += t1 - t0
        looking += t2 - t1
    total = time.perf_counter() - started
    print(f"processor {(time.process_time() - worked) / len(events) * 1e6:.1f} us")
    await database.close()
    return saving, looking, total


def main() -> None:
    """Print the figures."""
    events = talk(100_000, 20_000, 200)
    with tempfile.TemporaryDirectory() as folder:
        profile = cProfile.Profile()
        if "--profile" in sys.argv:
            profile.enable()
        url = sys.argv[-1] if "://" in sys.argv[-1] else f"sqlite+aiosqlite:///{folder}/probe.db"
        saving, looking, total = asyncio.run(run(url, events))
        if "--profile" in sys.argv:
            profile.disable()
            pstats.Stats(profile).sort_stats("tottime").print_stats(35)
    each = 1e6 / len(events)
    print(
        f"save {saving * each:.1f} us, context {looking * each:.1f} us, all {total * each:.1f} us"
    )


if __name__ == "__main__":
    main()
