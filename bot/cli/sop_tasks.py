"""`groupkeeper sop done`, `cannot`, `give`, `cancel`, `task`, `away`, `back`: people's work."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import sop_people_show as show
from bot.cli.opening import login
from bot.cli.sop_at_work import AsJson, Author, Config, Reason, asked
from bot.cli.sop_people import refuse, with_work
from bot.cli.sop_show import write_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH
from bot.core.errors import GroupkeeperError
from bot.core.ids import TaskId
from bot.core.plan_changes import Asked
from bot.core.tasks import Absence, OpenTask, Receipt, TaskNote
from bot.tasks.live import LiveWork
from sop.spans import read_date
from storage.unit import Unit

Number = Annotated[int, typer.Argument(min=1, help="The task's number (in `sop tasks`).")]
Name = Annotated[str, typer.Argument(help="The colleague, as listed under staff.")]

Change = Callable[[Unit, LiveWork, TaskId, Asked], Awaitable[bool]]


def register(group: typer.Typer) -> None:
    """Add the commands to `groupkeeper sop`."""
    _deciding(group)
    _looking(group)
    _absences(group)


def _deciding(group: typer.Typer) -> None:
    for what, text, do in (
        ("done", "A task is done.", _done),
        ("cancel", "Nobody need do a task.", _cancelled),
        ("cannot", "Its person cannot do a task: the next of its line gets it at once.", _cannot),
    ):
        group.command(what, help=text)(_decider(what, do))

    @group.command(help="Give an open or held task to a colleague.")
    def give(
        number: Number,
        to: Annotated[str, typer.Option(help="The colleague, as listed under staff.")],
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        async def do(unit: Unit, work: LiveWork, which: TaskId, said: Asked) -> bool:
            return await work.give(unit, which, to, said.author, said.now)

        _change(config, TaskId(number), "give", do, asked(author, reason))


def _decider(what: str, do: Change) -> Callable[..., None]:
    def decide(
        number: Number, author: Author = "", reason: Reason = "", config: Config = DEFAULT_PATH
    ) -> None:
        _change(config, TaskId(number), what, do, asked(author, reason))

    return decide


async def _done(unit: Unit, work: LiveWork, which: TaskId, said: Asked) -> bool:
    return await work.done(unit, which, said.author, said.now, Receipt.COMMAND)


async def _cancelled(unit: Unit, work: LiveWork, which: TaskId, said: Asked) -> bool:
    return await work.cancel(unit, which, said.author, said.now, said.reason)


async def _cannot(unit: Unit, work: LiveWork, which: TaskId, said: Asked) -> bool:
    return await work.cannot(unit, which, said.author, said.now, said.reason)


def _change(config: Path, which: TaskId, what: str, do: Change, said: Asked) -> None:
    async def made(unit: Unit, work: LiveWork) -> None:
        subject = f"task:{which}"
        before = await unit.audit.state(subject)
        if not await do(unit, work, which, said):
            await refuse(unit, which)
        await unit.audit.note(
            f"task.{what}",
            subject,
            author=said.author,
            reason=said.reason,
            now=said.now,
            before=before,
        )

    with_work(config, made, change=True)
    sys.stdout.write("ok\n")


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
            subject = f"staff:{name}"
            before = await unit.audit.state(subject)
            new = await work.leave(unit, name, last, reason=reason, author=who, now=now)
            await unit.audit.note(
                "absence.begin", subject, author=who, reason=reason, now=now, before=before
            )
            return new

        with_work(config, do, change=True)
        sys.stdout.write(f"away: {name} {f'until {until} (included)' if until else 'until back'}\n")

    @group.command(help="A colleague is there again.")
    def back(name: Name, author: Author = "", config: Config = DEFAULT_PATH) -> None:
        who, now = author or login(), SystemClock().now()

        async def do(unit: Unit, work: LiveWork) -> None:
            subject = f"staff:{name}"
            before = await unit.audit.state(subject)
            if not await work.back(unit, name, who, now):
                msg = f"{name} is not away"
                raise GroupkeeperError(msg)
            await unit.audit.note("absence.end", subject, author=who, now=now, before=before)

        with_work(config, do, change=True)
        sys.stdout.write(f"back: {name}\n")

    @group.command(help="Who is away now or will be.")
    def absences(config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        now = SystemClock().now()

        async def look(unit: Unit, _work: LiveWork) -> list[Absence]:
            return await unit.absences.listed(now)

        found = with_work(config, look)
        (write_json if json_ else show.show_absences)(found)
