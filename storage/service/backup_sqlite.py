"""Backup and restore of a SQLite file."""

import asyncio
import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.core.errors import GroupkeeperError, StorageAway, StorageBusy
from storage.schema import refuse_newer

_PAGES = 2_000  # copied between two looks at the progress
_SIDE_FILES = ("-wal", "-shm", "-journal")

Share = Callable[[float], None]


class NotABackup(GroupkeeperError):
    """The file is broken, or is something else."""


async def backup(file: Path, target: Path, progress: Share) -> None:
    """Copy a database that may be in use, check the copy, then give it its name."""
    await asyncio.to_thread(_backup, file, target, progress)


async def restore(file: Path, source: Path, mark: tuple[str, str], progress: Share) -> Path | None:
    """Put a checked copy of the backup in the database's place, with a mark in its `meta`."""
    return await asyncio.to_thread(_restore, file, source, mark, progress)


def _backup(file: Path, target: Path, progress: Share) -> None:
    if not file.exists():
        msg = f"there is no database at {file}"
        raise GroupkeeperError(msg)
    _copy_checked(file, target, progress)


def _restore(file: Path, source: Path, mark: tuple[str, str], progress: Share) -> Path | None:
    _check(source)
    fresh = file.with_name(f"{file.name}.restoring")
    fresh.unlink(missing_ok=True)
    _copy_checked(source, fresh, progress)
    # Marked before it takes its place: at no moment could it be taken for the living database.
    with _clear_errors(fresh), contextlib.closing(sqlite3.connect(fresh)) as base, base:
        base.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", mark)
    kept = _set_aside(file) if file.exists() else None
    fresh.replace(file)
    return kept


def _set_aside(file: Path) -> Path:
    """Rename the old database; refused while anybody uses it."""
    try:
        with contextlib.closing(sqlite3.connect(file, timeout=1)) as base:
            # Leaving WAL needs the file alone: it fails while a service has it open.
            base.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        msg = f"{file} is in use ({error}): stop groupkeeper first"
        raise StorageBusy(msg) from error
    except sqlite3.DatabaseError:
        pass  # broken: that may be why a backup is put back
    kept = _free_name(file)
    file.replace(kept)
    for ending in _SIDE_FILES:
        side = file.with_name(file.name + ending)
        if side.exists():
            side.replace(kept.with_name(kept.name + ending))
    return kept


def _free_name(file: Path) -> Path:
    names = (file.with_name(f"{file.name}.before-restore-{n}") for n in itertools.count(1))
    return next(name for name in names if not name.exists())


def _copy_checked(source: Path, target: Path, progress: Share) -> None:
    part = target.with_name(f"{target.name}.part")
    with _clear_errors(part):
        part.unlink(missing_ok=True)
    try:
        with _clear_errors(part), contextlib.closing(_reading(source)) as old:
            # One look at the source for the whole copy: a busy writer cannot make it begin anew.
            old.execute("BEGIN")
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with contextlib.closing(sqlite3.connect(part)) as new:
                old.backup(
                    new,
                    pages=_PAGES,
                    progress=lambda _status, left, total: progress(1 - left / max(total, 1)),
                )
                new.execute("PRAGMA journal_mode=DELETE").fetchone()  # one file, no side files
            _check(part)
        part.replace(target)
    finally:
        with contextlib.suppress(OSError):  # the copy's own fault is told
            part.unlink(missing_ok=True)


def _check(file: Path) -> None:
    """Refuse a broken file, a file of something else, and one from a newer groupkeeper."""
    try:
        with contextlib.closing(_reading(file)) as base:
            (verdict,) = base.execute("PRAGMA integrity_check(1)").fetchone()
            rows = base.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.DatabaseError as error:
        msg = f"{file} is no whole backup of groupkeeper: {error}"
        raise NotABackup(msg) from error
    if verdict != "ok" or len(rows) != 1:
        msg = f"{file} is damaged: {verdict}"
        raise NotABackup(msg)
    refuse_newer(rows[0][0])


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


@contextlib.contextmanager
def _clear_errors(part: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        msg = f"the copy {part} could not be written: {error}"
        raise StorageAway(msg) from error
