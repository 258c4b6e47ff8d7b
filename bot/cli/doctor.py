"""`groupkeeper doctor`: names what is wrong with the set-up, and what to do."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import text

from bot import doctor
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.errors import ConfigError, DatabaseTooNew, GroupkeeperError, StorageAway
from bot.doctor import Finding, Health
from sop.parse import parse_plan
from storage import schema
from storage.delivery.outbox import Outbox
from storage.engine import Database, make_engine
from storage.talk.poison_file import PoisonFile, poison_file

_MARKS = {
    Health.OK: "[green]ok     [/]",
    Health.WARNING: "[yellow]warning[/]",
    Health.WRONG: "[red]wrong  [/]",
}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(name="doctor")
    def look(
        config: Annotated[Path, typer.Option("--config", help="The config.yaml.")] = DEFAULT_PATH,
        as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    ) -> None:
        """Look at the whole set-up, and say what is wrong and what to do about it."""
        findings = asyncio.run(examine(config))
        if as_json:
            typer.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False))
        else:
            _show(findings)
        if any(one.health is Health.WRONG for one in findings):
            raise typer.Exit(1)


async def examine(config: Path) -> list[Finding]:
    """Every finding; a config.yaml that cannot be read ends the examination."""
    findings = [doctor.check_python(), doctor.check_zones()]
    try:
        settings = load_settings(config)
    except ConfigError as error:
        advice = "correct the lines above; `groupkeeper check` reads the file again"
        return [*findings, doctor.wrong("config", str(error), advice)]
    findings += [doctor.fine("config", str(config)), doctor.check_secrets(settings)]
    findings += [doctor.check_disk(settings), *await check_database(settings)]
    findings.append(check_poison(poison_file(settings.storage)))
    findings += [*doctor.check_channels(settings), *await doctor.check_gateways(settings)]
    findings += [*doctor.check_staff(settings), *doctor.check_targets(settings)]
    findings += check_plans(config.parent / settings.sop.folder)
    return [*findings, doctor.check_port(settings)]


async def check_database(settings: Settings) -> list[Finding]:
    """Reachable, of today's shape, writable, and of one time with us."""
    path = doctor.sqlite_file(settings.storage.url)
    if path is not None and not path.exists():
        # Looking must not make the file.
        return [_new_file(path)]
    try:
        database = Database(make_engine(settings.storage))
    except Exception as error:  # noqa: BLE001 (a driver's own: a missing package, a bad address)
        return [doctor.wrong("database", str(error), "correct storage.url, or install its driver")]
    try:
        shape = await _shape(database)
        found = [shape, await _writable(database), await _clock(database)]
        # In an older database the tables may be others.
        more = [await _deliveries(database, settings)] if shape.health is Health.OK else []
    except StorageAway as error:
        advice = "start the database, or correct storage.url"
        return [doctor.wrong("database", f"does not answer: {str(error)[:300]}", advice)]
    else:
        return [*found, *more]
    finally:
        await database.close()


def _new_file(path: Path) -> Finding:
    if not path.resolve().parent.is_dir():
        advice = "make the folder, or correct storage.url"
        return doctor.wrong("database", f"the folder of {path} does not exist", advice)
    return doctor.fine("database", f"{path} will be made at the first start")


async def _shape(database: Database) -> Finding:
    try:
        await schema.check(database)
    except DatabaseTooNew as error:
        return doctor.wrong("migrations", str(error), "install the newer groupkeeper again")
    except schema.ForeignDatabase as error:
        return doctor.wrong("migrations", str(error), "correct storage.url")
    except GroupkeeperError as error:
        return doctor.warning("migrations", str(error), "`groupkeeper run` does it at its start")
    return doctor.fine("migrations", "current")


async def _writable(database: Database) -> Finding:
    async with database.write() as connection:
        # Made and taken back in one transaction; nothing of it is seen by anybody.
        await connection.execute(text("CREATE TABLE doctor_was_here (x INTEGER)"))
        await connection.execute(text("DROP TABLE doctor_was_here"))
    return doctor.fine("database", "answers, and can be written")


async def _clock(database: Database) -> Finding:
    if database.is_sqlite:
        return doctor.fine("clock", "the database has this machine's")
    clock = SystemClock()
    async with database.read() as connection:
        before = clock.now()
        theirs = await connection.scalar(text("SELECT clock_timestamp()"))
        after = clock.now()
    if theirs is None:
        return doctor.warning("clock", "the database does not tell its time", "look at its log")
    return doctor.check_clocks(before + (after - before) / 2 - theirs)


async def _deliveries(database: Database, settings: Settings) -> Finding:
    async with database.read() as connection:
        waiting = await Outbox(connection, settings.delivery).waiting_by_sender()
    return doctor.check_senders(settings, waiting)


def check_poison(path: Path) -> Finding:
    """Whether there are events that not even the database could set aside."""
    try:
        count = PoisonFile(path).count()
    except OSError as error:
        return doctor.warning("poison", f"{path}: {error.strerror}", "make it readable for us")
    if count == 0:
        return doctor.fine("poison", "everything heard is in the database")
    return doctor.warning(
        "poison",
        f"{count} events could not be stored and are in {path}",
        "report their errors, which the file names; move the file away when that is done",
    )


def check_plans(folder: Path) -> list[Finding]:
    """Whether every plan of the folder is sound."""
    if not folder.is_dir():
        advice = "`groupkeeper init` makes it; without plans nothing is said by schedule"
        return [doctor.warning("plans", f"there is no folder {folder}", advice)]
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    findings = [finding for path in files if (finding := _plan(path)) is not None]
    return findings or [doctor.fine("plans", f"{len(files)} are sound")]


def _plan(path: Path) -> Finding | None:
    try:
        parse_plan(path.read_text(encoding="utf-8"), file=str(path))
    except (OSError, UnicodeDecodeError) as error:
        return doctor.wrong("plans", f"{path}: {error}", "save it as UTF-8 text")
    except GroupkeeperError as error:
        return doctor.wrong("plans", str(error), "correct these lines; the last sound text runs on")
    return None


def _show(findings: Sequence[Finding]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for one in findings:
        console.print(f"{_MARKS[one.health]} {escape(one.check)}: {escape(one.found)}")
        if one.advice:
            console.print(f"        -> {escape(one.advice)}")
    wrong = sum(one.health is Health.WRONG for one in findings)
    console.print("all is well" if not wrong else f"{wrong} to put right")
