"""A setting changed in the text of config.yaml; every other character of it stays as it is.

The file is for people: a setting that stands there as a comment is taken out of the comment, one
that goes back to its default becomes the comment again, and new entries stand before the examples
that are commented out below them. What came out is read again and held against what was meant.
"""

from contextlib import suppress

from bot.core.located import BrokenFile, read_yaml
from bot.core.yaml_value import YamlValue
from bot.settings.adding import add, append
from bot.settings.edits import Append, Drop, Edit, NotEditable, Path, Put, applied, at, same, shown
from bot.settings.lists import relist
from bot.settings.places import (
    Spot,
    end_of,
    is_block,
    is_nothing,
    line_end,
    line_start,
    split_comment,
    start_of,
    trail,
    with_comment,
)
from bot.settings.written import inline

_FILE = "config.yaml"


def rewritten(text: str, edit: Edit) -> str:
    """The text with the edit in it; raises NotEditable where only a person can write it."""
    before = read_yaml(text, file=_FILE).data
    wanted = applied(before, edit)
    if same(wanted, before):
        return text
    after = _change(text, edit, before)
    with suppress(BrokenFile):
        if same(read_yaml(after, file=_FILE).data, wanted):
            return after
    msg = f"{shown(edit.path)} cannot be changed from here as it is written; edit config.yaml"
    raise NotEditable(msg)


def _change(text: str, edit: Edit, data: YamlValue) -> str:
    found = trail(text, edit.path)
    whole = len(found) > len(edit.path) and not isinstance(edit, Append)
    around = found[:-1] if whole else found
    flow = next((n for n, s in enumerate(around) if _brackets(s)), None)
    if flow is not None:
        path = edit.path[:flow]
        return _replace(text, found[flow], at(applied(data, edit), path), path)
    if len(found) <= len(edit.path):
        return add(text, found, edit)
    match edit:
        case Put():
            return _put(text, found[-1], edit)
        case Append():
            return append(text, found[-1], edit)
        case Drop():
            return _drop(text, found, edit)


def _brackets(spot: Spot) -> bool:
    """Whether it is written in brackets; empty ones hold nothing that need stay in them."""
    return spot.node.id != "scalar" and bool(spot.node.flow_style) and bool(spot.node.value)


def _replace(text: str, spot: Spot, value: YamlValue, path: Path) -> str:
    """Another value in the place of one, with the comment behind it where it was."""
    start, end = int(spot.node.start_mark.index), end_of(text, spot)
    if is_nothing(spot):
        return f"{text[:end]} {inline(value)}{text[end:]}"
    if any(split_comment(line)[1] for line in text[start:end].split("\n")):
        msg = f"{shown(path)} has comments between its parts; edit config.yaml"
        raise NotEditable(msg)
    first, last = line_start(text, start), line_end(text, end)
    bare, comment = split_comment(text[end:last])
    column = end - text.rfind("\n", 0, end) - 1 + len(text[end:last]) - len(comment.lstrip())
    line = with_comment(text[first:start] + inline(value) + bare, comment, column)
    return text[:first] + line + text[last:]


def _put(text: str, spot: Spot, edit: Put) -> str:
    if not is_block(spot.node):
        return _replace(text, spot, edit.value, edit.path)
    if spot.node.id == "sequence" and isinstance(edit.value, list):
        return relist(text, spot, edit)
    if spot.node.id != "mapping" or not isinstance(edit.value, dict):
        msg = f"{shown(edit.path)} is written over several lines; edit config.yaml"
        raise NotEditable(msg)
    for key, _ in spot.node.value:
        if key.value not in edit.value:
            text = rewritten(text, Drop(path=(*edit.path, key.value)))
    for name, value in edit.value.items():
        text = rewritten(text, Put(path=(*edit.path, name), value=value))
    return text


def _drop(text: str, found: list[Spot], edit: Drop) -> str:
    spot, around = found[-1], found[-2]
    if len(around.node.value) == 1 and around.node.id == "sequence":
        return _emptied(text, found)
    start, end = start_of(spot), end_of(text, spot)
    first, last = line_start(text, start), line_end(text, end)
    before = text[first:start]
    if before.strip() and around.node.id == "mapping":  # the key behind the dash of an entry
        return _without_first(text, spot, around)
    if around.node.id == "mapping" and edit.default is not None and not is_block(spot.node):
        _, comment = split_comment(text[first:last])
        if comment:
            bare = f"{before}# {spot.key.value}: {inline(edit.default)}"
            line = with_comment(bare, comment, last - first - len(comment.lstrip()))
            return text[:first] + line + text[last:]
    return text[:first] + text[last + 1 :]


def _without_first(text: str, spot: Spot, around: Spot) -> str:
    keys = [key for key, _ in around.node.value]
    if len(keys) == 1:
        return text[: start_of(spot)] + "{}" + text[end_of(text, spot) :]
    return text[: start_of(spot)] + text[keys[1].start_mark.index :]


def _emptied(text: str, found: list[Spot]) -> str:
    """A list that has lost its only entry."""
    around = found[-2]
    if around.key is None:
        msg = "a list in a list cannot be emptied from here; edit config.yaml"
        raise NotEditable(msg)
    colon = text.index(":", around.key.end_mark.index) + 1
    first = line_start(text, start_of(found[-1]))
    last = line_end(text, end_of(text, found[-1]))
    return f"{text[:colon]} []{text[colon:first]}{text[last + 1 :]}"
