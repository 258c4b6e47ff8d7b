"""Answers about settings: what they are, what a change would do, what it did."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from bot.core.located import Problem
from bot.core.located_chinese import Tongue, say_in
from bot.core.rooms import Mode
from bot.core.staff import Role
from bot.settings.values import Origin, Standing
from bot.web.views.base import View


class SettingMistake(View):
    """A mistake in config.yaml, at its place."""

    line: int
    column: int
    what: str
    path: str  # of the setting, such as rooms.defaults.mode; "": the file as a whole


class SettingsFile(View):
    """The file that settings are written to, and how it stands."""

    file: str  # "": the service runs without one
    version: str  # to be sent as `expected` with a change
    editable: bool
    why_not: str
    in_force: bool  # false: not taken up yet, or broken
    restart: list[str]  # what of the file waits for a restart
    mistakes: list[SettingMistake]


class Setting(View):
    """One setting; its value is null where it is secret or a text of the environment."""

    path: str
    value: Any
    default: Any
    origin: Origin
    variable: str | None  # of the environment, that fixes it
    meaning: str
    kind: dict[str, Any]  # JSON Schema
    live: bool  # false: after a restart
    editable: bool
    secret: bool


class SettingsSheet(View):
    """The settings of a section."""

    standing: SettingsFile
    items: list[Setting]


class SettingLine(View):
    """A line of the file that differs: `-` was there, `+` is there then."""

    sign: str
    number: int
    text: str


class SettingDifference(View):
    """What was written of a setting before, and after."""

    path: str
    before: str
    after: str


class SettingsPreview(View):
    """What a change would do; with mistakes it is refused."""

    version: str
    lines: list[SettingLine]
    differences: list[SettingDifference]
    restart: list[str]
    mistakes: list[SettingMistake]


class SettingsChanged(View):
    """What a change did. `restart`: what takes effect only after one."""

    before: str
    version: str
    lines: list[SettingLine]
    differences: list[SettingDifference]
    restart: list[str]


class QuietTimes(View):
    """Quiet hours, by the wall."""

    start: time
    end: time


class AccountOfColleague(View):
    """An own account of a colleague: by the platform's id, or by the name shown."""

    channel: str
    user: str | None
    name: str | None


class AlertTarget(View):
    """A way to tell a colleague; the address itself is secret."""

    place: int
    service: str
    named: str


class StaffEntry(View):
    """A colleague as config.yaml has them."""

    place: int
    name: str
    title: str
    role: Role
    accounts: list[AccountOfColleague]
    targets: list[AlertTarget]
    zone: str
    quiet_hours: QuietTimes | None
    rooms: list[str]  # entries of `rooms` that name them; "" is the defaults


class StaffEntries(View):
    """Everybody in `staff`."""

    standing: SettingsFile
    items: list[StaffEntry]


class RuleOfRoom(View):
    """One rule of a room: what holds, what would hold without its own entry, who says it."""

    name: str
    value: Any
    general: Any
    own: bool
    by: str  # the pattern of the entry; "": the defaults


class RulesOfRoom(View):
    """The rules of one room."""

    standing: SettingsFile
    own_entry: int | None
    rules: list[RuleOfRoom]


class RoomRulesInShort(View):
    """A room with the rules that people look for first."""

    id: int
    name: str
    channel: str
    watch: bool
    mode: Mode
    series: str
    zone: str
    quiet_hours: QuietTimes | None
    staff: list[str]
    own: bool  # has an entry of its own


class TargetTried(View):
    """What came of a test message."""

    ok: bool
    said: str


class SettingsVersion(View):
    """A change of the file, newest first; `kept`: its text before can be gone back to."""

    at: datetime
    author: str
    reason: str
    action: str
    before: str
    after: str
    kept: bool
    differences: list[SettingDifference]


def standing(found: Standing, tongue: Tongue) -> dict[str, Any]:
    """The file, with its mistakes in a language."""
    names = ("file", "version", "editable", "why_not", "in_force", "restart")
    told: dict[str, Any] = {name: getattr(found, name) for name in names}
    return told | {"mistakes": mistakes(found.mistakes, tongue)}


def mistakes(problems: Iterable[Problem], tongue: Tongue) -> list[dict[str, Any]]:
    """Mistakes of the file in a language."""
    return [
        {
            "line": one.line,
            "column": one.column,
            "what": say_in(tongue, one.what),
            "path": ".".join(map(str, one.path)),
        }
        for one in problems
    ]
