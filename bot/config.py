"""config.yaml: every section's settings in one model, read with the environment laid over it.

Order of strength: `GROUPKEEPER_SECTION__KEY` from the environment, then the file, then the
defaults. `${NAME}` inside a text of the file is taken from the environment, so that secrets
stay out of it.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.wechaty.settings import WechatySettings
from bot.core.alerting import AlertSettings
from bot.core.errors import ConfigError
from bot.core.located import BrokenFile, Located, Problem, check_model, read_yaml
from bot.core.rooms import RoomsSettings
from bot.core.sending import DeliverySettings
from bot.core.staff import Staff
from bot.log import LogSettings
from bot.web.settings import WebSettings
from handlers.identity import check_welcome
from handlers.settings import JudgingSettings, LeadSettings
from sop.settings import SopSettings
from storage.settings import StorageSettings

DEFAULT_PATH = Path("config.yaml")
_PREFIX = "GROUPKEEPER_"
_SECRET = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

ChannelSettings = Annotated[SimulatorSettings | WechatySettings, Field(discriminator="kind")]


class Settings(BaseModel, frozen=True, extra="forbid"):
    """The whole of config.yaml."""

    storage: StorageSettings = StorageSettings()
    web: WebSettings = WebSettings()
    channels: tuple[ChannelSettings, ...] = ()
    rooms: RoomsSettings = RoomsSettings()
    staff: tuple[Staff, ...] = ()
    judging: JudgingSettings = JudgingSettings()
    leads: LeadSettings = LeadSettings()
    delivery: DeliverySettings = DeliverySettings()
    alerts: AlertSettings = AlertSettings()
    sop: SopSettings = SopSettings()
    log: LogSettings = LogSettings()

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        _once([str(c.name) for c in self.channels], "channel")
        _once([str(s.name) for s in self.staff], "staff")
        known = {s.name for s in self.staff}
        named = {name for entry in self.rooms.list for name in entry.staff or ()}
        named |= set(self.rooms.defaults.staff) | set(self.alerts.fallback_staff)
        if unknown := sorted(named - known):
            msg = (
                f"unknown staff {', '.join(unknown)}: rooms and alerts may name only those"
                f" listed under staff ({', '.join(sorted(known)) or 'nobody is listed'})"
            )
            raise ValueError(msg)
        for welcome in {self.rooms.defaults.welcome, *(e.welcome for e in self.rooms.list)}:
            if welcome and (mistake := check_welcome(welcome)):
                msg = f"the welcome text {welcome[:40]!r} cannot be said: {mistake}"
                raise ValueError(msg)
        if self.delivery.send_timeout_seconds >= self.delivery.lease_seconds / 2:
            msg = "delivery.send_timeout_seconds must be below half of delivery.lease_seconds"
            raise ValueError(msg)
        return self


def _once(names: list[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"{what} {', '.join(twice)} is there twice; every {what} needs a name of its own"
        raise ValueError(msg)


class _Environment(Settings, BaseSettings):
    """Only tells pydantic-settings the names and types of the variables."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_nested_delimiter="__")


def load_settings(
    path: Path = DEFAULT_PATH, *, environment: Mapping[str, str] | None = None
) -> Settings:
    """Read config.yaml and the environment; raises ConfigError with every mistake in it."""
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        msg = f"{path}:1:1: no such file; `groupkeeper init` writes one"
        raise ConfigError(msg) from None
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}:1:1: cannot be read as UTF-8 text: {error}"
        raise ConfigError(msg) from None
    return parse_settings(source, file=str(path), environment=environment)


def parse_settings(
    source: str, *, file: str, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from the text of a config.yaml."""
    given = os.environ if environment is None else environment
    written = read_yaml(source, file=file)
    missing: list[Problem] = []
    located = replace(written, data=_with_secrets(written.data, (), written, given, missing))
    if missing:
        raise BrokenFile(missing)
    overlay = _from_environment(given)
    settings, problems = check_model(Settings, replace(located, data=_over(located.data, overlay)))
    if settings is not None:
        return settings
    if overlay and check_model(Settings, located)[0] is not None:
        # The file alone is sound, so the mistake is in a variable.
        names = ", ".join(sorted(k for k in given if k.upper().startswith(_PREFIX)))
        problems = [replace(p, file=f"environment ({names})", line=1, column=1) for p in problems]
    raise BrokenFile(problems)


def _with_secrets(
    value: Any,  # noqa: ANN401 (a YAML value)
    path: tuple[str | int, ...],
    located: Located,
    environment: Mapping[str, str],
    missing: list[Problem],
) -> Any:  # noqa: ANN401 (a YAML value)
    if isinstance(value, dict):
        return {
            k: _with_secrets(v, (*path, k), located, environment, missing) for k, v in value.items()
        }
    if isinstance(value, list):
        return [
            _with_secrets(v, (*path, i), located, environment, missing) for i, v in enumerate(value)
        ]
    if not isinstance(value, str):
        return value
    for name in _SECRET.findall(value):
        if name not in environment:
            what = (
                f"the environment variable {name} is not set; set it,"
                f" or write the value in place of ${{{name}}}"
            )
            missing.append(located.problem(path, what))
    return _SECRET.sub(lambda m: environment.get(m.group(1), ""), value)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    source = EnvSettingsSource(_Environment)
    source.env_vars = {key.lower(): value for key, value in environment.items()}
    try:
        return source()
    except ValueError as error:
        msg = f"environment ({_PREFIX}...):1:1: {error}"
        raise ConfigError(msg) from None


def _over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        both = isinstance(value, Mapping) and isinstance(old, dict)
        merged[key] = _over(old or {}, value) if both else value
    return merged
