"""`groupkeeper import`: talk of the past into the archive."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from bot.cli.import_report import show, write_json
from bot.cli.opening import opened
from bot.cli.periods import span, zone_named
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, load_settings
from bot.core.errors import StorageAway
from bot.core.events import Event
from bot.core.ids import ChannelName
from bot.importing.formats import NAMES, find_format, open_source, read
from bot.importing.runner import Period, Save, Tally, carry
from bot.importing.source import Source
from bot.importing.values import Format, NotImportable, Options
from storage.engine import Database
from storage.talk.archive import Archive


@dataclass(slots=True)
class Job:
    """One file and what became of it."""

    source: Source
    format: Format
    options: Options
    period: Period
    tally: Tally


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("import", help="Read exported talk into the archive; importing twice is once.")
    def import_(  # noqa: PLR0913, PLR0917 (typer makes an option of each parameter)
        files: Annotated[list[Path], typer.Argument(help="Exports of chat programs.")],
        format_: Annotated[
            str, typer.Option("--format", help=f"auto, {', '.join(NAMES)}.")
        ] = "auto",
        room: Annotated[
            str, typer.Option(help="Names the room of a file that names none; else selects rooms.")
        ] = "",
        zone: Annotated[
            str, typer.Option(help="Time zone of times that name none.")
        ] = "Asia/Shanghai",
        channel: Annotated[
            str, typer.Option(help="Channel to file it under; by default import.")
        ] = "",
        since: Annotated[
            str | None, typer.Option(help="Only from then on: 30d, 2024-05-01.")
        ] = None,
        until: Annotated[str | None, typer.Option(help="Only before then.")] = None,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Read only, store nothing.")
        ] = False,
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
    ) -> None:
        now = SystemClock().now()
        place = zone_named(zone)
        options = Options(zone=place, channel=ChannelName(channel) if channel else None, room=room)
        first, last = span(since, until, zone=place, now=now)
        period = Period(since=first, until=last)
        jobs = _jobs(files, format_, options, period)
        finished = _run(jobs, None if dry_run else config)
        report = write_json if json_ else show
        report(jobs, interrupted=not finished, dry_run=dry_run)
        if not finished or not any(job.tally.read or job.tally.outside for job in jobs):
            raise typer.Exit(1)


def _jobs(files: Sequence[Path], format_: str, options: Options, period: Period) -> list[Job]:
    """Every file is looked at before the first is imported."""
    jobs: list[Job] = []
    try:
        for path in files:
            source = open_source(path)
            known = find_format(source, format_)
            jobs.append(Job(source, known, options, period, Tally()))
    except NotImportable as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(2) from None
    return jobs


def _run(jobs: Sequence[Job], config: Path | None) -> bool:
    """Whether it came to the end; where it did not, what was committed stays."""
    with _progress() as bars:
        try:
            asyncio.run(_dry(jobs, bars) if config is None else _store(jobs, bars, config))
        except KeyboardInterrupt:
            return False
        except StorageAway as error:  # full disk, lost connection: say how far it came
            sys.stderr.write(f"error: {error}\n")
            return False
    return True


async def _store(jobs: Sequence[Job], bars: Progress, config: Path) -> None:
    clock = SystemClock()
    async with opened(load_settings(config)) as database:
        for job in jobs:
            await _carry(job, bars, _saving(database, clock))


async def _dry(jobs: Sequence[Job], bars: Progress) -> None:
    async def nowhere(_events: Sequence[Event]) -> int:
        await asyncio.sleep(0)  # so that Ctrl-C is heard
        return 0

    for job in jobs:
        await _carry(job, bars, nowhere)


def _saving(database: Database, clock: SystemClock) -> Save:
    async def save(events: Sequence[Event]) -> int:
        received: datetime = clock.now()
        async with database.write() as connection:
            return len(await Archive(connection).save(events, received=received))

    return save


async def _carry(job: Job, bars: Progress, save: Save) -> None:
    source = job.source
    bar = bars.add_task(source.path.name, total=source.size)
    try:
        await carry(
            read(source, job.format, job.options),
            job.tally,
            save,
            period=job.period,
            moved=lambda: bars.update(bar, completed=source.position),
        )
        bars.update(bar, completed=source.size)
    finally:
        job.tally.undecodable = source.undecodable


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as p:
        yield p
