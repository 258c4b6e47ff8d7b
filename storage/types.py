"""Column types that every table shares."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """A time as it is stored: microseconds since 1970 UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(stored: int) -> datetime:
    """The time that was stored."""
    return _EPOCH + timedelta(microseconds=stored)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as microseconds since 1970 UTC.

    One integer on both databases: it sorts, compares and indexes alike, and no driver can
    turn it into local time.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Refuse naive times; they are a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime {value!r}: times are aware and UTC"
            raise ValueError(msg)
        return micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 (SQLAlchemy's signature)
        """Give the aware time back."""
        return None if value is None else from_micros(value)


Json = JSON(none_as_null=True)
Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in INTEGER columns


def plain(stored: Any) -> Any:  # noqa: ANN401 (SQLite's driver gives text, PostgreSQL's may give the value)
    """A JSON value as a driver gives it to a statement of text."""
    return json.loads(stored) if isinstance(stored, str) else stored
