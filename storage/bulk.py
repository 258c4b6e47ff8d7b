"""Many rows at once with statements that never change, so that they are prepared only once.

Lists travel as one JSON parameter: an `IN (?, ?, ...)` would be a new statement for every length.
Batch inserts go to the driver directly: building parameters through Core costs 8 us a row, and
the whole pipeline has 100 us a message.
"""

import json
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Self

from sqlalchemy import (
    BindParameter,
    Boolean,
    ClauseElement,
    ColumnElement,
    Integer,
    Table,
    Text,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType

from storage.tables.people import identity, room
from storage.tables.talk import message

_ARCHIVE_LOCK = 4_115_032_202  # any number; whoever writes people or messages uses the same
_PLANS_LOCK = 4_115_032_203  # whoever decides which steps of plans are said

_INSERTS: dict[tuple[str, tuple[str, ...], str], tuple[str, tuple[str, ...]]] = {}


class _Condition(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002 (SQLAlchemy's signature)
        """Stay as it is: `... IN (...) = 1`, as SQLite would get it, uses no index."""
        return self


class _Among(_Condition):
    inherit_cache = True


class _PairAmong(_Condition):
    inherit_cache = True


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is in the list given as parameter `name`, written by `listed`."""
    return _Among(column, _json(name))


def pair_among(
    first: ColumnElement[Any], second: ColumnElement[Any], name: str
) -> ColumnElement[bool]:
    """Whether two columns of numbers are together in the list of pairs given as `name`."""
    return _PairAmong(first, second, _json(name))


def listed(values: Iterable[Any]) -> str:
    """A list as `among` and `pair_among` read it."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _json(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text())


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    column, values = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (compiled parts)


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    column, values = (compiler.process(part, **kw) for part in element.clauses)
    numbers = isinstance(next(iter(element.clauses)).type, Integer)
    cast = "::bigint" if numbers else ""
    # ANY(ARRAY(...)) is looked up in the column's index whatever the planner guesses.
    one = f"SELECT v{cast} FROM json_array_elements_text({values}::json) v"  # noqa: S608 (compiled parts)
    return f"{column} = ANY(ARRAY({one}))"


@compiles(_PairAmong, "sqlite")
def _pair_sqlite(element: _PairAmong, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    first, second, values = (compiler.process(part, **kw) for part in element.clauses)
    one = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')"
    return f"({first}, {second}) IN ({one} FROM json_each({values}))"


@compiles(_PairAmong, "postgresql")
def _pair_postgresql(element: _PairAmong, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    first, second, values = (compiler.process(part, **kw) for part in element.clauses)
    one = "SELECT (v->>0)::bigint, (v->>1)::bigint"
    return f"({first}, {second}) IN ({one} FROM json_array_elements({values}::json) v)"


def _compiled(statement: ClauseElement, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """The statement as text, and the names of its parameters in their order."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ())


async def insert_rows(
    connection: AsyncConnection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Insert rows whose values are what the driver takes: numbers, texts, JSON as text."""
    if not rows:
        return
    key = (table.name, columns, connection.dialect.name)
    if key not in _INSERTS:
        insert = table.insert().values({name: bindparam(name) for name in columns})
        _INSERTS[key] = _compiled(insert, connection.dialect)
    statement, order = _INSERTS[key]
    if order != columns:
        places = [columns.index(name) for name in order]
        rows = [tuple(row[place] for place in places) for row in rows]
    await _run_many(connection, statement, rows)


class Many:
    """A statement that never changes, run once for each of many rows of driver values."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...]]] = {}

    async def run(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Run it for each row."""
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _compiled(self._statement, connection.dialect)
        statement, order = self._compiled[name]
        if len(order) > 1:
            values = list(map(itemgetter(*order), rows))
        else:
            values = [tuple(row[key] for key in order) for row in rows]
        await _run_many(connection, statement, values)


async def _run_many(
    connection: AsyncConnection, statement: str, rows: Sequence[tuple[Any, ...]]
) -> None:
    driver = await _sqlite_driver(connection)
    if driver is None:
        await connection.exec_driver_sql(statement, list(rows))
        return
    # The cursor is left to itself: its statements have ended, and closing it would be one more
    # way to the connection's thread and back.
    await driver.executemany(statement, rows)


class Query:
    """A statement that never changes, whose rows are read as what the driver gives.

    On SQLite it takes one way to the connection's thread and back instead of four, which is
    most of what a short query costs.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...]]] = {}

    async def rows(
        self, connection: AsyncConnection, **parameters: str | int | None
    ) -> list[tuple[Any, ...]]:
        """All rows; times are microseconds, JSON is text."""
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _compiled(self._statement, connection.dialect)
        statement, order = self._compiled[name]
        values = tuple(parameters[key] for key in order)
        driver = await _sqlite_driver(connection)
        if driver is not None:
            return list(await driver.execute_fetchall(statement, values))
        return [tuple(row) for row in await connection.exec_driver_sql(statement, values)]


async def _sqlite_driver(connection: AsyncConnection) -> Any:  # noqa: ANN401 (aiosqlite's connection)
    """The driver's own connection; None on PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return None
    if not connection.in_transaction():
        _ = await connection.begin()  # nothing begins by itself behind SQLAlchemy's back
    return (await connection.get_raw_connection()).driver_connection


async def hold_archive(connection: AsyncConnection) -> None:
    """Let one transaction at a time write people and messages, over all processes.

    SQLite has one writer anyway. On PostgreSQL it makes look-then-write safe: what was not
    there when we looked is not there when we insert, and student IDs have no gaps.
    """
    await _hold(connection, _ARCHIVE_LOCK)


async def hold_plans(connection: AsyncConnection) -> None:
    """Let one transaction at a time decide which steps of plans are said, over all processes.

    How much a room has heard today, counted after this call, is true until the commit. Whoever
    holds the archive too takes it first.
    """
    await _hold(connection, _PLANS_LOCK)


async def _hold(connection: AsyncConnection, key: int) -> None:
    if connection.dialect.name != "sqlite":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


async def take_ids(connection: AsyncConnection, table: Table, count: int) -> range | list[int]:
    """The next `count` ids of a table, ascending. Call it after `hold_archive`."""
    if count == 0:
        return []
    if connection.dialect.name == "sqlite":
        ((highest,),) = await _HIGHEST[table.name].rows(connection)
        highest = highest or 0
        return range(highest + 1, highest + 1 + count)
    rows = await connection.execute(_NEXT_IDS, {"sequence": f"{table.name}_id_seq", "count": count})
    return sorted(rows.scalars())


_HIGHEST = {table.name: Query(select(func.max(table.c.id))) for table in (message, room, identity)}
_NEXT_IDS = text(
    "SELECT nextval(CAST(:sequence AS regclass)) FROM generate_series(1, CAST(:count AS integer))"
)
