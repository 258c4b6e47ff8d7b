"""Backups: a whole copy made while the service runs, and put back while it does not."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.core.errors import GroupkeeperError
from storage.delivery.claims import RESTORED
from storage.engine import Database, make_engine
from storage.schema import current
from storage.service import backup_postgres, backup_sqlite
from storage.settings import StorageSettings
from storage.tables.service import meta
from storage.upsert import insert_for

Share = Callable[[float], None]  # told the share that is done, 0 to 1


class WouldOverwrite(GroupkeeperError):
    """Something is there already; --force allows it."""


def refuse_no_database(settings: StorageSettings) -> None:
    """Raise where there is no file yet: merely looking at it would make one."""
    if _is_sqlite(settings) and not _file(settings).exists():
        msg = f"there is no database at {_file(settings)}; `groupkeeper db upgrade` makes one"
        raise GroupkeeperError(msg)


def _is_sqlite(settings: StorageSettings) -> bool:
    return make_url(settings.url).get_backend_name() == "sqlite"


def default_name(settings: StorageSettings, now: datetime) -> str:
    """What a backup is called when nobody says."""
    return f"groupkeeper-{now:%Y%m%d-%H%M%S}." + ("db" if _is_sqlite(settings) else "dump")


async def backup(
    settings: StorageSettings, target: Path, *, force: bool = False, progress: Share | None = None
) -> None:
    """Write a checked copy of the database to `target`; the service may go on writing."""
    if not force:
        _refuse_existing(target)
    _refuse_no_folder(target)
    if _is_sqlite(settings):
        await backup_sqlite.backup(_file(settings), target, progress or _silent)
    else:
        await backup_postgres.backup(settings.url, target)


async def restore(
    settings: StorageSettings,
    source: Path,
    *,
    now: datetime,
    force: bool = False,
    progress: Share | None = None,
) -> Path | None:
    """Put a backup in the database's place; gives where the old one was kept, if there was one.

    What was due before `now` is then held for a person: it may have been sent after the backup.
    """
    _refuse_missing(source)
    if await _is_used(settings) and not force:
        msg = "there is a database already; --force replaces it, and keeps the old one beside it"
        raise WouldOverwrite(msg)
    if _is_sqlite(settings):
        mark = (RESTORED, now.isoformat())
        file = _file(settings)
        return await backup_sqlite.restore(file, source, mark, progress or _silent)
    kept = await backup_postgres.restore(settings.url, source, now)
    await _mark(settings, now)
    return kept


def _refuse_existing(target: Path) -> None:
    if target.exists():
        msg = f"{target} is there already; --force overwrites it"
        raise WouldOverwrite(msg)


def _refuse_no_folder(target: Path) -> None:
    if not target.absolute().parent.is_dir():
        msg = f"{target}: there is no such folder; make it first"
        raise GroupkeeperError(msg)


def _refuse_missing(source: Path) -> None:
    if not source.is_file():
        msg = f"{source}: there is no such file"
        raise GroupkeeperError(msg)


async def _is_used(settings: StorageSettings) -> bool:
    if _is_sqlite(settings):
        return _file(settings).exists()
    database = Database(make_engine(settings))
    try:
        return await current(database) is not None
    finally:
        await database.close()


async def _mark(settings: StorageSettings, now: datetime) -> None:
    database = Database(make_engine(settings))
    try:
        async with database.write() as connection:
            statement = insert_for(connection, meta).values(key=RESTORED, value=now.isoformat())
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[meta.c.key], set_={"value": statement.excluded.value}
                )
            )
    finally:
        await database.close()


def _file(settings: StorageSettings) -> Path:
    name = make_url(settings.url).database
    if not name or name == ":memory:":
        msg = "a database in memory has no backup; set storage.url to a file"
        raise GroupkeeperError(msg)
    return Path(name)


def _silent(_share: float) -> None:
    """Nobody watches."""
