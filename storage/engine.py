"""Connections and transactions, alike on SQLite and PostgreSQL."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.errors import StorageAway, StorageBusy
from storage.settings import StorageSettings

_LAST_WORDS = 0.05  # seconds

# SQLite's result codes: locked by another; memory, disk, file and permissions. What is left
# (no such table, malformed JSON, a constraint) is the statement's fault, and ours.
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_AWAY_CODES = frozenset(
    {
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
_DRIVERS = ("sqlalchemy", "asyncpg", "aiosqlite")
# PostgreSQL's SQLSTATE classes: rolled back for another, lock not available;
# connection, read-only (a standby after a failover), login, no such database, permissions,
# resources (disk full), operator (shutdown), system.
_BUSY_STATES = ("40", "55P03")
_AWAY_STATES = ("08", "25006", "28", "3D", "42501", "53", "57", "58")


def make_engine(settings: StorageSettings) -> AsyncEngine:
    """An engine with our pragmas; connects on first use."""
    url = make_url(settings.url)
    if url.get_backend_name() != "sqlite":
        return create_async_engine(
            url, pool_size=settings.pool_size, pool_pre_ping=True, hide_parameters=True
        )
    # Parameters are texts and names; they do not belong into errors, which are logged.
    # The connection used last is used next: its cache is warm, and the others' stay small.
    engine = create_async_engine(
        url, pool_size=settings.pool_size, pool_use_lifo=True, hide_parameters=True
    )
    timeout_ms = int(settings.busy_timeout_seconds * 1000)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(dbapi: Any, _record: Any) -> None:  # noqa: ANN401 (a driver's connection)
        dbapi.isolation_level = None  # we begin transactions ourselves
        try:
            _set_up(dbapi, timeout_ms)
        except BaseException:
            dbapi.close()  # the pool does not know it yet, and its thread would live on
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's Connection)
        writes = connection.get_execution_options().get("gk_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _set_up(dbapi: Any, timeout_ms: int) -> None:  # noqa: ANN401 (a driver's connection)
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout={timeout_ms}",
        "journal_mode=WAL",
        "synchronous=FULL",  # acknowledged means on disk, even when the power goes
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten (many builds of SQLite do it anyway)
        "cache_size=-32768",  # KiB a connection; there are several
        "wal_autocheckpoint=8000",  # pages: one page is written back once for many commits
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn a driver's trouble into `StorageBusy` or `StorageAway`; leave our own mistakes alone."""
    try:
        yield
    except NoConnectionFree as error:
        raise StorageBusy(str(error)) from error
    except (DBAPIError, sqlite3.Error, OSError) as error:
        trouble = _trouble(error)
        if trouble is None:
            raise
        raise trouble from error


def _trouble(error: Exception) -> StorageAway | None:
    """What the error means for who has data to store; None where the statement is to blame."""
    cause = getattr(error, "orig", None) or error
    words = str(cause)
    busy, away = False, _is_away(error, cause)
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None:
            busy, away = code & 0xFF in _BUSY_CODES, code & 0xFF in _AWAY_CODES
    elif state := str(getattr(cause, "sqlstate", None) or ""):
        busy, away = state.startswith(_BUSY_STATES), state.startswith(_AWAY_STATES)
    if busy:
        return StorageBusy(words)
    return StorageAway(words) if away else None


def _is_away(error: Exception, cause: object) -> bool:
    """Of an error without a code: whether the connection is to blame."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, InterfaceError | OperationalError)
    if isinstance(cause, sqlite3.Error):
        return isinstance(cause, sqlite3.OperationalError)
    return isinstance(error, OSError) and _from_driver(error)


def _from_driver(error: BaseException) -> bool:
    """Whether the error came up through a database driver, not through what a caller did."""
    frame = error.__traceback__
    while frame is not None:
        module = str(frame.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in _DRIVERS:
            return True
        frame = frame.tb_next
    return False


class Database:
    """One database: `write()` for one transaction at a time, `read()` for as many as wanted."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._writer = asyncio.Lock()
        self._file = _SameFile(engine) if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite (else PostgreSQL)."""
        return self.engine.dialect.name == "sqlite"

    def forget(self) -> None:
        """Give up compiled statements: they hold the values with which each was used first."""
        self.engine.sync_engine.clear_compiled_cache()

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction; committed at the end, rolled back on an error."""
        if not self.is_sqlite:
            with translated():
                async with self.engine.begin() as connection:
                    yield connection
            return
        # In this process writers queue here; other processes wait in busy_timeout.
        async with self._writer:
            with translated():
                await self._look_at_file()
                async with self._connected() as plain:
                    connection = await plain.execution_options(gk_writes=True)
                    async with connection.begin():
                        yield connection

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One consistent look; writers are not kept waiting."""
        with translated():
            await self._look_at_file()
            async with self._connected() as plain:
                if self.is_sqlite:
                    yield plain
                    return
                # PostgreSQL would show every statement what was committed in between.
                yield await plain.execution_options(isolation_level="REPEATABLE READ")

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        async with contextlib.AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self.engine.connect())
            except DBAPIError:
                # aiosqlite's thread still tells this loop of its end; a closed loop it shouts at.
                await asyncio.sleep(_LAST_WORDS if self.is_sqlite else 0)
                raise
            yield connection

    async def _look_at_file(self) -> None:
        if self._file is not None and self._file.was_replaced():
            await self.engine.dispose()  # its connections lead to the file that was

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


class _SameFile:
    """Notices that SQLite's file was deleted or replaced under the running service.

    Open connections go on writing into a deleted file, and what they commit is gone with them.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        name = engine.url.database
        self._path = None if name in {None, "", ":memory:"} else Path(str(name))
        self._known: tuple[int, int] | None = None

    def was_replaced(self) -> bool:
        """Whether another file stands there now; raises `StorageAway` where none does."""
        if self._path is None:
            return False
        try:
            found = self._path.stat()
        except FileNotFoundError:
            if self._known is None:
                return False  # the first connection makes it
            msg = f"the database file {self._path} is gone; put it back, or stop and restore one"
            raise StorageAway(msg) from None
        known, self._known = self._known, (found.st_dev, found.st_ino)
        return known is not None and known != self._known
