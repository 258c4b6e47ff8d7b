"""The calendar desk on a stage of plans: pages, lines of many rooms, grids."""

from collections import Counter
from datetime import timedelta

from bot.core.ids import StaffName
from bot.core.staff import Staff
from bot.plans.agenda import AgendaAsked, AgendaDesk
from bot.plans.agenda_days import AgendaDays
from bot.plans.grid import MOST, PlanGrid
from storage.sop.agenda_pages import Agenda
from storage.sop.runs import RunFilter, Runs
from tests.support.sop_stage import SHANGHAI


class Unit:
    """One transaction, as the calendar needs it."""

    def __init__(self, connection):
        self.runs = Runs(connection)
        self.agenda = Agenda(connection)


async def glances_of(stage, text):
    """A plan of this text, at work in three rooms."""
    stage.folder.files["week.yaml"] = text
    await stage.rooms(3)
    await stage.tick()
    await stage.start()
    await stage.tick()
    return Glances(stage)


class Glances:
    """What the console shows of the calendar, on a stage."""

    def __init__(self, stage):
        self.stage = stage
        self.desk = AgendaDesk(
            plans=lambda: {name: one.plan for name, one in stage.desk.shelf.plans.items()},
            staff=lambda: [Staff(name=StaffName("li"))],
            grace=lambda: stage.settings.grace,
            zone=lambda: SHANGHAI,
        )

    async def lines(self, within=None, **asked):
        async with self.stage.database.read() as connection:
            return await AgendaDays(desk=self.desk).lines(
                Unit(connection), AgendaAsked(**asked), within=within, now=self.stage.now
            )

    async def entries(self, **asked):
        async with self.stage.database.read() as connection:
            page = await self.desk.page(
                Unit(connection), AgendaAsked(**asked), limit=5000, now=self.stage.now
            )
        return page.items

    async def counted(self, **asked):
        """The entries, counted as the lines should have them."""
        return Counter(
            (one.due, one.step, one.standing, one.laid_out) for one in await self.entries(**asked)
        )

    async def grid(self, *, live=True, days=7, most=MOST):
        async with self.stage.database.read() as connection:
            unit = Unit(connection)
            runs = await unit.runs.listed(RunFilter(plan="week", live=live))
            return await PlanGrid(desk=self.desk, most=most).part(
                unit,
                runs.items,
                since=self.stage.now - timedelta(days=days),
                until=self.stage.now + timedelta(days=days),
                now=self.stage.now,
            )
