"""The shape of the database: brought up to date by migrations, and checked before use."""

from collections.abc import Callable
from dataclasses import dataclass

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.core.errors import DatabaseTooNew, Failure
from storage.engine import Database

_NAMED = 3  # tables of another program that a refusal names
_UPGRADE_LOCK = 4_115_032_201  # any number; two processes that upgrade at once use the same


class DatabaseTooOld(Failure):
    """The database was made by an older groupkeeper; `groupkeeper db upgrade` helps."""


class ForeignDatabase(Failure):
    """The file is another program's: nothing was written to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One migration was run: the `done`th of `total`."""

    done: int
    total: int
    revision: str


async def upgrade(database: Database, progress: Callable[[Progress], None] | None = None) -> str:
    """Bring the database to this version's shape, all or nothing; the revision it now has."""
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK}
            )
        return await connection.run_sync(_upgrade, progress)


async def current(database: Database) -> str | None:
    """The revision the database has; None where it is empty."""
    async with database.read() as connection:
        return await connection.run_sync(_revision)


async def check(database: Database) -> None:
    """Raise `DatabaseTooNew`, `ForeignDatabase` or `DatabaseTooOld` where it cannot be used."""
    found = await current(database)
    refuse_newer(found)
    if found is None:
        async with database.read() as connection:
            await connection.run_sync(_refuse_foreign)
    if found != newest():
        have = "is empty" if found is None else f"is at revision {found}"
        msg = (
            f"the database {have}, this groupkeeper needs {newest()}: run `groupkeeper db upgrade`"
        )
        raise DatabaseTooOld(msg)


def newest() -> str:
    """The revision this version works with."""
    head = _script().get_current_head()
    if head is None:
        msg = "this installation lacks its migrations: install groupkeeper again"
        raise Failure(msg)
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(found: str | None) -> None:
    """Raise `DatabaseTooNew` for a revision that this version does not know."""
    known = {script.revision for script in _script().walk_revisions()}
    if found is not None and found not in known:
        msg = (
            f"the database was made by a newer groupkeeper (its revision {found} is unknown here, "
            f"the newest known is {newest()}): install that version again, or restore a backup"
        )
        raise DatabaseTooNew(msg)


def _refuse_foreign(connection: Connection) -> None:
    """A file belongs to one program; on a server several may share a database."""
    if connection.dialect.name != "sqlite":
        return
    theirs = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    if theirs:
        names = ", ".join(theirs[:_NAMED]) + (", ..." if len(theirs) > _NAMED else "")
        msg = (
            f"the file holds tables of another program ({names});"
            " name a file of its own in storage.url"
        )
        raise ForeignDatabase(msg)


def _upgrade(connection: Connection, progress: Callable[[Progress], None] | None) -> str:
    found = _revision(connection)
    refuse_newer(found)
    if found is None:
        _refuse_foreign(connection)
    script = _script()
    head = newest()
    total = len(list(script.iterate_revisions(head, found)))
    done: list[str] = []

    def tell(*, step: MigrationInfo, **_rest: object) -> None:
        done.append(str(step.up_revision_id))
        if progress is not None:
            progress(Progress(done=len(done), total=total, revision=done[-1]))

    config = _config()
    config.attributes["connection"] = connection
    config.attributes["tell"] = tell
    with EnvironmentContext(
        config,
        script,
        fn=lambda revision, _context: script._upgrade_revs(head, revision),  # noqa: SLF001 (what alembic.command.upgrade passes)
        destination_rev=head,
    ):
        script.run_env()
    return head
