"""What the comments of config.yaml say of each setting: of the file that `init` writes."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_LINE = re.compile(r"^( *)(# )?(- )?([a-z_]+):(?: [^#]*| .*?\S)??(?: +# (.*))?$")
_MORE = re.compile(r"^ {20,}# (.*)$")


@cache
def shipped_meanings() -> Mapping[str, str]:
    """By the path of the setting."""
    template = files("bot.cli") / "config.template.yaml"
    return read_meanings(template.read_text(encoding="utf-8"))


def read_meanings(text: str) -> dict[str, str]:
    """By the path of the setting; an entry of a list is called `channels[wechaty]` or `staff[]`."""
    found: dict[str, str] = {}
    above: list[str] = []
    stack: list[tuple[int, str]] = []
    for line in text.splitlines():
        if more := _MORE.match(line):
            found[stack[-1][1]] += f" {more.group(1)}"
        elif line.startswith("# "):
            above.append(line[2:])
        elif one := _LINE.match(line):
            _enter(stack, one)
            found.setdefault(stack[-1][1], "")
            found[stack[-1][1]] = found[stack[-1][1]] or one.group(5) or " ".join(above)
            above = []
        else:
            above = []
    return found


def _enter(stack: list[tuple[int, str]], line: re.Match[str]) -> None:
    spaces, _hash, dash, name, _comment = line.groups()
    depth = len(spaces)
    while stack and stack[-1][0] >= depth:
        stack.pop()
    before = stack[-1][1] if stack else ""
    if dash:
        label = re.search(r"kind: ([a-z]+)", line.group(0))
        before = f"{before}[{label.group(1) if label else ''}]"
        stack.append((depth, before))
        depth += 2
    stack.append((depth, f"{before}.{name}" if before else name))


def meaning_of(path: str, meanings: Mapping[str, str]) -> str:
    """What is said of it; what occurs twice in a section is explained at its first place."""
    if known := meanings.get(path):
        return known
    ends = _ends(path)
    return next((text for other, text in meanings.items() if text and _ends(other) == ends), "")


def _ends(path: str) -> tuple[str, str]:
    parts = re.split(r"[.\[\]]+", path)
    return parts[0], parts[-1]
