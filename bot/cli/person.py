"""`groupkeeper person ...`: what is held about somebody; given out whole, or erased."""

import asyncio
import json
import os
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from bot.cli.opening import login, opened
from bot.cli.tables import Sheet
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, load_settings
from bot.core.errors import GroupkeeperError
from bot.core.ids import StudentId
from bot.person_file import write_person_file
from storage.people.profiles import PersonProfile
from storage.people.roster import Roster
from storage.privacy.erasing import Erasing
from storage.privacy.erasures import Erasure, ErasurePreview, Erasures
from storage.privacy.exports import Exports
from storage.talk.poison_file import PoisonFile, poison_file

Number = Annotated[int, typer.Argument(min=1, help="The student ID.")]
Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
Author = Annotated[str, typer.Option("--author", help="Who asks; by default the login name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit.")]
_READABLE_BY_OWNER = 0o600


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The data of one person.", no_args_is_help=True)
    _show(group)
    _export(group)
    _erase(group)
    app.add_typer(group, name="person")


def _show(group: typer.Typer) -> None:
    @group.command(help="Accounts, rooms, names, tags of a person.")
    def show(
        student: Number,
        config: Config = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    ) -> None:
        found, tags = asyncio.run(_person(config, StudentId(student)))
        if json_:
            shown = {**asdict(found), "tags": tags}
            typer.echo(json.dumps(shown, default=datetime.isoformat, ensure_ascii=False))
        else:
            _print(found, tags)


def _export(group: typer.Typer) -> None:
    @group.command(help="Write everything that is held about a person into a ZIP. Audited.")
    def export(
        student: Number,
        out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
        reason: Reason = "",
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        rows = asyncio.run(_write(config, StudentId(student), out, author or login(), reason))
        sys.stderr.write(f"{rows:,} rows written to {out}; only you may read it\n")


def _erase(group: typer.Typer) -> None:
    @group.command(help="Erase a person's data for good; shows first what it would take.")
    def erase(
        student: Number,
        typed: Annotated[
            int | None,
            typer.Option("--typed", help="The student ID once more: then it is done."),
        ] = None,
        reason: Reason = "",
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        preview = asyncio.run(_preview(config, StudentId(student)))
        _tell(preview)
        if typed is None:
            sys.stderr.write(f"nothing is erased yet: add --typed {student} --reason '...'\n")
            raise typer.Exit(1)
        if typed != student:
            msg = f"--typed {typed} is not {student}; nothing is erased"
            raise GroupkeeperError(msg)
        if not reason.strip():
            msg = "say why with --reason; it is kept in the audit"
            raise GroupkeeperError(msg)
        done = asyncio.run(_go(config, StudentId(student), author or login(), reason))
        sys.stderr.write(f"erased: {done.counts.get('messages', 0):,} messages and all names\n")
        sys.stderr.write("backups made before now still hold them: see docs/privacy.md\n")


async def _person(config: Path, student: StudentId) -> tuple[PersonProfile, list[str]]:
    async with opened(load_settings(config)) as database, database.read() as connection:
        roster = Roster(connection)
        found = await roster.person(student)
        if found is None:
            raise _nobody(student)
        tags = (await roster.tags_of([found.student])).get(found.student, ())
        return found, [one.tag for one in tags]


async def _write(config: Path, student: StudentId, out: Path, author: str, reason: str) -> int:
    now = SystemClock().now()
    async with opened(load_settings(config)) as database:
        async with database.write() as connection:
            survivor = await Roster(connection).survivor(student)
            if survivor is None:
                raise _nobody(student)
            await Exports(connection).note(survivor, author=author, reason=reason, now=now)
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _READABLE_BY_OWNER)
        with os.fdopen(handle, "wb") as file:
            async with database.read() as connection:
                pages = Exports(connection).pages(survivor)
                return await write_person_file(pages, file, student=survivor, now=now)


async def _preview(config: Path, student: StudentId) -> ErasurePreview:
    async with opened(load_settings(config)) as database, database.read() as connection:
        found = await Erasures(connection).preview(student)
    if found is None:
        raise _nobody(student)
    return found


async def _go(config: Path, student: StudentId, author: str, reason: str) -> Erasure:
    clock = SystemClock()
    settings = load_settings(config)
    spilled = PoisonFile(poison_file(settings.storage))
    async with opened(settings) as database:
        async with database.write() as connection:
            begun = await Erasures(connection).begin(
                student, author=author, reason=reason, now=clock.now()
            )
        return await _follow(Erasing(database, spilled), begun, clock)


async def _follow(erasing: Erasing, begun: Erasure, clock: SystemClock) -> Erasure:
    """Go on until it is over, whether this process does it or the service."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bars:
        bar = bars.add_task("erasing", total=1.0)
        while begun.ended is None:
            busy = await erasing.step(clock.now())
            await asyncio.sleep(0 if busy else 1)  # nothing to do here: the service has it
            async with erasing.database.read() as connection:
                begun = await Erasures(connection).erasure(begun.id) or begun
            bars.update(bar, completed=begun.share)
    return begun


def _print(found: PersonProfile, tags: list[str]) -> None:
    console = Console(highlight=False)
    console.print(
        f"{found.student}  {escape(found.name)}  {escape(' '.join(f'#{t}' for t in tags))}"
    )
    console.print(f"first seen {found.first_seen:%Y-%m-%d}, {found.messages:,} messages")
    table = Sheet("account", "channel", "name", box=None)
    for one in found.identities:
        table.add_row(escape(one.ref), one.channel, escape(one.name))
    console.print(table)
    rooms = Sheet("room", "name", "nickname", "joined", "left", box=None)
    for seat in found.rooms:
        joined = f"{seat.joined:%Y-%m-%d}" if seat.joined else "-"
        gone = f"{seat.left:%Y-%m-%d}" if seat.left else ""
        rooms.add_row(str(seat.room), escape(seat.name), escape(seat.nickname), joined, gone)
    console.print(rooms)


def _tell(preview: ErasurePreview) -> None:
    others = ", ".join(str(one) for one in preview.students if one != preview.student)
    also = f" (and {others}, merged into it)" if others else ""
    sys.stderr.write(
        f"the data of {preview.student}{also}: {preview.identities} accounts,"
        f" {preview.names} names, {preview.messages:,} messages; "
        + ", ".join(f"{count} {name}" for name, count in preview.counts.items())
        + "\n"
    )


def _nobody(student: StudentId) -> GroupkeeperError:
    return GroupkeeperError(f"nobody has the student ID {student}")
