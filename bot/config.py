"""config.yaml: every section's settings in one model, read with the environment laid over it.

Order of strength: `GROUPKEEPER_SECTION__KEY` from the environment, then the file, then the
defaults. `${NAME}` inside a text of the file is taken from the environment, so that secrets
stay out of it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.wechaty.settings import WechatySettings
from bot.core.alerting import AlertSettings
from bot.core.conduct_rules import LadderRules, out_of_order
from bot.core.errors import ConfigError
from bot.core.located import (
    BrokenFile,
    Located,
    Problem,
    problem_of,
    read_yaml,
    with_empty_sections,
)
from bot.core.located_words import did_you_mean
from bot.core.rooms import RoomsSettings
from bot.core.sending import DeliverySettings
from bot.core.staff import Staff
from bot.environment import Hidden, Overlay, fill_in, read_overlay
from bot.log import LogSettings
from bot.settings.own_secrets import read_secrets
from bot.web.settings import WebSettings
from handlers.conduct.warning import check_warning
from handlers.identity import check_welcome
from handlers.settings import JudgingSettings, LeadSettings
from sop.settings import SopSettings
from storage.settings import StorageSettings

DEFAULT_PATH = Path("config.yaml")

Place = tuple[str | int, ...]  # in the file: keys, and numbers of list entries

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
    def _sections_agree(self) -> Self:
        if found := disagreements(self):
            raise Disagreement(found)
        return self


class Disagreement(ValueError):
    """Settings that are sound one by one, and not together."""

    def __init__(self, places: Sequence[tuple[Place, str]]) -> None:
        self.places = tuple(places)
        super().__init__("; ".join(what for _, what in places))


def disagreements(settings: Settings) -> list[tuple[Place, str]]:
    """Where the sections contradict each other, and what would be right."""
    return [
        *_twice("channels", "channel", [str(one.name) for one in settings.channels]),
        *_twice("staff", "colleague", [str(one.name) for one in settings.staff]),
        *_strangers(settings),
        *_unsayable(settings.rooms),
        *_unclimbable(settings.rooms),
    ]


def _twice(section: str, what: str, names: Sequence[str]) -> Iterator[tuple[Place, str]]:
    for place, name in enumerate(names):
        if name in names[:place]:
            message = f"{what} {name!r} is there twice; every {what} needs a name of its own"
            yield (section, place, "name"), message


def _strangers(settings: Settings) -> Iterator[tuple[Place, str]]:
    known = {str(one.name) for one in settings.staff}
    rooms = settings.rooms
    named: list[tuple[Place, Sequence[str]]] = [
        (("rooms", "defaults", "staff"), rooms.defaults.staff),
        *((("rooms", "list", n, "staff"), one.staff or ()) for n, one in enumerate(rooms.list)),
        (("alerts", "fallback_staff"), settings.alerts.fallback_staff),
    ]
    listed = ", ".join(sorted(known)) or "nobody is listed"
    for path, names in named:
        for place, name in enumerate(names):
            if name not in known:
                near = did_you_mean(name, known)
                yield (*path, place), f"no colleague {name!r} under staff{near} ({listed})"


def _unsayable(rooms: RoomsSettings) -> Iterator[tuple[Place, str]]:
    welcomes: list[tuple[Place, str | None]] = [
        (("rooms", "defaults", "welcome"), rooms.defaults.welcome),
        *((("rooms", "list", n, "welcome"), one.welcome) for n, one in enumerate(rooms.list)),
    ]
    for path, text in welcomes:
        if text and (mistake := check_welcome(text)):
            yield path, f"the welcome text {text[:40]!r} cannot be said: {mistake}"
    ladders: list[tuple[Place, LadderRules | None]] = [
        (("rooms", "defaults", "ladder", "warning"), rooms.defaults.ladder),
        *(
            (("rooms", "list", n, "ladder", "warning"), one.ladder)
            for n, one in enumerate(rooms.list)
        ),
    ]
    for path, ladder in ladders:
        if ladder is not None and (mistake := check_warning(ladder.warning)):
            yield path, f"the warning {ladder.warning[:40]!r} cannot be said: {mistake}"


def _unclimbable(rooms: RoomsSettings) -> Iterator[tuple[Place, str]]:
    """Ladders whose steps are out of order, as they are after entries are laid over defaults."""
    yield from _steps(("rooms", "defaults", "ladder"), rooms.defaults.ladder, None)
    for place, entry in enumerate(rooms.list):
        if entry.ladder is None:
            continue
        # With the entries before it that speak of the same rooms.
        so_far = rooms.model_copy(update={"list": rooms.list[: place + 1]})
        ladder = so_far.rules_for(entry.channel or "", entry.match, entry.match).ladder
        set_here = entry.ladder.model_fields_set
        yield from _steps(("rooms", "list", place, "ladder"), ladder, set_here)


def _steps(
    path: Place, ladder: LadderRules, set_here: Set[str] | None
) -> Iterator[tuple[Place, str]]:
    for milder, harder in out_of_order(ladder):
        name = harder if set_here is None or harder in set_here else milder
        if set_here is None or name in set_here:
            low, high = getattr(ladder, milder), getattr(ladder, harder)
            what = f"{harder} ({high:g}) is below {milder} ({low:g})"
            yield (*path, name), f"{what}; the harder step needs as much or more"


def load_settings(
    path: Path = DEFAULT_PATH, *, environment: Mapping[str, str] | None = None
) -> Settings:
    """Read config.yaml and the environment; raises ConfigError with every mistake in it.

    Beside the environment of the process, secrets.env counts for `${NAME}` of the file.
    """
    given = {**read_secrets(path), **os.environ} if environment is None else environment
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        msg = f"{path}:1:1: no such file; `groupkeeper init` writes one"
        raise ConfigError(msg) from None
    except OSError as error:
        msg = f"{path}:1:1: cannot be read: {error.strerror or error}"
        raise ConfigError(msg) from None
    except UnicodeDecodeError as error:
        msg = f"{path}:1:1: cannot be read as UTF-8 text: {error}; save it as UTF-8"
        raise ConfigError(msg) from None
    return parse_settings(source, file=str(path), environment=given)


def parse_settings(
    source: str, *, file: str, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from the text of a config.yaml."""
    given = os.environ if environment is None else environment
    hidden = Hidden()
    filled, problems = fill_in(read_yaml(source, file=file), given, hidden)
    overlay = read_overlay(Settings, given)
    located = with_empty_sections(Settings, overlay.over(filled))
    unset = {(one.line, one.column) for one in problems}
    problems += overlay.problems
    try:
        settings = Settings.model_validate(located.data)
    except ValidationError as error:
        found = _problems(error, located, overlay)
        # What is wrong with `${NAME}` is that it is not set; nothing else need be said of it.
        problems += [one for one in found if (one.line, one.column) not in unset]
    else:
        if not problems:
            return settings
    raise BrokenFile(hidden.cover(problem) for problem in problems)


def _problems(error: ValidationError, located: Located, overlay: Overlay) -> list[Problem]:
    """Each mistake, at its place in the file or with the name of its variable."""
    found: list[Problem] = []
    for detail in error.errors(include_url=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Disagreement):
            found += [
                overlay.blamed(path, located.problem(path, what)) for path, what in cause.places
            ]
        else:
            problem = problem_of(detail, Settings, located)
            found.append(overlay.blamed(detail["loc"], problem))
    return found
