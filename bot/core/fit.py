"""Events made fit to be stored, whatever a channel lets through: names and ids as well as texts.

A nickname with a lone surrogate would otherwise have everything its bearer says set aside.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from bot.core.events import AccountState, MessageKind
from bot.core.text import MAX_TEXT, storable

E = TypeVar("E")

_FLAT = frozenset({str, bool, int, type(None), datetime, MessageKind, AccountState})
_KNOWN: dict[type[Any], tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}


def fit(event: E) -> E:
    """The event without NUL and lone surrogates anywhere; the same object where it has none."""
    names, values_of = _fields(event)
    values = values_of(event)
    if _is_fit(values):
        return event
    changed = {
        name: fitted
        for name, value in zip(names, values, strict=True)
        if (fitted := _fitted(value)) is not value
    }
    return replace(event, **changed) if changed else event  # type: ignore[type-var]  # a dataclass


def _fields(event: object) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    kind = type(event)
    known = _KNOWN.get(kind)
    if known is None:
        names = tuple(field.name for field in fields(event))  # type: ignore[arg-type]  # a dataclass
        known = _KNOWN[kind] = (names, attrgetter(*names))
    return known


def _is_fit(values: tuple[Any, ...]) -> bool:
    """At a glance, as nearly every event is; False may be a false alarm."""
    if not all(type(value) in _FLAT or value == () for value in values):
        return False
    together = "".join([value for value in values if type(value) is str])
    if len(together) > MAX_TEXT or "\x00" in together:
        return False
    try:
        together.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fitted(value: Any) -> Any:  # noqa: ANN401 (any field of an event)
    if isinstance(value, str):
        fitted = storable(value)
        return value if fitted == value else fitted
    if isinstance(value, tuple):
        entries = tuple(_fitted(entry) for entry in value)
        same = all(new is old for new, old in zip(entries, value, strict=True))
        return value if same else entries
    return fit(value) if is_dataclass(value) else value
