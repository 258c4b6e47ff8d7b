"""Lengths of time as operators write them: 90s, 10m, 2h, 1d, or together: 1h30m."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

_PATTERN = r"^(\d{1,5}d)?(\d{1,5}h)?(\d{1,5}m)?(\d{1,6}s)?$"
_LENGTH = re.compile(_PATTERN)
_UNITS = ("days", "hours", "minutes", "seconds")


def read_length(value: Any) -> timedelta:  # noqa: ANN401 (a YAML value)
    """A length of time from its text; raises ValueError with what would be right."""
    if isinstance(value, timedelta):
        return value
    found = _LENGTH.match(value) if isinstance(value, str) and value else None
    if isinstance(value, int | str) and value in {0, "0"}:
        return timedelta()
    if found is None:
        msg = f"{value!r} is no length of time; write it as 90s, 10m, 2h, 1d or 1h30m"
        raise ValueError(msg)
    amounts = {u: int(p[:-1]) for u, p in zip(_UNITS, found.groups(), strict=True) if p}
    return timedelta(**amounts)


def write_length(length: timedelta) -> str:
    """The text of a length of time, shortest form."""
    seconds = int(length.total_seconds())
    parts = ((seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "m"))
    text = "".join(f"{amount}{unit}" for amount, unit in (*parts, (seconds % 60, "s")) if amount)
    return text or "0"


Length = Annotated[
    timedelta,
    BeforeValidator(read_length),
    Field(ge=timedelta(), le=timedelta(days=366)),
    PlainSerializer(write_length),
    WithJsonSchema({"type": ["string", "integer"], "pattern": _PATTERN, "examples": ["10m"]}),
]
