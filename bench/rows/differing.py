"""A diff: what an edited plan changes in all its running rooms, read from the database."""

import asyncio
from pathlib import Path

from bench.report import Figure
from bench.rows.planning import NOW, STEPS, fill, lay_out_all, plan_text
from bench.stage import Stopwatch, storage_in
from bot.config import Settings
from bot.core.plans import PlanVersion
from bot.core.rooms import RoomRules
from bot.core.sending import DeliverySettings
from bot.plan_life.desk import PlanLife
from bot.rulebook import Rulebook
from sop.parse import parse_plan
from sop.settings import SopSettings
from sop.shelf import Shelf
from storage.engine import Database, make_engine
from storage.schema import upgrade
from storage.unit import Store

_ROOMS = {"small": 100, "budget": 1_000, "large": 10_000}
_SECONDS = 3.0  # the budget


def measure(size: str, folder: Path) -> list[Figure]:
    """Seconds to show what an edit of a third of the steps changes in every room."""
    return [asyncio.run(_measure(size, folder))]


async def _measure(size: str, folder: Path) -> Figure:
    rooms = _ROOMS[size]
    database = Database(make_engine(storage_in(folder)))
    await upgrade(database)
    await fill(database, rooms)
    first = parse_plan(plan_text(), file="bench.yaml")
    await lay_out_all(database, Shelf(plans={"bench": first}), rooms)
    store = Store(database, Rulebook(Settings()), DeliverySettings)
    version = PlanVersion(
        name="bench", version=first.version, path="", source=first.source, loaded_at=NOW
    )
    async with store.write() as unit:
        await unit.runs.editions.put(version)
    life = PlanLife(
        folder=folder,
        settings=SopSettings,
        cast=lambda: None,
        rules_for=lambda *_room: RoomRules(),
    )
    edited = plan_text().replace(':15"', ':20"')
    stopwatch = Stopwatch()
    async with store.read() as unit:
        edit = await life.editor.edit(unit.runs, "bench", NOW, source=edited)
    taken = stopwatch.taken
    await database.close()
    note = f"{len(edit.diff.dated):,} dated steps differ; {taken.processor:.2f} s of processor"
    return Figure(
        row="diff of an edited plan",
        size=f"{rooms:,} rooms x {STEPS} steps",
        value=taken.wall,
        unit="s",
        budget=_SECONDS if size == "budget" else None,
        note=note,
    )
