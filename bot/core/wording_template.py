"""Wording that operators write, with facts in it: a small, safe part of jinja2.

What a text may do is a short list: name facts, choose (`if`), go through people (`for`), and a
few filters. There are no calls, no assignments and no arithmetic that grows, so that no text can
run for ever, fill the memory, or read what it must not.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, meta, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.core.located_words import did_you_mean

Shape = Mapping[str, tuple[str, ...]]  # fact -> its parts

MAX_OUTPUT = 4000  # characters; more than a chat post should have
_FILTERS = frozenset({"default", "first", "join", "last", "length", "lower", "trim", "upper"})
_TESTS = frozenset({"defined", "none"})
_ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter,
    nodes.Keyword, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Test, nodes.Add, nodes.Sub,
)  # fmt: skip
_MAX_LOOPS = 2  # one inside the other
_MAX_DEPTH = 30  # of parts inside one another; Python itself gives up at some 100
_MAX_SEPARATOR = 20  # characters between two things that are joined
_GROWS = "join takes a fact and a short separator: names | join('、')"


class TextRefused(ValueError):
    """A text that cannot be said as it is written; says what would be right."""


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # chat posts are plain text; nothing here is shown as HTML
        keep_trailing_newline=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.clear()
    environment.filters = {n: f for n, f in environment.filters.items() if n in _FILTERS}
    return environment


_ENVIRONMENT = _environment()


def text_mistakes(text: str, shape: Shape, *samples: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a text, as it stands; empty where it can be said.

    It may name the facts of `shape`, and is tried with each of the samples.
    """
    try:
        tree = _ENVIRONMENT.parse(text)
    except (TemplateSyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return [f"line {line} of the text: {getattr(error, 'message', 'nested too deeply')}"]
    found = list(dict.fromkeys(_Check(shape).walk(tree, frozenset(), 0, 0)))
    if found:
        return found
    for facts in samples:
        try:
            render(text, facts)
        except TextRefused as error:
            return [str(error)]
    return []


def facts_named(text: str) -> set[str]:
    """The facts that a text names; empty where it cannot be read."""
    try:
        return meta.find_undeclared_variables(_ENVIRONMENT.parse(text))
    except (TemplateError, RecursionError):
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
                msg = f"the text gets longer than {MAX_OUTPUT} characters; say it in two steps"
                raise TextRefused(msg)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        if isinstance(error, TextRefused):
            raise
        msg = f"the text cannot be filled in: {error}"
        raise TextRefused(msg) from error
    return "".join(parts).strip()


@lru_cache(maxsize=4096)
def _template(text: str) -> Any:  # noqa: ANN401 (jinja2's Template)
    return _ENVIRONMENT.from_string(text)


class _Check:
    """What a text must not have in it."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def walk(
        self, node: nodes.Node, local: frozenset[str], loops: int, depth: int
    ) -> Iterator[str]:
        """What is not allowed below `node`; `local` are the loop variables in force."""
        for child in node.iter_child_nodes():
            where = f"line {child.lineno} of the text: "
            if depth >= _MAX_DEPTH:
                yield f"{where}nested too deeply"
                return
            if isinstance(child, nodes.For):
                yield from self._loop(child, local, loops, depth)
                continue
            if isinstance(child, _ALLOWED):
                yield from (where + what for what in self._detail(child, local))
            else:
                kind = type(child).__name__.lower()
                yield f"{where}{kind} is not allowed; a text names facts, uses if, for and filters"
            yield from self.walk(child, local, loops, depth + 1)

    def _loop(
        self, loop: nodes.For, local: frozenset[str], loops: int, depth: int
    ) -> Iterator[str]:
        where = f"line {loop.lineno} of the text: "
        if loops >= _MAX_LOOPS:
            yield f"{where}at most {_MAX_LOOPS} loops inside one another"
            return
        if not isinstance(loop.iter, nodes.Name | nodes.Getattr):
            yield f"{where}a loop goes through a fact: for m in members"
        names = {name.name for name in loop.target.find_all(nodes.Name)}
        names |= {n.name for n in [loop.target] if isinstance(n, nodes.Name)}
        yield from self.walk(loop, local | names | {"loop"}, loops + 1, depth + 1)

    def _detail(self, node: nodes.Node, local: frozenset[str]) -> Iterator[str]:
        shape = self._shape
        match node:
            case nodes.Name(name=name) if name not in local and name not in shape:
                near = did_you_mean(name, shape)
                yield f"unknown fact {name!r}{near} (known: {', '.join(shape)})"
            case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if name in shape:
                known = shape[name]
                if name not in local and attr not in known:
                    listed = ", ".join(known) or "no parts"
                    yield f"{name!r} has no {attr!r}{did_you_mean(attr, known)} (it has: {listed})"
            case nodes.Filter(name=name) if name not in _FILTERS:
                yield f"unknown filter {name!r} (known: {', '.join(sorted(_FILTERS))})"
            case nodes.Filter(name="join") if _grows(node):
                yield _GROWS
            case nodes.Test(name=name) if name not in _TESTS:
                yield f"unknown test {name!r} (known: {', '.join(sorted(_TESTS))})"
            case _:
                return


def _grows(join: nodes.Filter) -> bool:
    """Whether a join may make far more than it is given, as one of a join does."""
    if not isinstance(join.node, nodes.Name | nodes.Getattr):
        return True
    given = [*join.args, *(keyword.value for keyword in join.kwargs)]
    return not all(
        isinstance(value, nodes.Const) and len(str(value.value)) <= _MAX_SEPARATOR
        for value in given
    )
