"""Wording that operators write, with facts in it: a small, safe part of jinja2.

What a text may do is a short list: name facts, choose (`if`), go through people (`for`), and a
few filters. A condition is one expression of the same language: `counts.members >= 20`.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import meta, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.parser import Parser

from bot.core.text import storable
from bot.core.wording_check import Shape, condition_refusals, environment, text_refusals

__all__ = [
    "MAX_OUTPUT",
    "UNFILLED",
    "Shape",
    "TextRefused",
    "condition_mistakes",
    "facts_named",
    "facts_of_condition",
    "holds",
    "render",
    "text_mistakes",
]

MAX_OUTPUT = 4000  # characters; more than a chat post should have
UNFILLED = "the text cannot be filled in: "  # before what its facts or jinja2 say
_TOO_LONG = f"the text gets longer than {MAX_OUTPUT} characters; say it in two steps"
_LONGEST_CONDITION = 500  # characters
# Python refuses numbers of more than 4,300 digits, and arguments that are given twice.
_UNREADABLE = (TemplateError, RecursionError, SyntaxError, ValueError)
_BREAKS = (*_UNREADABLE, ArithmeticError, LookupError, TypeError)


class TextRefused(ValueError):
    """A text that cannot be said as it is written; says what would be right."""


_ENVIRONMENT = environment()


def text_mistakes(text: str, shape: Shape, *samples: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a text, as it stands; empty where it can be said.

    It may name the facts of `shape`, and is tried with each of the samples.
    """
    if _is_plain(text):
        return [_TOO_LONG] if len(text.strip()) > MAX_OUTPUT else []
    try:
        tree = _ENVIRONMENT.parse(text)
    except _UNREADABLE as error:
        line = getattr(error, "lineno", 1)
        return [f"line {line} of the text: {_unreadable(error)}"]
    if found := text_refusals(tree, shape):
        return found
    for facts in samples:
        try:
            render(text, facts)
        except TextRefused as error:
            return [str(error)]
    return []


def facts_named(text: str) -> set[str]:
    """The facts that a text names; empty where it cannot be read."""
    if _is_plain(text):
        return set()
    try:
        return meta.find_undeclared_variables(_ENVIRONMENT.parse(text))
    except _UNREADABLE:
        return set()


def render(text: str, facts: Mapping[str, Any]) -> str:
    """The text with its facts; raises TextRefused where a fact is missing or it gets too long.

    Only for texts without `text_mistakes`: those are the ones that are known to end.
    """
    parts: list[str] = []
    length = 0
    try:
        for part in _template(text).generate(**facts):
            parts.append(part)
            length += len(part)
            if length > MAX_OUTPUT:
                raise TextRefused(_TOO_LONG)
    except _BREAKS as error:
        if isinstance(error, TextRefused):
            raise
        msg = f"{UNFILLED}{error}"
        raise TextRefused(msg) from error
    # A text may spell out what no database takes: {{ '\0' }}.
    return storable("".join(parts)).strip()


def condition_mistakes(condition: str, shape: Shape, *samples: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a condition; empty where it can be asked."""
    if len(condition) > _LONGEST_CONDITION:
        return [f"a condition has at most {_LONGEST_CONDITION} characters"]
    try:
        tree = _parsed(condition)
    except _UNREADABLE as error:
        said = _unreadable(error)
        return [f"this condition cannot be read ({said}); write one such as counts.members >= 20"]
    if found := condition_refusals(tree, shape):
        return found
    for facts in samples:
        try:
            holds(condition, facts)
        except TextRefused as error:
            return [str(error)]
    return []


def facts_of_condition(condition: str) -> set[str]:
    """The facts that a condition names; empty where it cannot be read."""
    try:
        return {one.name for one in _parsed(condition).find_all(nodes.Name)}
    except _UNREADABLE:
        return set()


def holds(condition: str, facts: Mapping[str, Any]) -> bool:
    """Whether a condition holds; raises TextRefused where a fact is missing or does not fit.

    Only for conditions without `condition_mistakes`: those are the ones that are known to end.
    """
    try:
        return bool(_expression(condition)(**facts))
    except _BREAKS as error:
        msg = f"the condition cannot be answered: {error}"
        raise TextRefused(msg) from error


def _unreadable(error: Exception) -> str:
    """What is wrong with something that could not even be read."""
    match error:
        case TemplateSyntaxError():
            return error.message or "this is no text to be filled in"
        case RecursionError():
            return "nested too deeply"
        case _:
            return "a number is too long"


def _is_plain(text: str) -> bool:
    """Whether there is nothing to fill in: most texts are so, and reading them takes long."""
    return "{" not in text


def _parsed(condition: str) -> nodes.Output:
    """The condition as a tree, wrapped so that its outermost part is looked at as well."""
    parser = Parser(_ENVIRONMENT, condition, state="variable")
    expression = parser.parse_expression()
    if not parser.stream.eos:
        msg = "there is more after its end"
        raise TemplateSyntaxError(msg, parser.stream.current.lineno)
    return nodes.Output([expression], lineno=1)


@lru_cache(maxsize=4096)
def _template(text: str) -> Any:  # noqa: ANN401 (jinja2's Template)
    return _ENVIRONMENT.from_string(text)


@lru_cache(maxsize=4096)
def _expression(condition: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(condition, undefined_to_none=False)
