"""YAML that remembers where everything stands: plain values, and `file:line:column` of each.

For config.yaml and plans alike. A broken file is refused as a whole with all of its mistakes.
Nothing here opens a file: texts come in, values or a `BrokenFile` go out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.core.errors import ConfigError
from bot.core.located_chinese import Tongue, say_in
from bot.core.located_words import explain
from bot.core.located_yaml import MAX_BYTES, Path, Position, Tree, grow
from bot.core.yaml_value import YamlValue

M = TypeVar("M", bound=BaseModel)

_ENDLESS = re.compile(r"'([^'\n]{100})[^'\n]+'")
# what pydantic says of something that is no section of these kinds
_LISTS = {"list_type", "tuple_type", "set_type", "frozen_set_type"}
_MAPPINGS = {"model_type", "model_attributes_type", "dict_type", "mapping_type"}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake in a file: where it is, what it is, and what would be right."""

    file: str
    line: int  # from 1
    column: int  # from 1
    what: str
    path: tuple[str | int, ...] = field(default=(), compare=False)  # of the value; (): the file

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}"

    def told(self, tongue: Tongue) -> str:
        """The same in a language."""
        return f"{self.file}:{self.line}:{self.column}: {say_in(tongue, self.what)}"


class BrokenFile(ConfigError):
    """A file with mistakes; its text is one line a mistake, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def told(self, tongue: Tongue) -> str:
        """Every mistake in a language, one a line."""
        return "\n".join(problem.told(tongue) for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A YAML mapping as plain dicts, lists and scalars, with the place of every path."""

    file: str
    data: dict[str, Any]
    values: Mapping[Path, Position] = field(default_factory=dict)
    keys: Mapping[Path, Position] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()  # always empty after `read_yaml`

    def problem(self, path: Path, what: str) -> Problem:
        """A mistake in the value at `path`, or in the nearest place above it that is written."""
        return self._problem(_nearest(self.values, path), path, what)

    def key_problem(self, path: Path, what: str) -> Problem:
        """A mistake in the key at `path` rather than in its value."""
        return self._problem(self.keys.get(path) or _nearest(self.values, path), path, what)

    def _problem(self, place: Position, path: Path, what: str) -> Problem:
        line, column = place
        return Problem(file=self.file, line=line, column=column, what=_brief(what), path=path)


def _brief(what: str) -> str:
    """The same with endless names cut off: a pasted page is no name that anybody looks for."""
    return _ENDLESS.sub(r"'\1…'", what)


def _nearest(places: Mapping[Path, Position], path: Path) -> Position:
    for end in range(len(path), -1, -1):
        if path[:end] in places:
            return places[path[:end]]
    return (1, 1)


def scan_yaml(source: str, *, file: str, max_bytes: int = MAX_BYTES) -> Located:
    """Read as far as one can: mistakes that leave the rest readable are in `.problems`.

    Raises `BrokenFile` where nothing can be read past the mistake.
    """
    tree: Tree = grow(source, max_bytes)
    problems = tuple(
        Problem(file=file, line=slip.line, column=slip.column, what=slip.what)
        for slip in tree.slips
    )
    if not isinstance(tree.data, dict):
        raise BrokenFile(problems)
    return Located(file=file, data=tree.data, values=tree.values, keys=tree.keys, problems=problems)


def read_yaml(source: str, *, file: str, max_bytes: int = MAX_BYTES) -> Located:
    """Read a YAML text whose top level is a mapping; raises `BrokenFile` with every mistake."""
    located = scan_yaml(source, file=file, max_bytes=max_bytes)
    if located.problems:
        raise BrokenFile(located.problems)
    return located


def with_empty_sections(
    model: type[BaseModel], located: Located, context: object = None
) -> Located:
    """The file, with sections that hold nothing but comments as empty ones.

    `alerts:` with every line under it commented out is YAML's null; people mean "all defaults".
    Single values stay as they are: `port:` with nothing behind it was forgotten.
    """
    try:
        model.model_validate(located.data, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        empty: dict[Path, object] = {
            _path_in(located.data, detail["loc"]): [] if detail["type"] in _LISTS else {}
            for detail in details
            if detail["input"] is None and detail["type"] in _LISTS | _MAPPINGS
        }
        return replace(located, data=_filled(located.data, (), empty))
    return located


def _filled(value: YamlValue, path: Path, empty: Mapping[Path, Any]) -> YamlValue:
    if isinstance(value, dict):
        return {key: _filled(inner, (*path, key), empty) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, (*path, at), empty) for at, inner in enumerate(value)]
    # an entry of a list that has nothing behind its dash is no section
    is_section = value is None and path and isinstance(path[-1], str)
    return empty.get(path) if is_section else value


def check_model(
    model: type[M], located: Located, context: object = None
) -> tuple[M | None, list[Problem]]:
    """The file as `model`, or None and its mistakes (those of the YAML itself included)."""
    located = with_empty_sections(model, located, context)
    found = list(located.problems)
    try:
        value = model.model_validate(located.data, context=context)
    except ValidationError as error:
        found += problems_of(error, model, located)
        return None, found
    return (None if found else value), found


def parse_model(model: type[M], located: Located, context: object = None) -> M:
    """The file as `model`; raises `BrokenFile` with all mistakes of the file, by line."""
    value, found = check_model(model, located, context)
    if value is None:
        raise BrokenFile(found)
    return value


def problems_of(
    error: ValidationError, model: type[BaseModel], located: Located, under: Path = ()
) -> list[Problem]:
    """Pydantic's findings about `located` (its part `under`), in words and with places."""
    return [
        problem_of(detail, model, located, under)
        for detail in error.errors(include_url=False, include_input=True)
        if not _only_seems_short(detail)
    ]


def _only_seems_short(detail: ErrorDetails) -> bool:
    """A list that is long enough as written: pydantic counts the sound entries alone."""
    given = detail["input"]
    least = detail.get("ctx", {}).get("min_length", 0)
    return detail["type"] == "too_short" and isinstance(given, list) and len(given) >= least


def problem_of(
    detail: ErrorDetails, model: type[BaseModel], located: Located, under: Path = ()
) -> Problem:
    """One of pydantic's findings, in words and with its place."""
    path = under + _path_in(_at(located.data, under), detail["loc"])
    if detail["type"] == "union_tag_invalid":
        path = (*path, str(detail["ctx"]["discriminator"]).strip("'"))
    what = explain(detail, model)
    if detail["type"] == "extra_forbidden":
        return located.key_problem(path, what)
    return located.problem(path, what)


def _at(data: YamlValue, path: Path) -> YamlValue:
    for step in path:
        data = data[step]
    return data


def _path_in(data: YamlValue, loc: tuple[int | str, ...]) -> Path:
    """The part of pydantic's `loc` that is in the file; names of union members are not."""
    path: list[str | int] = []
    for step in loc:
        listed = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if listed or (isinstance(data, dict) and step in data):
            data = data[step]
            path.append(step)
    return tuple(path)
