"""Planning: every step of a plan in many rooms, 48 hours ahead."""

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.report import Figure
from bench.stage import Stopwatch, Taken, storage_in
from bot.config import Settings
from bot.core.effects import Intent
from bot.core.plans import NewRun
from bot.core.sending import DeliverySettings
from bot.plans.desk import SopDesk
from bot.plans.due import Around
from bot.plans.firing import fire
from bot.plans.folder import PlanFolder
from bot.plans.layout import lay_out
from bot.rulebook import Rulebook
from sop.checks import Cast
from sop.parse import parse_plan
from sop.settings import SopSettings
from sop.shelf import Shelf
from storage.delivery.rows import enqueue
from storage.engine import Database, make_engine
from storage.schema import upgrade
from storage.sop.runs import Runs
from storage.tables.people import room
from storage.unit import Unit

NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
STEPS = 30
ROOMS = {"small": 100, "budget": 1_000, "large": 10_000}
_SECONDS = 2.0  # the budget


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


def measure(size: str, folder: Path) -> list[Figure]:
    """Seconds to lay everything out, to lay it out again after an edit, and to fire one time."""
    rooms = ROOMS[size]
    laid, edited, idle, fired = asyncio.run(_measure(rooms, folder))
    shown = f"{rooms:,} rooms x {STEPS} steps"
    budget = _SECONDS if size == "budget" else None
    return [
        _figure("planning 48 h", shown, laid, budget),
        _figure("planning anew after an edit", shown, edited),
        _figure("a tick of the plans with nothing to do", shown, idle),
        _figure("queueing one post in every room", shown, fired),
    ]


def _figure(row: str, size: str, taken: Taken, budget: float | None = None) -> Figure:
    note = f"{taken.processor:.2f} s of processor"
    return Figure(row=row, size=size, value=taken.wall, unit="s", budget=budget, note=note)


async def _measure(rooms: int, folder: Path) -> tuple[Taken, Taken, Taken, Taken]:
    database = Database(make_engine(storage_in(folder)))
    await upgrade(database)
    await fill(database, rooms)
    first = parse_plan(plan_text(), file="bench.yaml")
    edited = parse_plan(plan_text() + "\n# edited\n", file="bench.yaml")
    after = Shelf(plans={"bench": edited})
    laid = await lay_out_all(database, Shelf(plans={"bench": first}), rooms)
    anew = await lay_out_all(database, after, rooms)
    (folder / "bench.yaml").write_text(edited.source, encoding="utf-8")
    idle = await _idle(database, folder)
    fired = await _fire(database, after, rooms)
    await database.close()
    return laid, anew, idle, fired


async def fill(database: Database, rooms: int) -> None:
    """Rooms in which the plan begins."""
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


async def lay_out_all(database: Database, shelf: Shelf, rooms: int) -> Taken:
    """Lay every room out, as far ahead as the service does."""
    settings = SopSettings()
    gc.collect()
    stopwatch = Stopwatch()
    for _ in range(0, rooms, settings.rooms_per_tick):  # one transaction each, as in the service
        async with database.write() as connection:
            await lay_out(Runs(connection), shelf, settings, NOW)
    return stopwatch.taken


def _work(connection: AsyncConnection) -> Unit:
    """One transaction, as the service opens it."""
    return Unit(connection, Rulebook(Settings()), DeliverySettings())


async def _idle(database: Database, plans: Path) -> Taken:
    """The longest of twenty ticks in which nothing is due, once everything is laid out."""
    desk = SopDesk(
        settings=SopSettings,
        folder=PlanFolder(plans),
        cast=lambda: Cast(accounts=frozenset(), staff=frozenset()),
        zone_for=lambda _room: "Asia/Shanghai",
    )
    ticks: list[Taken] = []
    for second in range(20):
        stopwatch = Stopwatch()
        async with database.write() as connection:
            await desk.tick(_work(connection), NOW + timedelta(seconds=second))
        ticks.append(stopwatch.taken)
    return max(ticks[2:], key=lambda tick: tick.wall)  # the first reads the plans


async def _fire(database: Database, shelf: Shelf, rooms: int) -> Taken:
    """The first step of every room, due at the same minute, up to the outbox."""
    settings = SopSettings()
    now = NOW + timedelta(minutes=15)
    gc.collect()
    stopwatch = Stopwatch()
    for _ in range(0, rooms, settings.posts_per_tick):
        async with database.write() as connection:
            effects = await fire(_work(connection), Around(settings=settings, shelf=shelf), now)
            await enqueue(connection, [e for e in effects if isinstance(e, Intent)], now)
    return stopwatch.taken
