"""`groupkeeper sop done`, `cannot`, `give`, `cancel`, `task`, `away`, `back`: people's work."""

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import sop_people_show as show
from bot.cli.opening import login
from bot.cli.sop_people import refuse, with_work
from bot.cli.sop_show import write_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH
from bot.core.errors import GroupkeeperError
from bot.core.ids import TaskId
from bot.core.tasks import Absence, OpenTask, Receipt, TaskNote
from bot.live_work import LiveWork
from sop.spans import read_date
from storage.unit import Unit

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Number = Annotated[int, typer.Argument(min=1, help="The task's number (in `sop tasks`).")]
Name = Annotated[str, typer.Argument(help="The colleague, as listed under staff.")]
Author = Annotated[str, typer.Option("--author", help="Who asks; by default the login name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit.")]

Change = Callable[[Unit, LiveWork, str, datetime], Awaitable[bool]]


def register(group: typer.Typer) -> None:
    """Add the commands to `groupkeeper sop`."""
    _closing(group)
    _passing(group)
    _looking(group)
    _absences(group)


def _closing(group: typer.Typer) -> None:
    @group.command(help="A task is done.")
    def done(
        number: Number, author: Author = "", reason: Reason = "", config: Config = DEFAULT_PATH
    ) -> None:
        which = TaskId(number)

        async def do(unit: Unit, work: LiveWork, who: str, now: datetime) -> bool:
            return await work.done(unit, which, who, now, Receipt.COMMAND)

        _change(config, which, "sop.done", do, author, reason)

    @group.command(help="Nobody need do a task.")
    def cancel(
        number: Number, author: Author = "", reason: Reason = "", config: Config = DEFAULT_PATH
    ) -> None:
        which = TaskId(number)

        async def do(unit: Unit, work: LiveWork, who: str, now: datetime) -> bool:
            return await work.cancel(unit, which, who, now, reason)

        _change(config, which, "sop.cancel", do, author, reason)


def _passing(group: typer.Typer) -> None:
    @group.command(help="Its person cannot do a task: the next of its line gets it at once.")
    def cannot(
        number: Number, author: Author = "", reason: Reason = "", config: Config = DEFAULT_PATH
    ) -> None:
        which = TaskId(number)

        async def do(unit: Unit, work: LiveWork, who: str, now: datetime) -> bool:
            return await work.cannot(unit, which, who, now, reason)

        _change(config, which, "sop.cannot", do, author, reason)

    @group.command(help="Give an open or held task to a colleague.")
    def give(
        number: Number,
        to: Annotated[str, typer.Option(help="The colleague, as listed under staff.")],
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        which = TaskId(number)

        async def do(unit: Unit, work: LiveWork, who: str, now: datetime) -> bool:
            return await work.give(unit, which, to, who, now)

        _change(config, which, "sop.give", do, author, reason)


def _looking(group: typer.Typer) -> None:
    @group.command(help="One task: its text, and everything that happened to it.")
    def task(number: Number, config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        which = TaskId(number)

        async def look(unit: Unit, _work: LiveWork) -> tuple[OpenTask, list[TaskNote]]:
            found = await unit.tasks.whole(which)
            if found is None:
                await refuse(unit, which)
            return found, await unit.tasks.notes(which)

        one, notes = with_work(config, look)
        (show.dump_task if json_ else show.show_task)(one, notes)


def _absences(group: typer.Typer) -> None:
    @group.command(help="A colleague is away: open tasks go to the stand-ins at once.")
    def away(
        name: Name,
        until: Annotated[
            str | None, typer.Option(help="The last day, 2026-03-10; by default until `back`.")
        ] = None,
        reason: Reason = "",
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        who, now = author or login(), SystemClock().now()

        async def do(unit: Unit, work: LiveWork) -> Absence:
            last = None if until is None else read_date(until)
            new = await work.leave(unit, name, last, reason=reason, author=who, now=now)
            await unit.audit.note("sop.away", f"staff:{name}", author=who, reason=reason, now=now)
            return new

        with_work(config, do, change=True)
        sys.stdout.write(f"away: {name} {f'until {until} (included)' if until else 'until back'}\n")

    @group.command(help="A colleague is there again.")
    def back(name: Name, author: Author = "", config: Config = DEFAULT_PATH) -> None:
        who, now = author or login(), SystemClock().now()

        async def do(unit: Unit, work: LiveWork) -> None:
            if not await work.back(unit, name, who, now):
                msg = f"{name} is not away"
                raise GroupkeeperError(msg)
            await unit.audit.note("sop.back", f"staff:{name}", author=who, now=now)

        with_work(config, do, change=True)
        sys.stdout.write(f"back: {name}\n")

    @group.command(help="Who is away now or will be.")
    def absences(config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        now = SystemClock().now()

        async def look(unit: Unit, _work: LiveWork) -> list[Absence]:
            return await unit.absences.listed(now)

        found = with_work(config, look)
        (write_json if json_ else show.show_absences)(found)


def _change(config: Path, which: TaskId, action: str, do: Change, author: str, reason: str) -> None:
    who, now = author or login(), SystemClock().now()

    async def made(unit: Unit, work: LiveWork) -> None:
        if not await do(unit, work, who, now):
            await refuse(unit, which)
        await unit.audit.note(action, f"task:{which}", author=who, reason=reason, now=now)

    with_work(config, made, change=True)
    sys.stdout.write("ok\n")
