"""What the settings desk shows and answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.core.located import Problem
from bot.core.rooms import QuietHours
from bot.core.staff import Role, StaffAccount


class Origin(StrEnum):
    """Where the value of a setting comes from."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One setting. `value` is None where it is secret, or came from the environment as a text."""

    path: str
    value: Any
    default: Any
    origin: Origin
    variable: str | None  # of the environment, that gives it: it cannot be changed here
    meaning: str  # what it changes for people, as config.yaml says it
    kind: Mapping[str, Any]  # JSON Schema
    live: bool  # takes effect at once; False: after a restart
    editable: bool
    secret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The file that settings are written to."""

    file: str
    version: str  # names the text; changes are made against it
    editable: bool
    why_not: str = ""
    in_force: bool = True  # the service works by what the file says; False: not yet, or broken
    restart: tuple[str, ...] = ()  # what of the file waits for a restart
    mistakes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The settings of a section, or all of them."""

    standing: Standing
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the file that differs."""

    sign: str  # "-": was there; "+": is there then
    number: int  # from 1, in the text it belongs to
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one edit changes."""

    path: str
    before: str  # "": nothing was written there
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a change would do. With mistakes it cannot be made."""

    version: str  # of the text that it was held against
    lines: tuple[Line, ...] = ()
    differences: tuple[Difference, ...] = ()
    restart: tuple[str, ...] = ()
    mistakes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change did."""

    before: str  # the versions
    version: str
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    restart: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSeen:
    """A way to tell a colleague outside the chat platforms, without what is secret of it."""

    place: int
    service: str  # such as wecombot; "" where the secret is not there
    named: str  # ${NAME} as the file says; "" where the address itself stands in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueSeen:
    """A colleague as the settings have them."""

    place: int  # in the list `staff`
    name: str
    title: str
    role: Role
    accounts: tuple[StaffAccount, ...]
    targets: tuple[TargetSeen, ...]
    zone: str
    quiet_hours: QuietHours | None
    rooms: tuple[str, ...]  # entries of `rooms` that name them; "" is the defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleagues:
    """Everybody in `staff`."""

    standing: Standing
    items: tuple[ColleagueSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of a test: whether the service took it, and what it said if not."""

    ok: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a room: what holds, and where it was set."""

    name: str
    value: Any
    general: Any  # what would hold without the room's own entry
    own: bool  # set by the room's own entry
    by: str  # the pattern of the entry that set it last; "": the defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOfRoom:
    """The rules of one room."""

    standing: Standing
    own_entry: int | None  # in the list `rooms.list`
    rules: tuple[Rule, ...]
