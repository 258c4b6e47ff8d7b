"""The database's own clock: leases hold by it, whatever the clocks of the processes say."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, literal, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.types import UtcDateTime


class database_clock(FunctionElement[int]):  # noqa: N801 (reads as a function, as func.now does)
    """Microseconds since 1970 at the moment the database reads it, not the transaction's start."""

    type = BigInteger()
    inherit_cache = True


@compiles(database_clock, "sqlite")
def _sqlite(_element: database_clock, _compiler: SQLCompiler, **_options: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) * 1000 AS INTEGER)"


@compiles(database_clock, "postgresql")
def _postgresql(_element: database_clock, _compiler: SQLCompiler, **_options: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"


def lease(seconds: float) -> ColumnElement[Any]:
    """The end of a lease that begins now."""
    return type_coerce(database_clock() + int(seconds * 1_000_000), UtcDateTime)


def alive(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a lease still holds."""
    return type_coerce(column, BigInteger) > database_clock()


def over(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a lease has ended, or never began."""
    return column.is_(None) | (type_coerce(column, BigInteger) <= database_clock())


def seconds_left(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """How long a lease still holds, in microseconds; negative when it is over."""
    return type_coerce(column, BigInteger) - database_clock()


def since(column: ColumnElement[Any], now: datetime) -> ColumnElement[Any]:
    """The time in a column, or `now` where there is none yet."""
    return func.coalesce(column, literal(now, UtcDateTime))
