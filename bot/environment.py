"""What the environment gives to config.yaml: `${NAME}` in its texts, and GROUPKEEPER_... over it.

Nothing that came from the environment is ever repeated in an error: it may be a secret.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from bot.core.located import Located, Problem
from bot.core.located_words import did_you_mean

PREFIX = "GROUPKEEPER_"
_BELOW = "__"
_SECRET = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
# Where a secret may stand in the file itself, whatever it looks like.
SECRET_KEYS = frozenset({"token", "tokens", "targets", "url"})
_SHORT = 4  # characters; shorter ones stand in every sentence, so only quoted ones are covered
_CUT = 16  # characters; long values are shown cut off, so their beginnings are looked for

Path = tuple[str | int, ...]


@dataclass(slots=True, kw_only=True)
class Hidden:
    """Values that must not be shown, and what is shown in their place."""

    shown: dict[str, str] = field(default_factory=dict)

    def hide(self, value: object, instead: str) -> None:
        """Never show this value, nor any text inside it."""
        if isinstance(value, dict | list | tuple):
            for inner in value.values() if isinstance(value, dict) else value:
                self.hide(inner, instead)
        elif not isinstance(value, bool) and value is not None and str(value):
            self.shown.setdefault(str(value), instead)

    def cover(self, problem: Problem) -> Problem:
        """The problem without any of the values."""
        what = problem.what
        for value in sorted(self.shown, key=len, reverse=True):
            instead = self.shown[value]
            for written in (value, repr(value)[1:-1]):
                what = _without(what, written, instead)
        return replace(problem, what=what)


def _without(text: str, value: str, instead: str) -> str:
    if len(value) < _SHORT:
        return text.replace(f"'{value}'", instead)
    head, rest = re.escape(value[:_CUT]), re.escape(value[_CUT:])
    cut = rf"(?:{rest}|[^\n]*?\.\.\.)" if rest else ""
    # Whole words only: a value such as "port" is a part of others.
    return re.sub(rf"['\"]?(?<!\w){head}{cut}(?!\w)['\"]?", lambda _: instead, text)


def fill_in(
    located: Located, environment: Mapping[str, str], hidden: Hidden
) -> tuple[Located, list[Problem]]:
    """The file with every `${NAME}` filled in, and those whose variable is not set."""
    missing: list[Problem] = []

    def filled(value: Any, path: Path) -> Any:  # noqa: ANN401 (a YAML value)
        if isinstance(value, dict):
            return {key: filled(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [filled(inner, (*path, place)) for place, inner in enumerate(value)]
        if SECRET_KEYS & set(path) and not _SECRET.search(str(value)):
            hidden.hide(value, "the value given")
        return with_secrets(value, path) if isinstance(value, str) else value

    def with_secrets(text: str, path: Path) -> str:
        names = _SECRET.findall(text)
        missing.extend(
            located.problem(
                path,
                f"the environment variable {name} is not set; set it,"
                f" or write the value in place of ${{{name}}}",
            )
            for name in names
            if name not in environment
        )
        given = _SECRET.sub(lambda m: environment.get(m.group(1), m.group(0)), text)
        if names:
            for name in names:
                hidden.hide(environment.get(name), f"${{{name}}}")
            hidden.hide(given, text)
        return given

    return replace(located, data=filled(located.data, ())), missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What the variables say, and which variable says what."""

    data: dict[str, Any]
    said_by: Mapping[Path, str]  # the place in the settings: the name of the variable
    hidden: Mapping[str, Hidden]  # what each variable says
    problems: tuple[Problem, ...] = ()

    def over(self, located: Located) -> Located:
        """The file with the variables laid over it."""
        return replace(located, data=_over(located.data, self.data))

    def blamed(self, path: tuple[int | str, ...], problem: Problem) -> Problem:
        """The problem, told of the variable that gave the value at this place, if one did."""
        name = self.variable(path)
        if name is None:
            return problem
        return self.hidden[name].cover(in_variable(name, problem.what))

    def variable(self, path: tuple[int | str, ...]) -> str | None:
        """The variable that gives the value at a place, or a part of it."""
        for end in range(len(path), 0, -1):
            if (name := self.said_by.get(path[:end])) is not None:
                return name
        return next((n for p, n in self.said_by.items() if p[: len(path)] == path != ()), None)


def read_overlay(model: type[BaseModel], environment: Mapping[str, str]) -> Overlay:
    """Every GROUPKEEPER_SECTION__KEY; one that names no section is a mistake, not ignored."""

    class Environment(model, BaseSettings):  # type: ignore[misc, valid-type]  # of any model
        """Only tells pydantic-settings the names and types of the variables."""

        model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter=_BELOW)

    source = EnvSettingsSource(Environment)
    data: dict[str, Any] = {}
    said_by: dict[Path, str] = {}
    hidden: dict[str, Hidden] = {}
    problems: list[Problem] = []
    for name, value in sorted(environment.items()):
        path = _path_of(name)
        if path[0] not in model.model_fields:
            if len(path) > 1:
                problems.append(in_variable(name, _no_section(path[0], model)))
            continue
        source.env_vars = {name.lower(): value}
        try:
            found = source()
        except ValueError:
            what = 'this should be JSON, for example ["a", "b"] or {"key": "value"}'
            problems.append(in_variable(name, what))
            continue
        data = _over(data, found)
        said_by[path] = name
        hidden[name] = Hidden()
        for inner in (value, found):
            hidden[name].hide(inner, "the value given")
    return Overlay(data=data, said_by=said_by, hidden=hidden, problems=tuple(problems))


def _path_of(name: str) -> tuple[str, ...]:
    upper = name.upper()
    if not upper.startswith(PREFIX):
        return ("",)
    return tuple(name[len(PREFIX) :].lower().split(_BELOW))


def _no_section(name: str, model: type[BaseModel]) -> str:
    sections = sorted(model.model_fields)
    near = did_you_mean(name, sections)
    return f"unknown section {name!r}{near} (allowed: {', '.join(sections)})"


def in_variable(name: str, what: str) -> Problem:
    """A mistake in a variable."""
    return Problem(file=f"environment variable {name}", line=1, column=1, what=what)


def _over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        both = isinstance(value, Mapping) and isinstance(old, dict)
        merged[key] = _over(old or {}, value) if both else value
    return merged
