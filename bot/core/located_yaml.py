"""From YAML text to plain values and their places, with every trap of YAML shut.

Only what a person writes by hand is taken: mappings with text keys, lists, scalars of YAML's
core schema, anchors within bounds. Dates and wall times stay texts; the models read them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.core.located_signs import full_width
from bot.core.located_words import explain_yaml
from bot.core.yaml_value import YamlValue

_Event = Any  # of ruamel: each kind has other fields

MAX_BYTES = 1024 * 1024
MAX_NODES = 100_000  # values in one file, those repeated by aliases counted each time
MAX_DEPTH = 40

Path = tuple[str | int, ...]
Position = tuple[int, int]

_ODD_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
# What no editor shows: control characters, lone surrogates, exotic line ends.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One mistake in the text."""

    line: int
    column: int
    what: str


class _Lost(Exception):
    """Nothing sensible can be read past this slip."""

    def __init__(self, slip: Slip) -> None:
        self.slip = slip
        super().__init__(slip.what)


@dataclass(slots=True, kw_only=True)
class Tree:
    """What was read: `data` is None where the text is not a readable mapping."""

    data: Any = None
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)


def grow(source: str, max_bytes: int) -> Tree:
    """Read a text; never raises, whatever the text."""
    tree = Tree()
    try:
        _refuse_unreadable(source, max_bytes)
        text = source.removeprefix("\ufeff")
        _Grower(tree, YAML(typ="safe", pure=True).parse(text)).run()
    except _Lost as lost:
        tree.data = None
        tree.slips.append(lost.slip)
    except MarkedYAMLError as error:
        tree.data = None
        tree.slips.append(_slip_of(error, source))
    except (YAMLError, ValueError, OverflowError, IndexError, AttributeError) as error:
        # ruamel lets a few odd escapes and directives out as plain Python errors
        tree.data = None
        tree.slips.append(Slip(line=1, column=1, what=f"this is not YAML: {error}"))
    return tree


def _refuse_unreadable(source: str, max_bytes: int) -> None:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        what = f"the file has more than {max_bytes:,} bytes, which is the most: split it"
        raise _Lost(Slip(line=1, column=1, what=what))
    bad = _INVISIBLE.search(source, 1 if source.startswith("\ufeff") else 0)
    if bad:
        before = source[: bad.start()]
        what = _invisible(bad[0])
        column = bad.start() - (before.rfind("\n") + 1) + 1
        raise _Lost(Slip(line=before.count("\n") + 1, column=column, what=what))


def without_invisible(text: str) -> str:
    """A text of another program as files take it: odd line breaks are plain ones, the rest goes."""
    return _INVISIBLE.sub("", _ODD_BREAKS.sub("\n", text))


def _invisible(found: str) -> str:
    return f"invisible character U+{ord(found):04X}; delete it (was the file saved as UTF-8?)"


def _slip_of(error: MarkedYAMLError, source: str) -> Slip:
    unclosed = error.problem and (
        "end of stream" in error.problem or "expected ','" in error.problem
    )
    places = (error.context_mark, error.problem_mark)
    mark = next(filter(None, places if unclosed else reversed(places)), None)
    line = mark.line if mark else 0
    column = mark.column if mark else 0
    lines = source.split("\n")
    text = lines[line] if line < len(lines) else ""
    begun = error.context_mark.line if error.context_mark else line
    end = error.problem_mark.line if error.problem_mark else line
    # a key without its sign runs into the line below, which is then complained of
    if found := full_width(lines, max(min(begun, end) - 1, 0), end):
        line, column, what = found
        return Slip(line=line + 1, column=column + 1, what=what)
    opened = begun + 1
    what = explain_yaml(str(error.context or ""), str(error.problem or ""), text, opened)
    return Slip(line=line + 1, column=column + 1, what=what)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchored:
    value: Any
    nodes: int
    depth: int


