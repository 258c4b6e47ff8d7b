"""A database that lives in this process and ends with it: for rehearsals.

SQLite in memory, asked in place. The driver for files hands every call to a thread of its own,
four times a statement; where nothing waits for a disk, that would be most of the time.
One connection, so one transaction at a time: whoever uses it does one thing after another.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from storage.engine import Database
from storage.schema import upgrade

_URL = "sqlite+aiosqlite:///:memory:"


async def in_memory() -> Database:
    """An empty database of today's shape."""
    database = Database(_engine())
    await upgrade(database)
    return database


def _engine() -> AsyncEngine:
    async def connect() -> _Connection:
        return _Connection()

    engine = create_async_engine(
        _URL, poolclass=StaticPool, async_creator=connect, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's Connection)
        connection.exec_driver_sql("BEGIN")

    return engine


class _Cursor:
    """An `aiosqlite.Cursor` that answers at once."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    @property
    def description(self) -> Any:  # noqa: ANN401 (the driver's own shape)
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:  # noqa: ANN401 (any row)
        self._cursor.execute(statement, parameters)

    async def executemany(self, statement: str, rows: Iterable[Any]) -> None:
        self._cursor.executemany(statement, rows)

    async def fetchone(self) -> Any:  # noqa: ANN401 (any row)
        return self._cursor.fetchone()

    async def fetchmany(self, size: int = 1) -> list[Any]:
        return self._cursor.fetchmany(size)

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class _Connection:
    """As much of an `aiosqlite.Connection` as SQLAlchemy asks for."""

    def __init__(self) -> None:
        # We begin transactions ourselves; the engine is closed by whichever thread ends it.
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA foreign_keys=ON")

    def cursor(self) -> _Cursor:
        return _Cursor(self._connection.cursor())

    async def execute_fetchall(self, statement: str, parameters: Any = ()) -> list[Any]:  # noqa: ANN401 (any row)
        return self._connection.execute(statement, parameters).fetchall()

    async def executemany(self, statement: str, rows: Iterable[Any]) -> _Cursor:
        return _Cursor(self._connection.executemany(statement, rows))

    async def create_function(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 (as sqlite3's)
        self._connection.create_function(*given, **more)

    async def commit(self) -> None:
        self._connection.commit()

    async def rollback(self) -> None:
        self._connection.rollback()

    async def close(self) -> None:
        self._connection.close()
