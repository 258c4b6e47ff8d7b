"""Where everything stands in the text of config.yaml: nodes, their true ends, their comments."""

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from bot.settings.edits import NotEditable, Path, shown

CONTINUED = re.compile(r" {20,}#")  # a comment that goes on below the line it speaks of


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A value in the text, with the key before it; the whole file and list entries have none."""

    key: Any
    node: Any


def trail(text: str, path: Path) -> list[Spot]:
    """The values on the way to a path, from the whole file on, as far as they are written."""
    root = YAML(typ="safe", pure=True).compose(text)
    found = [Spot(key=None, node=root)]
    for depth, step in enumerate(path):
        here = _below(found[-1].node, step)
        if here is None:
            break
        if _elsewhere(here, found[-1]):
            msg = (
                f"{shown(path[: depth + 1])} is written once and used again by an alias (*);"
                " change it in config.yaml itself"
            )
            raise NotEditable(msg)
        found.append(here)
    return found


def _below(node: Any, step: str | int) -> Spot | None:  # noqa: ANN401 (ruamel's node)
    if node.id == "mapping" and isinstance(step, str):
        pairs = ((key, value) for key, value in node.value if key.value == step)
        return next((Spot(key=key, node=value) for key, value in pairs), None)
    if node.id == "sequence" and isinstance(step, int) and 0 <= step < len(node.value):
        return Spot(key=None, node=node.value[step])
    return None


def _elsewhere(spot: Spot, around: Spot) -> bool:
    """Whether the value is written at another place, to which an alias points."""
    start = spot.node.start_mark.index
    first = (spot.key.end_mark if spot.key else around.node.start_mark).index
    return bool(not first <= start <= around.node.end_mark.index)


def is_block(node: Any) -> bool:  # noqa: ANN401 (ruamel's node)
    """Whether it is a mapping or list over several lines, without brackets."""
    return bool(node.id != "scalar" and not node.flow_style)


def is_nothing(spot: Spot) -> bool:
    """Whether a key has nothing behind it but, perhaps, comments."""
    node = spot.node
    return bool(node.id == "scalar" and node.start_mark.index == node.end_mark.index)


def start_of(spot: Spot) -> int:
    """Where the key begins, or the value where there is no key."""
    return int((spot.key or spot.node).start_mark.index)


def end_of(text: str, spot: Spot) -> int:
    """Where the value really ends: before the comments that stand behind it."""
    node = spot.node
    if is_nothing(spot):
        return text.index(":", spot.key.end_mark.index) + 1 if spot.key else start_of(spot)
    if is_block(node) and node.value:
        last = node.value[-1]
        inner = (
            Spot(key=last[0], node=last[1]) if node.id == "mapping" else Spot(key=None, node=last)
        )
        return end_of(text, inner)
    start = int(node.start_mark.index)
    return start + len(text[start : int(node.end_mark.index)].rstrip())


def line_start(text: str, index: int) -> int:
    """Where the line begins in which a place is."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Where that line ends: at its line break, or at the end of the text."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found


def below_comments(text: str, index: int) -> int:
    """The end of the line of a place, and of the comments that go on below it."""
    end = line_end(text, index)
    while end < len(text) and CONTINUED.match(text, end + 1, line_end(text, end + 1)):
        end = line_end(text, end + 1)
    return end


def split_comment(line: str) -> tuple[str, str]:
    """A line without its comment, and the comment with the blanks before it."""
    quote, escaped = "", False
    for place, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and not escaped else quote
            escaped = quote == '"' and sign == "\\" and not escaped
        elif sign in "\"'" and (not place or line[place - 1] in " [{,:"):
            quote = sign
        elif sign == "#" and (not place or line[place - 1].isspace()):
            bare = line[:place].rstrip()
            return bare, line[len(bare) :]
    return line.rstrip(), ""


def with_comment(bare: str, comment: str, column: int) -> str:
    """A line with a comment behind it, at its old column where there is room."""
    told = comment.strip()
    return f"{bare.ljust(column - 1)} {told}" if told else bare
