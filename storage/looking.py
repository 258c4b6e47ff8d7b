"""A database that is only looked at: whatever asks it cannot change it, by mistake either."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engine import Database
from storage.schema import check, current
from storage.settings import StorageSettings


@asynccontextmanager
async def looked_at(settings: StorageSettings) -> AsyncIterator[Database | None]:
    """The database, of today's shape; None where there is none yet, or an empty one."""
    file = _file_of(settings)
    if file is not None and not file.exists():
        yield None
        return
    database = Database(_engine(settings, file))
    try:
        if await current(database) is None:
            yield None
            return
        await check(database)
        yield database
    finally:
        await database.close()


def _file_of(settings: StorageSettings) -> Path | None:
    """SQLite's file; None for PostgreSQL."""
    url = make_url(settings.url)
    name = url.database if url.get_backend_name() == "sqlite" else None
    return None if name is None else Path(name)


def _engine(settings: StorageSettings, file: Path | None) -> AsyncEngine:
    if file is None:
        return create_async_engine(
            settings.url,
            connect_args={"server_settings": {"default_transaction_read_only": "on"}},
            hide_parameters=True,
        )
    # Opened by its name alone, SQLite would tidy the file up when the last connection closes.
    url = URL.create(
        "sqlite+aiosqlite",
        database=f"file:{quote(str(file.absolute()))}",
        query={"mode": "ro", "uri": "true"},
    )
    engine = create_async_engine(url, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(dbapi: Any, _record: Any) -> None:  # noqa: ANN401 (a driver's connection)
        dbapi.isolation_level = None  # we begin transactions ourselves
        cursor = dbapi.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(settings.busy_timeout_seconds * 1000)}")
        cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's Connection)
        connection.exec_driver_sql("BEGIN")

    return engine
