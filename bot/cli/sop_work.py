"""What `groupkeeper sop` does with the database; a running service takes it up by itself."""

from pathlib import Path

from bot.config import Settings
from bot.core.errors import GroupkeeperError
from bot.core.located_words import did_you_mean
from bot.core.plans import Occurrence, Run
from bot.core.tasks import Task
from bot.plans.folder import PlanFolder
from sop.parse import LoadedPlan
from sop.shelf import Shelf, stock
from storage.engine import Database
from storage.sop.calendar import StepFilter
from storage.sop.runs import RunFilter, Runs
from storage.sop.tasks import TaskFilter, Tasks

ALL = 500  # rows of a list


def shelf_of(settings: Settings, config: Path) -> Shelf:
    """The plans of the folder."""
    folder = config.resolve().parent / settings.sop.folder
    return stock(Shelf(), PlanFolder(folder).changed() or (), None)


def plan_named(name: str, shelf: Shelf) -> LoadedPlan:
    """A sound plan of the folder; raises ConfigError with its mistakes where it is broken."""
    loaded = shelf.plans.get(name)
    if loaded is not None:
        return loaded
    for one in shelf.refused:
        if Path(one.file).stem == name:
            raise one.error
    known = ", ".join(sorted(shelf.plans)) or "none"
    msg = f"no plan {name!r} in the plan folder{did_you_mean(name, shelf.plans)}; it has: {known}"
    raise GroupkeeperError(msg)


async def runs_listed(database: Database, wanted: RunFilter) -> list[Run]:
    """Runs, newest first."""
    async with database.read() as connection:
        return list((await Runs(connection).listed(wanted, limit=ALL)).items)


async def calendar(
    database: Database, wanted: StepFilter
) -> tuple[list[Occurrence], dict[int, str]]:
    """Steps by time, and what the room of each run is called."""
    async with database.read() as connection:
        runs = Runs(connection)
        steps = (await runs.calendar.listed(wanted, limit=ALL)).items
        at_work = await runs.by_id({step.run for step in steps})
        return list(steps), {number: run.room_name for number, run in at_work.items()}


async def tasks_listed(database: Database, wanted: TaskFilter) -> list[Task]:
    """Tasks, newest first."""
    async with database.read() as connection:
        return list((await Tasks(connection).listed(wanted, limit=ALL)).items)
