"""`groupkeeper export`: the archive as plain JSONL, which `groupkeeper import` reads again."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from io import TextIOBase
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.opening import opened
from bot.cli.periods import span, zone_named
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, load_settings
from bot.core.errors import Failure, GroupkeeperError
from bot.core.events import Event
from bot.importing.jsonl_writing import to_line
from storage.talk.reading import Past, Wanted


class CannotWrite(Failure):
    """The file for the export cannot be written."""


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="Write messages, joins, leaves, topics and recalls as JSONL.")
    def export(  # noqa: PLR0913, PLR0917 (typer makes an option of each parameter)
        out: Annotated[Path, typer.Option("--out", "-o", help="The file to write; - is stdout.")],
        room: Annotated[str, typer.Option(help="Only rooms of this name, with * and ?.")] = "",
        since: Annotated[
            str | None, typer.Option(help="Only from then on: 30d, 2024-05-01.")
        ] = None,
        until: Annotated[str | None, typer.Option(help="Only before then.")] = None,
        zone: Annotated[str, typer.Option(help="Time zone of --since.")] = "Asia/Shanghai",
        force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
    ) -> None:
        now, place = SystemClock().now(), zone_named(zone)
        first, last = span(since, until, zone=place, now=now)
        wanted = Wanted(since=first, until=last, room=room)
        if str(out) == "-":
            asyncio.run(_export(wanted, config, sys.stdout))
            return
        if out.exists() and not force:
            msg = f"{out}: is there already; --force overwrites it"
            raise GroupkeeperError(msg)
        count = _to_file(wanted, config, out)
        sys.stderr.write(f"{count:,} lines written to {out}\n")


def _to_file(wanted: Wanted, config: Path, out: Path) -> int:
    """Written beside and moved into place: nobody finds half an export under the name."""
    part = out.with_name(out.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            count = asyncio.run(_export(wanted, config, file))
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        msg = f"{out}: {error.strerror or error}"
        raise CannotWrite(msg) from error
    finally:
        part.unlink(missing_ok=True)
    return count


async def _export(wanted: Wanted, config: Path, file: TextIO | TextIOBase) -> int:
    console = Console(stderr=True)
    count = 0
    async with (
        opened(load_settings(config)) as database,
        database.read() as said,
        database.read() as happened,
    ):
        past = Past(said)
        total = await past.count(wanted)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
            bar = bars.add_task("messages", total=total)
            events = _Ahead(Past(happened).happened(wanted))
            async for batch in past.by_arrival(wanted):
                for seen in batch:
                    for event in await events.up_to(seen.event):
                        count += _write(file, event)
                    count += _write(file, seen.event)
                bars.advance(bar, len(batch))
            for event in await events.rest():
                count += _write(file, event)
    return count


def _write(file: TextIO | TextIOBase, event: Event) -> int:
    line = to_line(event)
    if line:
        file.write(line + "\n")
    return bool(line)


class _Ahead:
    """Events in their order, each given out before the first message that came after it."""

    def __init__(self, batches: AsyncIterator[list[Event]]) -> None:
        self._batches = batches
        self._waiting: list[Event] = []
        self._ended = False

    async def up_to(self, message: Event) -> list[Event]:
        """Those that were before this message."""
        due: list[Event] = []
        while await self._fill() and self._waiting[-1].at <= message.at:
            due.append(self._waiting.pop())
        return due

    async def rest(self) -> list[Event]:
        """All that are left."""
        left: list[Event] = []
        while await self._fill():
            left.append(self._waiting.pop())
        return left

    async def _fill(self) -> bool:
        while not self._waiting and not self._ended:
            batch = await anext(self._batches, None)
            self._ended = batch is None
            self._waiting = list(reversed(batch or []))
        return bool(self._waiting)
