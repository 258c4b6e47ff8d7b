"""Planning 1,000 rooms x 30 steps for 48 h on SQLite: `python -m bench.sop_probe [rooms]`."""

import asyncio
import gc
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import Intent
from bot.core.plans import NewRun
from bot.sop_desk import SopDesk
from bot.sop_firing import fire
from bot.sop_layout import lay_out
from sop.checks import Cast
from sop.parse import LoadedPlan, parse_plan
from sop.settings import SopSettings
from sop.shelf import PlanFile, Shelf
from storage.engine import Database, make_engine
from storage.outbox_rows import enqueue
from storage.runs import Runs
from storage.schema import upgrade
from storage.settings import StorageSettings
from storage.tables.people import room
from storage.tasks import Tasks

NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
STEPS = 30


def plan_text(steps: int = STEPS) -> str:
    """A plan whose steps are all within the next 48 hours."""
    lines = ["name: bench", "title: bench", "seats: {t: {role: leader, account: room}}", "steps:"]
    for number in range(steps):
        at = f"{8 + number % 15 // 2:02d}:{30 if number % 2 else 15}"
        day = 1 + number // 15
        lines += [
            f'  - {{id: s{number}, seat: t, when: {{day: {day}, at: "{at}"}},',
            f'     say: "{{{{ room.name }}}} 第 {number} 步"}}',
        ]
    return "\n".join(lines)


async def measure(rooms: int) -> dict[str, float]:
    """Seconds to lay out everything, to lay it out again after an edit, and to fire one time."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        database = Database(make_engine(StorageSettings(url=url)))
        await upgrade(database)
        await _fill(database, rooms)
        first = parse_plan(plan_text(), file="bench.yaml")
        edited = parse_plan(plan_text() + "\n# edited\n", file="bench.yaml")
        figures = {
            "lay_out": await _lay_out(database, Shelf(plans={"bench": first}), rooms),
            "edit": await _lay_out(database, Shelf(plans={"bench": edited}), rooms),
            "idle": await _idle(database, edited),
            "fire": await _fire(database, Shelf(plans={"bench": edited}), rooms),
        }
        await database.close()
        return figures


async def _fill(database: Database, rooms: int) -> None:
    async with database.write() as connection:
        rows = [
            {"channel": "sim", "ref": f"r{n}", "name": f"群{n}", "created_at": NOW}
            for n in range(rooms)
        ]
        await connection.execute(insert(room), rows)
        runs = Runs(connection)
        new = [
            NewRun(plan="bench", room=r.id, starts_on=NOW.date(), zone="Asia/Shanghai")
            for r in await runs.rooms()
        ]
        await runs.start(new, "bench", NOW)


async def _lay_out(database: Database, shelf: Shelf, rooms: int) -> float:
    settings = SopSettings()
    gc.collect()
    started = perf_counter()
    for _ in range(0, rooms, settings.rooms_per_tick):  # one transaction each, as in the service
        async with database.write() as connection:
            await lay_out(Runs(connection), shelf, settings, NOW)
    return perf_counter() - started


class _Folder:
    """One plan that never changes."""

    def __init__(self, source: str) -> None:
        self._source: str | None = source

    def changed(self) -> tuple[PlanFile, ...] | None:
        """The plan, once."""
        source, self._source = self._source, None
        return None if source is None else (PlanFile(file="bench.yaml", source=source),)


class _Work:
    """One transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.runs = Runs(connection)
        self.tasks = Tasks(connection)


async def _idle(database: Database, loaded: LoadedPlan) -> float:
    """A tick in which nothing is due, once everything is laid out."""
    desk = SopDesk(
        settings=SopSettings,
        folder=_Folder(loaded.source),
        cast=lambda: Cast(accounts=frozenset(), staff=frozenset()),
        zone_for=lambda _room: "Asia/Shanghai",
    )
    took = 0.0
    for second in range(20):
        started = perf_counter()
        async with database.write() as connection:
            await desk.tick(_Work(connection), NOW + timedelta(seconds=second))
        took = perf_counter() - started if second < 2 else max(took, perf_counter() - started)
    return took


async def _fire(database: Database, shelf: Shelf, rooms: int) -> float:
    """The first step of every room, due at the same minute, up to the outbox."""
    settings = SopSettings()
    now = NOW + timedelta(minutes=15)
    gc.collect()
    started = perf_counter()
    for _ in range(0, rooms, settings.posts_per_tick):
        async with database.write() as connection:
            effects = await fire(Runs(connection), shelf, settings, now)
            await enqueue(connection, [e for e in effects if isinstance(e, Intent)], now)
    return perf_counter() - started


def main() -> None:
    """Print a table."""
    sizes = [int(given) for given in sys.argv[1:]] or [100, 1000, 10_000]
    print(f"{'rooms':>7} {'steps':>8} {'lay out s':>10} {'edit s':>8} {'idle s':>8} {'fire s':>8}")
    for rooms in sizes:
        figures = asyncio.run(measure(rooms))
        print(
            f"{rooms:>7} {rooms * STEPS:>8} {figures['lay_out']:>10.2f}"
            f" {figures['edit']:>8.2f} {figures['idle']:>8.4f}{figures['fire']:>8.2f}"
        )


if __name__ == "__main__":
    main()
