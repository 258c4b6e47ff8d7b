"""`groupkeeper db`: the database's shape, its backups, and how it stands."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, load_settings
from storage import schema
from storage.delivery.claims import RESTORED
from storage.engine import Database, make_engine
from storage.service import backup as backups
from storage.settings import StorageSettings
from storage.tables.service import meta
from storage.talk.search import Search

_Config = Annotated[Path, typer.Option(help="The config.yaml.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the database stands."""

    url: str  # without its password
    revision: str | None
    newest: str
    up_to_date: bool
    not_indexed: int | None  # messages that search has still to index
    restored_at: str | None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Set up, back up, restore the database.", no_args_is_help=True)

    @group.command(help="Bring the database to the shape this version works with.")
    def upgrade(config: _Config = DEFAULT_PATH) -> None:
        revision = asyncio.run(_upgrade(load_settings(config).storage))
        _say(f"the database is at revision {revision}")

    @group.command(help="Write a checked copy; the service may go on meanwhile.")
    def backup(
        target: Annotated[Path | None, typer.Argument(help="The file to write.")] = None,
        force: _Force = False,
        config: _Config = DEFAULT_PATH,
    ) -> None:
        settings = load_settings(config).storage
        to = target or Path(backups.default_name(settings, SystemClock().now()))
        with _bar("backing up") as progress:
            asyncio.run(backups.backup(settings, to, force=force, progress=progress))
        _say(f"backed up to {to}")

    @group.command(help="Put a backup in the database's place; stop the service first.")
    def restore(
        source: Annotated[Path, typer.Argument(help="The backup.")],
        force: _Force = False,
        config: _Config = DEFAULT_PATH,
    ) -> None:
        settings, now = load_settings(config).storage, SystemClock().now()
        with _bar("restoring") as progress:
            kept = asyncio.run(
                backups.restore(settings, source, now=now, force=force, progress=progress)
            )
        _say(f"restored {source}" + (f"; the old database is kept as {kept}" if kept else ""))
        _say("posts that were due before now are held: look at them before they go out")

    @group.command(help="Which revision the database has, and what is left to do.")
    def status(
        config: _Config = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    ) -> None:
        found = asyncio.run(_status(load_settings(config).storage))
        if json_:
            _say(json.dumps(asdict(found)))
        else:
            for name, value in asdict(found).items():
                _say(f"{name.replace('_', ' '):12} {'-' if value is None else value}")
        raise typer.Exit(0 if found.up_to_date else 1)

    app.add_typer(group, name="db")


async def _upgrade(settings: StorageSettings) -> str:
    database = Database(make_engine(settings))
    try:
        with _bar("upgrading") as progress:
            return await schema.upgrade(database, lambda step: progress(step.done / step.total))
    finally:
        await database.close()


async def _status(settings: StorageSettings) -> Status:
    backups.refuse_no_database(settings)
    database = Database(make_engine(settings))
    try:
        revision, newest = await schema.current(database), schema.newest()
        not_indexed = restored = None
        if revision == newest:
            async with database.read() as connection:
                not_indexed = await Search(connection).pending()
                restored = await connection.scalar(
                    select(meta.c.value).where(meta.c.key == RESTORED)
                )
        return Status(
            url=make_url(settings.url).render_as_string(hide_password=True),
            revision=revision,
            newest=newest,
            up_to_date=revision == newest,
            not_indexed=not_indexed,
            restored_at=restored,
        )
    finally:
        await database.close()


@contextmanager
def _bar(title: str) -> Iterator[Callable[[float], None]]:
    """A progress bar on the terminal; silent where the output is no terminal."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(title, total=1.0)
        yield lambda share: progress.update(task, completed=share)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