class _Grower:
    """Builds the values from the parser's events; depth, size and names are watched here."""

    def __init__(self, tree: Tree, events: Iterator[Any]) -> None:
        self._tree = tree
        self._events = events
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0

    def run(self) -> None:
        """Read exactly one document whose top level is a mapping."""
        next(self._events)  # the start of the stream
        start = next(self._events)
        if isinstance(start, ev.StreamEndEvent):
            raise _lost(start, "the file is empty; it should be a mapping of `key: value` lines")
        if start.version or start.tags:
            raise _lost(start, "directives such as %YAML are not used here; delete the line")
        first = next(self._events)
        self._tree.values[()] = _place(first)
        if not isinstance(first, ev.MappingStartEvent):
            raise _lost(first, "the file should be a mapping of `key: value` lines")
        self._tree.data = self._node(first, (), 1)
        next(self._events)  # the end of the document
        more = next(self._events)
        if not isinstance(more, ev.StreamEndEvent):
            raise _lost(more, "a second document begins here; keep one a file, without `---`")

    def _node(self, event: _Event, path: Path, depth: int) -> YamlValue:
        self._count(event, 1, depth)
        if isinstance(event, ev.AliasEvent):
            return self._alias(event, depth)
        if event.tag is not None and str(event.tag) != "!":
            what = f"tag {str(event.tag)[:40]!r} is not allowed; write a plain value"
            self._slip(event, what)
        before = self._nodes
        value: Any
        if isinstance(event, ev.MappingStartEvent):
            value = self._mapping(path, depth)
        elif isinstance(event, ev.SequenceStartEvent):
            value = self._sequence(path, depth)
        else:
            value = _scalar(event)
            self._refuse_invisible(event, value)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(
                value=value, nodes=self._nodes - before + 1, depth=_depth(value)
            )
        return value

    def _alias(self, event: _Event, depth: int) -> YamlValue:
        known = self._anchors.get(event.anchor)
        if known is None:
            what = (
                f"*{event.anchor} is not defined above; write `&{event.anchor}` where it is meant"
            )
            self._slip(event, what)
            return None
        self._count(event, known.nodes, depth + known.depth)
        return known.value

    def _count(self, event: _Event, nodes: int, depth: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise _lost(event, f"more than {MAX_NODES:,} values (aliases counted): split the file")
        if depth > MAX_DEPTH:
            raise _lost(event, f"nested deeper than {MAX_DEPTH} levels; nothing here needs that")

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first_at: dict[str, int] = {}
        while not isinstance(event := next(self._events), ev.MappingEndEvent):
            key = self._key(event, path, depth)
            fresh = key not in found
            if fresh:
                first_at[key] = event.start_mark.line + 1
                self._tree.keys[(*path, key)] = _place(event)
            else:
                what = f"{key!r} is given twice (first in line {first_at[key]}); keep one"
                self._slip(event, what)
            inner = next(self._events)
            # what stands under a repeated key is read for its own mistakes, then dropped
            below = (*path, key) if fresh else (*path, key, "(again)")
            # nothing behind the key: it would stand where the next line begins
            self._tree.values[below] = _place(event if _is_nothing(inner) else inner)
            value = self._node(inner, below, depth + 1)
            if fresh:
                found[key] = value
        return found

    def _key(self, event: _Event, path: Path, depth: int) -> str:
        if not isinstance(event, ev.ScalarEvent):
            self._node(event, (*path, "(key)"), depth + 1)
            self._slip(
                event,
                "a key should be a plain word; a text that begins with { or [ belongs in quotes",
            )
            return "(key)"
        key = str(event.value)
        if key == "<<":
            self._slip(event, "merge keys (<<) are not used here; write the keys out")
        return key

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), ev.SequenceEndEvent):
            below = (*path, len(found))
            self._tree.values[below] = _place(event)
            found.append(self._node(event, below, depth + 1))
        return found

    def _refuse_invisible(self, event: _Event, value: YamlValue) -> None:
        """An escape is as bad as the character itself: no database takes it."""
        if isinstance(value, str) and (bad := _INVISIBLE.search(value)):
            self._slip(event, _invisible(bad[0]))

    def _slip(self, event: _Event, what: str) -> None:
        line, column = _place(event)
        self._tree.slips.append(Slip(line=line, column=column, what=what))


def _scalar(event: _Event) -> YamlValue:
    text = str(event.value)
    if event.style is not None or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


def _is_nothing(event: _Event) -> bool:
    return isinstance(event, ev.ScalarEvent) and event.style is None and event.value == ""


def _depth(value: YamlValue) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 1


def _place(event: _Event) -> Position:
    return (event.start_mark.line + 1, event.start_mark.column + 1)


def _lost(event: _Event, what: str) -> _Lost:
    line, column = _place(event)
    return _Lost(Slip(line=line, column=column, what=what))
