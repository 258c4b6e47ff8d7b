"""What is not in the file yet: taken out of its comment, or written where it belongs."""

import re
from dataclasses import dataclass

from bot.settings.edits import Append, Drop, Edit, NotEditable, shown
from bot.settings.places import (
    CONTINUED,
    Spot,
    below_comments,
    end_of,
    is_nothing,
    line_end,
    line_start,
    split_comment,
    with_comment,
)
from bot.settings.written import entry, lines

_COMMENTED = re.compile(r"( *)# ([a-z_]+):(?=[ \n]|\Z)")
_STEP = 2  # columns from a key to those below it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A mapping in block style: where its lines begin and end, and in which column its keys."""

    start: int
    end: int
    indent: int
    new: int  # where a line may be put that stands nowhere yet


def add(text: str, found: list[Spot], edit: Edit) -> str:
    """Write what is new; raises NotEditable where its surroundings are not as they should be."""
    names = edit.path[len(found) - 1 :]
    if isinstance(edit, Drop) or not all(isinstance(name, str) for name in names):
        msg = f"{shown(edit.path)}: there is no such entry in config.yaml; read it anew"
        raise NotEditable(msg)
    value = [edit.value] if isinstance(edit, Append) else edit.value
    keys = [str(name) for name in names]
    if not is_nothing(found[-1]) and found[-1].node.id != "mapping":
        msg = f"{shown(edit.path[: len(found) - 1])} is no section in config.yaml; edit it there"
        raise NotEditable(msg)
    if not _is_open(found[-1]):  # `{}`
        start, end = int(found[-1].node.start_mark.index), end_of(text, found[-1])
        text = text[:start].rstrip(" ") + text[end:]
        found = [*found[:-1], Spot(key=found[-1].key, node=_Nothing.at(start))]
    return _into(text, _section(text, found), keys, value)


@dataclass(frozen=True, slots=True)
class _Mark:
    index: int


@dataclass(frozen=True, slots=True)
class _Nothing:
    """A node for a section that has lost its brackets."""

    start_mark: _Mark
    end_mark: _Mark
    id: str = "scalar"

    @classmethod
    def at(cls, index: int) -> "_Nothing":
        return cls(_Mark(index), _Mark(index))


def _is_open(spot: Spot) -> bool:
    return is_nothing(spot) or not spot.node.flow_style


def _section(text: str, found: list[Spot]) -> _Section:
    spot = found[-1]
    if len(found) == 1:
        last = end_of(text, spot)
        return _Section(start=0, end=len(text), indent=0, new=below_comments(text, last))
    if is_nothing(spot):
        column = _column(text, spot.key.start_mark.index)
        head = below_comments(text, spot.key.end_mark.index)
        indent = _indent_below(text, head, column)
        return _Section(start=head + 1, end=_end(text, head + 1, indent), indent=indent, new=head)
    first = spot.node.value[0][0].start_mark.index
    indent = _column(text, first)
    start = line_start(text, first)
    if spot.key is not None:  # comments may stand before the first key
        start = line_end(text, spot.key.end_mark.index) + 1
    new = below_comments(text, end_of(text, spot))
    return _Section(start=start, end=_end(text, new + 1, indent), indent=indent, new=new)


def _column(text: str, index: int) -> int:
    return index - line_start(text, index)


def _indent_below(text: str, head: int, column: int) -> int:
    """In which column the keys below a line stand, by those that are commented out there."""
    match = _COMMENTED.match(text, head + 1)
    return len(match[1]) if match and len(match[1]) > column else column + _STEP


def _end(text: str, start: int, indent: int) -> int:
    """Where the lines of a section end: at the first that stands further to the left."""
    at = start
    while at < len(text):
        last = line_end(text, at)
        line = text[at:last]
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            return at
        at = last + 1
    return len(text)


def _into(text: str, section: _Section, keys: list[str], value: object) -> str:
    at = _commented(text, section, keys[0])
    if at is None:
        told = "\n".join(lines(keys, value, section.indent))
        return f"{text[: section.new]}\n{told}{text[section.new :]}"
    last = line_end(text, at)
    _, comment = split_comment(text[at:last].replace("# ", "", 1))
    column = last - at - len(comment.lstrip())
    bare = f"{' ' * section.indent}{keys[0]}:"
    if len(keys) == 1:
        first, *more = lines(keys, value, section.indent)
        return text[:at] + "\n".join([with_comment(first, comment, column), *more]) + text[last:]
    opened = text[:at] + with_comment(bare, comment, column) + text[last:]
    head = below_comments(opened, at)
    indent = _indent_below(opened, head, section.indent)
    inner = _Section(start=head + 1, end=_end(opened, head + 1, indent), indent=indent, new=head)
    return _into(opened, inner, keys[1:], value)


def _commented(text: str, section: _Section, name: str) -> int | None:
    """The line on which a setting is commented out."""
    at = section.start
    while at < section.end:
        match = _COMMENTED.match(text, at)
        if match and match[2] == name and len(match[1]) == section.indent:
            return None if CONTINUED.match(text, at) else at
        at = line_end(text, at) + 1
    return None


def append(text: str, spot: Spot, edit: Append) -> str:
    """One more entry at the end of a list."""
    if spot.node.value and spot.node.id == "sequence":
        first = spot.node.value[0].start_mark.index
        dash = text.rfind("-", 0, first)
        at = below_comments(text, end_of(text, spot))
        told = "\n".join(entry(edit.value, _column(text, dash)))
        return f"{text[:at]}\n{told}{text[at:]}"
    if spot.key is None:
        msg = f"{shown(edit.path)} is no list in config.yaml; edit it there"
        raise NotEditable(msg)
    start, end = int(spot.node.start_mark.index), end_of(text, spot)
    if not is_nothing(spot):  # `[]`
        text = text[:start].rstrip(" ") + text[end:]
    head = below_comments(text, spot.key.end_mark.index)
    indent = _column(text, spot.key.start_mark.index) + _STEP
    told = "\n".join(entry(edit.value, indent))
    return f"{text[:head]}\n{told}{text[head:]}"
