"""What `groupkeeper sop` does with the database; a running service takes it up by itself."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.core.errors import GroupkeeperError
from bot.core.ids import OccurrenceId, RunId
from bot.core.located_words import did_you_mean
from bot.core.plans import NewRun, Occurrence, PlanRoom, Run
from bot.core.tasks import Task
from bot.plan_folder import PlanFolder
from sop.parse import LoadedPlan
from sop.shelf import Shelf, stock
from storage.engine import Database
from storage.service.audit import Audit
from storage.sop.calendar import StepFilter
from storage.sop.runs import RunFilter, Runs
from storage.sop.tasks import TaskFilter, Tasks

ALL = 500  # rows of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for it, why, and when."""

    author: str
    reason: str
    now: datetime


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


async def start(
    database: Database,
    settings: Settings,
    loaded: LoadedPlan,
    rooms: Sequence[str],
    on: date | None,
    asked: Asked,
) -> list[Run]:
    """Begin a plan in the rooms that the patterns name; raises where they name none."""
    async with database.write() as connection:
        runs = Runs(connection)
        fitting = [room for room in await runs.rooms() if _fits(room, rooms)]
        if not fitting:
            msg = f"no room is called {' or '.join(rooms)}; the bot must be in it first"
            raise GroupkeeperError(msg)
        new: list[NewRun] = []
        for room in fitting:
            rules = settings.rooms.rules_for(room.channel, room.ref, room.name)
            zone = loaded.plan.zone or rules.zone
            first = on or asked.now.astimezone(ZoneInfo(zone)).date()
            new.append(NewRun(plan=loaded.plan.name, room=room.id, starts_on=first, zone=zone))
        begun = await runs.start(new, asked.author, asked.now)
        await _note(Audit(connection), "sop.start", begun, asked)
        return list((await runs.by_id(begun)).values())


def _fits(room: PlanRoom, patterns: Sequence[str]) -> bool:
    return any(p == room.ref or fnmatchcase(room.name, p) for p in patterns)


async def change(
    database: Database, what: str, plan: str, rooms: Sequence[str], asked: Asked
) -> list[Run]:
    """Pause, resume or stop a plan, everywhere or in some rooms; the runs that changed."""
    async with database.write() as connection:
        runs = Runs(connection)
        places = {room.id for room in await runs.rooms() if not rooms or _fits(room, rooms)}
        at_work = (await runs.begun([plan])).items()
        mine = [run.id for (_, room), found in at_work if room in places for run in found]
        match what:
            case "pause":
                changed = await runs.pause(mine, asked.now)
            case "resume":
                changed = await runs.resume(mine)
            case _:
                changed = await runs.stop(mine, f"{asked.author} 停止了运行", asked.now)
        await _note(Audit(connection), f"sop.{what}", changed, asked)
        return list((await runs.by_id(changed)).values())


async def _note(audit: Audit, action: str, runs: Sequence[RunId], asked: Asked) -> None:
    for number in runs:
        await audit.note(
            action, f"run:{number}", author=asked.author, reason=asked.reason, now=asked.now
        )


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


async def decide(database: Database, what: str, number: int, asked: Asked) -> None:
    """Say or skip a step; raises where that is not possible (any more)."""
    async with database.write() as connection:
        cards = Runs(connection).calendar
        actions: dict[str, Callable[[], Awaitable[bool]]] = {
            "say": lambda: cards.approve(OccurrenceId(number), asked.author, asked.now),
            "skip": lambda: cards.skip(OccurrenceId(number), asked.author, asked.now),
        }
        subject = f"step:{number}"
        if not await actions[what]():
            msg = f"{subject} is not there, or it is too late for that: see `groupkeeper sop show`"
            raise GroupkeeperError(msg)
        await Audit(connection).note(
            f"sop.{what}", subject, author=asked.author, reason=asked.reason, now=asked.now
        )
