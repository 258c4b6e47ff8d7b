"""A change of one setting, as a value; and what it does to plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.errors import GroupkeeperError
from bot.core.yaml_value import YamlValue

Path = tuple[str | int, ...]


class NotEditable(GroupkeeperError):
    """What cannot be changed from here; the text says why, and where to change it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A setting gets a value."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A setting goes back to its default, or an entry of a list goes.

    `default`: what is written in the comment that stays in its place, where one stays.
    """

    path: Path
    default: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """A list gets one more entry, at its end."""

    path: Path
    value: Any


Edit = Put | Drop | Append


def shown(path: Path) -> str:
    """A path as people write it: rooms.list.0.mode."""
    return ".".join(str(step) for step in path)


def applied(data: YamlValue, edit: Edit) -> YamlValue:
    """Plain data with the edit in it; raises NotEditable where the place does not exist."""
    return _at(data, edit.path, edit, edit.path)


def _at(data: YamlValue, left: Path, edit: Edit, path: Path) -> YamlValue:
    if not left:
        return _end(data, edit)
    step, rest = left[0], left[1:]
    if isinstance(step, int):
        return _in_list(data, step, rest, edit)
    inside = {} if data is None else data
    if not isinstance(inside, dict):
        msg = f"{shown(path)}: there is no such setting in config.yaml"
        raise NotEditable(msg)
    if not rest and isinstance(edit, Drop):
        _needed(step in inside, edit)
        return {key: value for key, value in inside.items() if key != step}
    return inside | {step: _at(inside.get(step), rest, edit, path)}


def _in_list(data: YamlValue, place: int, rest: Path, edit: Edit) -> list[Any]:
    _needed(isinstance(data, list) and 0 <= place < len(data), edit)
    if not rest and isinstance(edit, Drop):
        return [*data[:place], *data[place + 1 :]]
    return [*data[:place], _at(data[place], rest, edit, edit.path), *data[place + 1 :]]


def _end(data: YamlValue, edit: Edit) -> YamlValue:
    if isinstance(edit, Append):
        _needed(data is None or isinstance(data, list), edit)
        return [*(data or ()), edit.value]
    return edit.value if isinstance(edit, Put) else None


def _needed(there: bool, edit: Edit) -> None:  # noqa: FBT001 (a guard's condition)
    if not there:
        msg = f"{shown(edit.path)}: there is no such entry in config.yaml; read it anew"
        raise NotEditable(msg)


def same(one: YamlValue, other: YamlValue) -> bool:
    """Whether two files say the same: a section with nothing in it says nothing."""
    return bool(_told(one) == _told(other))


def _told(value: YamlValue) -> YamlValue:
    if isinstance(value, dict):
        told = {key: _told(inner) for key, inner in value.items()}
        return {key: inner for key, inner in told.items() if inner is not None and inner != {}}
    if isinstance(value, list):
        return [_told(inner) for inner in value]
    return value


def at(data: YamlValue, path: Sequence[str | int]) -> YamlValue:
    """The value at a path; None where there is none."""
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data
