"""Lengths of time as operators write them: 90s, 15m, 2h, 1d, together 1h30m, or ISO's PT15M."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from bot.core.yaml_value import YamlValue

_SHORT = r"(\d{1,5}d)?(\d{1,5}h)?(\d{1,5}m)?(\d{1,6}s)?"
_ISO = r"P(?=\d|T\d)(\d{1,5}D)?(?:T(?=\d)(\d{1,5}H)?(\d{1,5}M)?(\d{1,6}S)?)?"
_FORMS = tuple(re.compile(form + r"\Z") for form in (_SHORT, _ISO))
_UNITS = ("days", "hours", "minutes", "seconds")


def read_length(value: YamlValue) -> timedelta:
    """A length of time from its text; raises ValueError with what would be right."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | str) and not isinstance(value, bool) and value in {0, "0"}:
        return timedelta()
    if isinstance(value, str) and value:
        for form in _FORMS:
            if found := form.match(value):
                parts = zip(_UNITS, found.groups(), strict=True)
                return timedelta(**{unit: int(part[:-1]) for unit, part in parts if part})
    shown = "nothing" if value is None else repr(value)[:60]
    msg = f"{shown} is no length of time; write it as 90s, 15m, 2h, 1d or 1h30m (or as PT15M)"
    raise ValueError(msg)


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
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": f"^(0|{_SHORT}|{_ISO})$", "examples": ["15m"]}
    ),
]
