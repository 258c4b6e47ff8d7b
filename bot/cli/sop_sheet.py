"""`groupkeeper sop import` and `sop export`: SOP tables in and out."""

import os
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.check import cast_of
from bot.cli.sop_results import Unit, all_steps, rooms_named, with_results
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.errors import ConfigError
from bot.core.ids import RunId
from bot.core.located import BrokenFile
from bot.core.located_chinese import say_in, tongue_of
from bot.core.plans import Run
from bot.core.results import ResultFilter
from bot.core.text import fold
from bot.plans.results import plan_of
from bot.plans.sheet_files import read_sheets, using, write_table
from sop.parse import parse_plan
from sop.sheet.casting import Casting
from sop.sheet.plan import Made, make_plan
from sop.sheet.table import Row, plan_table, room_table

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def register(group: typer.Typer) -> None:
    """Add the commands to `groupkeeper sop`."""
    _importing(group)
    _exporting(group)


def _importing(group: typer.Typer) -> None:
    @group.command("import", help="Make a plan of an SOP table (.xlsx or .csv).")
    def import_(
        table: Annotated[Path, typer.Argument(help="The spreadsheet.")],
        out: Annotated[Path, typer.Option(help="The plan file to write, such as week.yaml.")],
        name: Annotated[str, typer.Option(help="The plan's name; by default the file's.")] = "",
        person: Annotated[
            list[str] | None, typer.Option(help="Who plays a role: 粉丝=li; repeatable.")
        ] = None,
        force: Annotated[bool, typer.Option("--force", help="Overwrite the plan file.")] = False,
        config: Annotated[Path, typer.Option(help="The config.yaml: who is staff.")] = DEFAULT_PATH,
    ) -> None:
        settings = load_settings(config) if config.exists() else None
        if out.exists() and not force:
            msg = f"{out} is there already; choose another --out, or add --force"
            raise ConfigError(msg)
        made = make_plan(
            read_sheets(table),
            name=_named(name or out.stem),
            title=table.stem[:200],
            casting=casting(person or [], settings),
            today=SystemClock().now().date(),
        )
        _write(made, out, settings)


def _exporting(group: typer.Typer) -> None:
    @group.command("export", help="Write a plan as an SOP table, with what came of it filled in.")
    def export(
        plan: Annotated[str, typer.Argument(help="The plan's name.")],
        out: Annotated[Path, typer.Option(help="The table to write: x.xlsx or x.csv.")],
        room: Annotated[str, typer.Option(help="As it went in this room: its name or id.")] = "",
        run: Annotated[int, typer.Option(help="Or in this run: its number.", min=0)] = 0,
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
    ) -> None:
        now = SystemClock().now()
        rows = with_results(
            load_settings(config), lambda unit: _table(unit, plan, room, RunId(run), now)
        )
        write_table(out, plan, rows)
        sys.stdout.write(f"{out}: {len(rows) - 1} rows\n")


async def _table(unit: Unit, name: str, room: str, run: RunId, now: datetime) -> list[Row]:
    plan = await plan_of(unit, name)
    if plan is None:
        msg = f"the text of {name} was written for another release; put a new one in force first"
        raise ConfigError(msg)
    if not (room or run):
        return plan_table(plan, await all_steps(unit, ResultFilter(plan=name), now))
    which = await _run_of(unit, name, room, run)
    found = await all_steps(unit, ResultFilter(plan=name, run=which.id), now)
    return room_table(plan, found, which.zone)


async def _run_of(unit: Unit, name: str, room: str, number: RunId) -> Run:
    """The run that is meant: by its number, else the newest in the one room of that name."""
    every = (await unit.runs.begun([name])).values()
    runs = [one for of_room in every for one in of_room if not number or one.id == number]
    if room:
        rooms = await rooms_named(unit, name, room)
        runs = [one for one in runs if one.room in rooms]
    if not runs:
        msg = f"{name} did not run there; `groupkeeper sop list` shows its runs"
        raise ConfigError(msg)
    if len({one.room for one in runs}) > 1:
        names = ", ".join(sorted({one.room_name for one in runs})[:5])
        msg = f"{room} names several rooms ({names}); name one, or a --run"
        raise ConfigError(msg)
    return max(runs, key=lambda one: one.id)


def _write(made: Made, out: Path, settings: Settings | None) -> None:
    for one in made.unread:
        sys.stdout.write(f"{one.where}: {say_in(tongue_of(os.environ), one.what)}\n")
    if not made.source:
        msg = "no row of the table could be made a step; nothing is written"
        raise ConfigError(msg)
    try:
        parse_plan(made.source, file=str(out), cast=None if settings is None else cast_of(settings))
    except BrokenFile as error:
        msg = f"the table makes no sound plan; nothing is written:\n{error}"
        raise ConfigError(msg) from None
    with using(out):
        out.write_text(made.source, encoding="utf-8")
    left = f"; not read as it stands: {len(made.unread)}, see above" if made.unread else ""
    sys.stdout.write(f"{out}: {made.steps} steps{left}\n")


def casting(given: list[str], settings: Settings | None) -> Casting:
    """Who plays what: as said, else whoever of the staff has that name or title."""
    people: dict[str, str] = {}
    staff = settings.staff if settings is not None else ()
    names = {one.name for one in staff}
    for one in given:
        role, equals, person = one.partition("=")
        if not (equals and role.strip() and person.strip()):
            msg = f"--person {one}: write a role and a colleague, such as 粉丝=li"
            raise ConfigError(msg)
        if settings is not None and person.strip() not in names:
            known = ", ".join(sorted(names)) or "nobody"
            msg = f"--person {one}: {person.strip()} is not listed under staff; there are: {known}"
            raise ConfigError(msg)
        people[fold(role)] = person.strip()
    titled = {fold(title): one.name for one in staff for title in (one.name, one.title) if title}
    return Casting(people=people, staff=titled)


def _named(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text).strip("-._")[:64] or "imported"
