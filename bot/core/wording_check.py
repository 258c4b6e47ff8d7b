"""What a text or a condition that operators write may do: a short list, checked beforehand.

There are no calls, no assignments and no arithmetic that grows, so that nothing written here can
run for ever, fill the memory, or read what it must not.
"""

from collections.abc import Iterator, Mapping

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.core.located_words import did_you_mean

# fact -> its parts; "members[]" -> the parts of each entry, where the fact is a list
Shape = Mapping[str, tuple[str, ...]]

_FILTERS = frozenset({"default", "first", "join", "last", "length", "lower", "trim", "upper"})
_TESTS = frozenset({"defined", "none"})
_ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter,
    nodes.Keyword, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Test, nodes.Add, nodes.Sub,
)  # fmt: skip
# A condition stands alone, and may list what something can be: weekday in ['周六', '周日'].
_IN_CONDITIONS = (*(kind for kind in _ALLOWED if kind not in {nodes.If, nodes.For}), nodes.List)
_MAX_LOOPS = 2  # one inside the other
_MAX_DEPTH = 30  # of parts inside one another; Python itself gives up at some 100
_MAX_SEPARATOR = 20  # characters between two things that are joined
_GROWS = "join takes a fact and a short separator: names | join('、')"
_LOOP = ("index", "first", "last", "length")  # what is known of the loop itself

# A local name -> its parts; None where they are not known beforehand.
_Local = Mapping[str, tuple[str, ...] | None]


def environment() -> ImmutableSandboxedEnvironment:
    """jinja2 with nothing in it but the filters that are allowed."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # chat posts are plain text; nothing here is shown as HTML
        keep_trailing_newline=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.clear()
    made.filters = {n: f for n, f in made.filters.items() if n in _FILTERS}
    return made


def text_refusals(tree: nodes.Node, shape: Shape) -> list[str]:
    """Everything in a text that is not allowed, each once."""
    rule = "a text names facts, uses if, for and filters"
    check = _Check(shape, "line {} of the text: ", _ALLOWED, rule)
    return list(dict.fromkeys(check.walk(tree, {}, 0, 0)))


def condition_refusals(tree: nodes.Node, shape: Shape) -> list[str]:
    """Everything in a condition that is not allowed, each once."""
    rule = "a condition compares facts"
    check = _Check(shape, "in the condition: ", _IN_CONDITIONS, rule)
    return list(dict.fromkeys(check.walk(tree, {}, 0, 0)))


class _Check:
    """What a text must not have in it."""

    def __init__(
        self, shape: Shape, where: str, allowed: tuple[type[nodes.Node], ...], rule: str
    ) -> None:
        self._shape = shape
        self._known = [name for name in shape if not name.endswith("[]")]
        self._where = where
        self._allowed = allowed
        self._rule = rule

    def walk(self, node: nodes.Node, local: _Local, loops: int, depth: int) -> Iterator[str]:
        """What is not allowed below `node`; `local` are the loop variables in force."""
        for child in node.iter_child_nodes():
            where = self._where.format(child.lineno)
            if depth >= _MAX_DEPTH:
                yield f"{where}nested too deeply"
                return
            if isinstance(child, nodes.For):
                yield from self._loop(child, local, loops, depth)
                continue
            if isinstance(child, self._allowed):
                yield from (where + what for what in self._detail(child, local))
            else:
                kind = type(child).__name__.lower()
                yield f"{where}{kind} is not allowed; {self._rule}"
            yield from self.walk(child, local, loops, depth + 1)

    def _loop(self, loop: nodes.For, local: _Local, loops: int, depth: int) -> Iterator[str]:
        where = self._where.format(loop.lineno)
        if loops >= _MAX_LOOPS:
            yield f"{where}at most {_MAX_LOOPS} loops inside one another"
            return
        if not isinstance(loop.iter, nodes.Name | nodes.Getattr):
            yield f"{where}a loop goes through a fact: for m in members"
        yield from self.walk(
            loop, {**local, "loop": _LOOP, **self._named(loop)}, loops + 1, depth + 1
        )

    def _named(self, loop: nodes.For) -> _Local:
        """The loop's own variables."""
        names = {name.name for name in loop.target.find_all(nodes.Name)}
        through = loop.iter.name if isinstance(loop.iter, nodes.Name) else ""
        if isinstance(loop.target, nodes.Name):
            return {loop.target.name: self._shape.get(f"{through}[]")}
        return dict.fromkeys(names)

    def _detail(self, node: nodes.Node, local: _Local) -> Iterator[str]:
        match node:
            case nodes.Name(name=name) if name not in local and name not in self._known:
                near = did_you_mean(name, self._known)
                yield f"unknown fact {name!r}{near} (known: {', '.join(self._known)})"
            case nodes.Getattr(node=nodes.Name(name=name), attr=attr):
                yield from self._part(name, attr, local)
            case nodes.Getattr(node=nodes.Getattr(attr=attr), attr=deeper):
                yield f"{attr!r} has no {deeper!r} (it has: no parts)"
            case nodes.Getattr(attr=hidden) if hidden.startswith("_"):
                yield f"{hidden!r} is not allowed; names of parts do not begin with _"
            case nodes.Filter(name=name) if name not in _FILTERS:
                yield f"unknown filter {name!r} (known: {', '.join(sorted(_FILTERS))})"
            case nodes.Filter(name="join") if _grows(node):
                yield _GROWS
            case nodes.Test(name=name) if name not in _TESTS:
                yield f"unknown test {name!r} (known: {', '.join(sorted(_TESTS))})"
            case _:
                return

    def _part(self, name: str, attr: str, local: _Local) -> Iterator[str]:
        known = local[name] if name in local else self._shape.get(name)
        if known is None or attr in known:
            return
        parts = ", ".join(known) or "no parts"
        yield f"{name!r} has no {attr!r}{did_you_mean(attr, known)} (it has: {parts})"


def _grows(join: nodes.Filter) -> bool:
    """Whether a join may make far more than it is given, as one of a join does."""
    if not isinstance(join.node, nodes.Name | nodes.Getattr):
        return True
    given = [*join.args, *(keyword.value for keyword in join.kwargs)]
    return not all(
        isinstance(value, nodes.Const) and len(str(value.value)) <= _MAX_SEPARATOR
        for value in given
    )
