"""What is wrong and what would be right, in words an operator understands."""

import difflib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.core.lengths import write_length

# pydantic's error type -> what the value should be
_SHOULD_BE = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list (lines that begin with `- `)",
    "tuple_type": "a list (lines that begin with `- `)",
    "set_type": "a list (lines that begin with `- `)",
    "frozen_set_type": "a list (lines that begin with `- `)",
    "dict_type": "a mapping of `key: value` lines",
    "mapping_type": "a mapping of `key: value` lines",
    "model_type": "a mapping of `key: value` lines",
    "model_attributes_type": "a mapping of `key: value` lines",
    "time_type": 'a wall time such as "08:30"',
    "time_parsing": 'a wall time such as "08:30"',
    "date_type": "a date such as 2026-03-01",
    "date_parsing": "a date such as 2026-03-01",
    "date_from_datetime_parsing": "a date such as 2026-03-01",
    "date_from_datetime_inexact": "a date such as 2026-03-01, without a time",
    "datetime_type": "a date and time such as 2026-03-01T08:30:00+08:00",
    "datetime_parsing": "a date and time such as 2026-03-01T08:30:00+08:00",
    "url_parsing": "an address such as https://example.org/",
    "none_required": "left out",
}
_LIMITS = {
    "greater_than_equal": ("ge", "at least {}"),
    "greater_than": ("gt", "more than {}"),
    "less_than_equal": ("le", "at most {}"),
    "less_than": ("lt", "less than {}"),
    "string_too_short": ("min_length", "at least {} characters long"),
    "string_too_long": ("max_length", "at most {} characters long"),
    "too_short": ("min_length", "at least {} entries long"),
    "too_long": ("max_length", "at most {} entries long"),
    "string_pattern_mismatch": ("pattern", "of the form {}"),
}
# a pattern -> what an operator takes it for
_FORMS = {
    r"^[\w][\w.-]*$": "a name of letters, digits, `_`, `.` and `-`, without spaces",
    r"^https?://\S+$": "an address such as https://example.org/",
    r"^\w{4,64}$": "4 to 64 letters and digits",
}
# what ruamel says -> what an operator has to do; the first that fits is told
_YAML = {
    "mapping values are not allowed": "a `:` too many; quote the text, or mend the indent",
    "could not find expected ':'": "no `:` after this key (or a text that needs more indent)",
    "found unexpected end of stream": "the quote opened in line {opened} is never closed",
    "expected <block end>": "wrong indentation: not in line with what begins in line {opened}",
    "sequence entries are not allowed": "a list begins on a new line below its key",
    "expected ',' or": "the bracket opened in line {opened} is not closed, or a `,` is missing",
    "found duplicate anchor": "this anchor is defined twice; give each its own name",
    "found unknown escape": "unknown escape; use '...' quotes where a text has backslashes",
    "expected the node content": "a value is missing here, or the brackets do not match",
    "found incompatible YAML": "directives such as %YAML are not used here; delete the line",
    "a block scalar": "after `|` or `>` the line ends; the text follows below, indented",
}
_COMPARED = 200  # words; a file with thousands of mistakes is answered soon too
_SHOWN = 60  # characters of a wrong value that are repeated


def explain_yaml(context: str, problem: str, text: str, opened: int) -> str:
    """A scanner's or parser's complaint about the line `text`, in an operator's words."""
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" in indent or "'\\t'" in problem:
        return "a tab in the indentation; use spaces (two a level)"
    if "cannot start any token" in problem:
        return "a plain text cannot begin with this character; put the text in quotes"
    if "{{" in text and "expected ',' or" in problem:
        return 'a text with {{ }} inside brackets belongs in quotes: {say: "{{ room.name }}"}'
    for said, words in _YAML.items():
        if said in f"{context} {problem}":
            return words.format(opened=opened)
    return f"this is not YAML: {' '.join(f'{context} {problem}'.split())}"


