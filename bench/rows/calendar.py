"""The calendar: a week of many rooms, page by page, half of it not laid out yet."""

import asyncio
from pathlib import Path
from typing import Final

from bench.report import Figure
from bench.rows.planning import NOW, ROOMS, fill, lay_out_all
from bench.stage import Stopwatch, Taken, storage_in
from bot.core.ids import StaffName
from bot.core.staff import Staff
from bot.plans.agenda import AgendaAsked, AgendaDesk
from sop.parse import LoadedPlan, parse_plan
from sop.settings import SopSettings
from sop.shelf import Shelf
from storage.engine import Database, make_engine
from storage.schema import upgrade
from storage.sop.agenda_pages import Agenda
from storage.sop.runs import Runs

_SECONDS: Final = 1.0  # the budget of a page
_PAGE: Final = 500


def week_text() -> str:
    """A plan of a week: five steps a day, one of them a colleague's."""
    lines = ["name: bench", "title: bench", "seats:", "  t: {role: leader, account: room}"]
    lines += ["  li: {person: li}", "steps:"]
    for number in range(35):
        seat, day, hour = ("li" if number % 5 == 0 else "t"), number // 5 + 1, 8 + number % 5 * 2
        when = f'{{day: {day}, at: "{hour:02d}:00"}}'
        lines.append(f'  - {{id: s{number}, seat: {seat}, when: {when}, say: "第 {number} 步"}}')
    return "\n".join(lines)


class _Unit:
    """One transaction, as the calendar needs it."""

    def __init__(self, runs: Runs, agenda: Agenda) -> None:
        self.runs = runs
        self.agenda = agenda


def measure(size: str, folder: Path) -> list[Figure]:
    """Seconds of the slowest page of the week, and of a colleague's first page of it."""
    rooms = ROOMS[size]
    worst, mine = asyncio.run(_measure(rooms, folder))
    shown = f"{rooms:,} rooms x a week"
    budget = _SECONDS if size == "budget" else None
    return [
        _figure("the slowest page of the calendar", shown, worst, budget),
        _figure("a colleague's page of the calendar", shown, mine, budget),
    ]


def _figure(row: str, size: str, taken: Taken, budget: float | None) -> Figure:
    note = f"{_PAGE} steps a page; {taken.processor:.2f} s of processor"
    return Figure(row=row, size=size, value=taken.wall, unit="s", budget=budget, note=note)


async def _measure(rooms: int, folder: Path) -> tuple[Taken, Taken]:
    database = Database(make_engine(storage_in(folder)))
    await upgrade(database)
    await fill(database, rooms)
    plan = parse_plan(week_text(), file="bench.yaml")
    await lay_out_all(database, Shelf(plans={"bench": plan}), rooms)
    desk = _desk(plan)
    pages, after = [], None
    while True:
        taken, after = await _page(database, desk, AgendaAsked(week="2026-W10"), after)
        pages.append(taken)
        if after is None:
            break
    mine, _ = await _page(database, desk, AgendaAsked(week="2026-W10", person="li"), None)
    await database.close()
    return max(pages, key=lambda page: page.wall), mine


def _desk(plan: LoadedPlan) -> AgendaDesk:
    return AgendaDesk(
        plans=lambda: {"bench": plan.plan},
        staff=lambda: (Staff(name=StaffName("li")),),
        grace=lambda: SopSettings().grace,
        zone=lambda: "Asia/Shanghai",
    )


async def _page(
    database: Database, desk: AgendaDesk, asked: AgendaAsked, after: str | None
) -> tuple[Taken, str | None]:
    stopwatch = Stopwatch()
    async with database.read() as connection:
        unit = _Unit(Runs(connection), Agenda(connection))
        page = await desk.page(unit, asked, after=after, limit=_PAGE, now=NOW)
    return stopwatch.taken, page.next
