"""Careful looks into decoded JSON: nothing in an export is sure to be what it should be."""

from collections.abc import Mapping

Fields = Mapping[str, object]

NOTHING: Fields = {}


def fields(value: object) -> Fields:
    """The value as an object; an empty one where it is none."""
    return value if isinstance(value, dict) else NOTHING


def items(value: object) -> list[object]:
    """The value as a list; an empty one where it is none."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """The value as text; "" where it is none."""
    return value if isinstance(value, str) else ""


def count(value: object) -> int | None:
    """The value as a number that is not negative; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return None
    return value
