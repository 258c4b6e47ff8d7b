"""Connections and transactions, alike on SQLite and PostgreSQL."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.errors import StorageAway, StorageBusy
from storage.settings import StorageSettings

_BUSY = ("locked", "deadlock", "could not serialize", "40001", "40P01", "busy")


def make_engine(settings: StorageSettings) -> AsyncEngine:
    """An engine with our pragmas; connects on first use."""
    url = make_url(settings.url)
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=settings.pool_size, pool_pre_ping=True)
    engine = create_async_engine(url, pool_size=settings.pool_size)
    timeout_ms = int(settings.busy_timeout_seconds * 1000)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(dbapi: Any, _record: Any) -> None:  # noqa: ANN401 (a driver's connection)
        dbapi.isolation_level = None  # we begin transactions ourselves
        cursor = dbapi.cursor()
        for pragma in (
            f"busy_timeout={timeout_ms}",
            "journal_mode=WAL",
            "synchronous=FULL",  # acknowledged means on disk, even when the power goes
            "foreign_keys=ON",
            "cache_size=-65536",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's Connection)
        writes = connection.get_execution_options().get("gk_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextlib.contextmanager
def translated() -> Any:  # noqa: ANN401 (a generator context manager)
    """Turn a driver's trouble into `StorageBusy` or `StorageAway`."""
    try:
        yield
    except (OperationalError, InterfaceError, OSError) as error:
        raise _ours(error) from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_busy(error):
            raise _ours(error) from error
        raise


def _ours(error: Exception) -> StorageAway:
    return StorageBusy(str(error)) if _is_busy(error) else StorageAway(str(error))


def _is_busy(error: Exception) -> bool:
    text = str(getattr(error, "orig", error)).lower()
    return any(word.lower() in text for word in _BUSY)


class Database:
    """One database: `write()` for one transaction at a time, `read()` for as many as wanted."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._writer = asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite (else PostgreSQL)."""
        return self.engine.dialect.name == "sqlite"

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
                async with self.engine.connect() as plain:
                    connection = await plain.execution_options(gk_writes=True)
                    async with connection.begin():
                        yield connection

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One consistent look; writers are not kept waiting."""
        with translated():
            async with self.engine.connect() as connection:
                yield connection

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