def explain(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """One of pydantic's findings, with what would be right."""
    kind = detail["type"]
    context = detail.get("ctx", {})
    name = _name(detail["loc"])
    if kind == "missing" or kind.startswith("union_tag_"):
        return _missing(name, detail, model)
    if kind == "extra_forbidden":
        return _unknown(name, sorted(set(_allowed(model, detail["loc"][:-1]))))
    if kind in {"enum", "literal_error"}:
        return _choice(name, detail["input"], str(context.get("expected", "")))
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        limit = context.get(key)
        form = _FORMS.get(limit) if isinstance(limit, str) else None
        return _should(name, form or words.format(limit), detail["input"])
    return _plain(name, detail)


def _plain(name: str, detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in _SHOULD_BE:
        return _should(name, _SHOULD_BE[kind], detail["input"])
    message = str(detail["msg"]).removeprefix("Value error, ")
    return message if kind == "value_error" or message[:1] == "`" else f"{name!r}: {message}"


def _should(name: str, be: str, given: object) -> str:
    return f"{name!r} should be {be}, not {_shown(given)}"


def did_you_mean(wrong: str, right: Iterable[str]) -> str:
    """` — did you mean "x"?`, or nothing where no allowed word is near."""
    near = difflib.get_close_matches(wrong[:100], sorted(right)[:_COMPARED], n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def _unknown(name: str, allowed: list[str]) -> str:
    listed = f" (allowed: {', '.join(allowed)})" if allowed else ""
    return f"unknown key {_short(name)!r}{did_you_mean(name, allowed)}{listed}"


def _choice(name: str, given: object, expected: str) -> str:
    words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    near = did_you_mean(given, words) if isinstance(given, str) else ""
    return f"{name!r} should be one of {', '.join(words)}, not {_shown(given)}{near}"


def _missing(name: str, detail: ErrorDetails, model: type[BaseModel]) -> str:
    """A key is not there, or the one that tells which of several models an entry is."""
    if detail["type"] == "missing":
        return f"{name!r} is missing here"
    context = detail["ctx"]
    key = str(context["discriminator"]).strip("'")
    if detail["type"] == "union_tag_invalid":
        return _choice(key, context["tag"], str(context["expected_tags"]))
    kinds = [kind for outer in _at(model, detail["loc"]) for kind in _unfold(outer)]
    known = [one for kind in kinds for one in get_args(kind.model_fields[key].annotation)]
    return f"{key!r} is missing here; it should be one of {', '.join(map(str, known))}"


def _name(loc: tuple[int | str, ...]) -> str:
    """The last key of a place; an entry of a list is named by its list."""
    names = [str(step) for step in loc if isinstance(step, str)]
    return names[-1] if names else "the file"


def _shown(value: object) -> str:
    """A wrong value as the operator wrote it, and briefly."""
    match value:
        case None:
            shown = "nothing"
        case timedelta():
            shown = write_length(value)
        case dict():
            shown = "a mapping"
        case []:
            shown = "an empty list"
        case list() | tuple():
            shown = "a list"
        case bool():
            shown = str(value).lower()
        case _:
            shown = _short(repr(value))
    return shown


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def _allowed(model: type[BaseModel], loc: tuple[int | str, ...]) -> Iterator[str]:
    """The keys that the models at `loc` know."""
    for outer in _at(model, loc):
        for kind in _unfold(outer):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from (f.alias or n for n, f in kind.model_fields.items())


def _at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[Any]:
    """What may stand at `loc` of a model."""
    here: list[Any] = [model]
    for step in loc:
        kinds = [kind for outer in here for kind in _unfold(outer)]
        named = [k for k in kinds if getattr(k, "__name__", None) == step]
        here = named or [inner for kind in kinds for inner in _below(kind, step)] or here
    return here


def _unfold(kind: Any) -> Iterator[Any]:  # noqa: ANN401 (an annotation)
    """The plain types inside Annotated and unions."""
    if get_origin(kind) is Annotated:
        yield from _unfold(get_args(kind)[0])
    elif get_origin(kind) in {Union, UnionType}:
        for inner in get_args(kind):
            yield from _unfold(inner)
    else:
        yield kind


def _below(kind: Any, step: int | str) -> Iterator[Any]:  # noqa: ANN401 (an annotation)
    """The types that stand at `step` of a model, mapping or list."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            if step in {name, info.alias}:
                yield info.annotation
        return
    inner = [part for part in get_args(kind) if part is not Ellipsis]
    if get_origin(kind) in {Literal, None} or (isinstance(kind, type) and issubclass(kind, Enum)):
        return
    if inner:
        yield inner[-1]  # the value of a mapping, the entry of a list
