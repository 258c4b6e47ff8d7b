"""./config.yaml: it loads, it names every setting, and what it says of defaults is true."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.wechaty.settings import WechatySettings
from bot.cli.init import template
from bot.config import Settings, load_settings, parse_settings
from bot.core.rooms import RoomEntry
from bot.core.staff import Staff, StaffAccount
from sop.settings import StartEntry

FILE = Path(__file__).parents[2] / "config.yaml"
SECRETS = {"WECHATY_TOKEN": "t", "WANG_WEBHOOK": "json://127.0.0.1/", "WANG_TOKEN": "t" * 30}
# What stands in a list, where the settings alone do not say which model it is.
ENTRIES: dict[str, tuple[type[BaseModel], ...]] = {
    "channels": (SimulatorSettings, WechatySettings),
    "rooms": (RoomEntry,),
    "staff": (Staff, StaffAccount),
    "sop": (StartEntry,),
}


def section(name: str) -> str:
    text = FILE.read_text(encoding="utf-8")
    found = re.search(rf"^{name}:.*?(?=^\w|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"there is no section {name}"
    return found.group()


def settings_of(model: type[BaseModel]) -> list[str]:
    """The names of all settings below a model."""
    names: list[str] = []
    for name, field in model.model_fields.items():
        names.append(name)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            names += settings_of(field.annotation)
    return names


def test_the_file_loads_and_starts_with_a_community_to_try():
    settings = load_settings(FILE, environment={})

    assert [channel.kind for channel in settings.channels] == ["simulator"]
    assert settings.web.is_local


def test_a_section_with_every_line_commented_out_stands_at_its_defaults():
    sections = [name for name in Settings.model_fields if name not in ENTRIES]
    text = "\n".join(f"{name}:\n  # nothing: here" for name in [*sections, "channels", "staff"])

    assert parse_settings(text, file="config.yaml", environment={}) == Settings()


def test_init_writes_the_same_file():
    assert template() == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_has_a_line_with_what_it_changes(name):
    text = section(name)
    field = Settings.model_fields[name]
    models = list(ENTRIES.get(name, ()))
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
        models.append(field.annotation)
    wanted = {setting for model in models for setting in settings_of(model)}
    missing = [
        s for s in sorted(wanted) if not re.search(rf"^ *(# )?(- )?{s}:", text, re.MULTILINE)
    ]

    assert missing == []


def uncommented() -> str:
    """The file with every setting in it taken at its word."""
    lines = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        found = re.match(r"^( {2,10})# ((?:- )?[a-z_]+:.*)$", line)
        lines.append(found.group(1) + found.group(2) if found else line)
    text = "\n".join(lines)
    # An empty list that is followed by its commented entries.
    return re.sub(r": \[\](?=[^\n]*\n +- )", ":", text)


def leaves(value: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(value, BaseModel):
        return {path: value} if isinstance(value, bool | int | float | str | timedelta) else {}
    found: dict[str, Any] = {}
    for name in type(value).model_fields:
        found |= leaves(getattr(value, name), f"{path}.{name}")
    return found


def test_every_commented_line_is_a_setting_that_can_be_used():
    settings = parse_settings(uncommented(), file="config.yaml", environment=SECRETS)

    assert [channel.kind for channel in settings.channels] == ["simulator", "wechaty"]
    assert settings.staff[0].accounts[0].user == "wxid_abc"


def test_a_commented_line_shows_the_default():
    shown = parse_settings(uncommented(), file="config.yaml", environment=SECRETS)
    default = Settings()
    # Shown as an example, because the default is "nothing".
    examples = {".alerts.link", ".rooms.defaults.quiet_hours"}
    wrong = {
        path: (value, leaves(default)[path])
        for path, value in leaves(shown).items()
        if path in leaves(default) and value != leaves(default)[path] and path not in examples
    }

    assert wrong == {}
