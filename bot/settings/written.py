"""Values as one would type them into config.yaml."""

import json
import re
from collections.abc import Mapping, Sequence

from bot.core.yaml_value import YamlValue

# Plain where nobody can read anything else into it; quoted in all other cases.
_PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff./-]*(?: [\w\u4e00-\u9fff./-]+)*\Z")
_LENGTH = re.compile(r"(\d{1,6}[dhms])+\Z")
_MEANS_MORE = re.compile(r"(?i)(null|true|false|yes|no|on|off|y|n|nan|inf)\Z")


def inline(value: YamlValue) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(str(k))}: {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(one) for one in value) + "]"
    return json.dumps(value)  # null, true, 7, 0.5


def _text(value: str) -> str:
    if _LENGTH.match(value) or (_PLAIN.match(value) and not _MEANS_MORE.match(value)):
        return value
    return json.dumps(value, ensure_ascii=False)


def lines(keys: Sequence[str], value: YamlValue, indent: int) -> list[str]:
    """A value under its keys, each on a line of its own; lists of entries stand below theirs."""
    told: list[str] = []
    for depth, key in enumerate(keys):
        told.append(" " * (indent + 2 * depth) + f"{_text(key)}:")
    if _entries(value):
        below = indent + 2 * len(keys)
        return told + [line for one in value for line in entry(one, below)]
    told[-1] += f" {inline(value)}"
    return told


def entry(value: YamlValue, indent: int) -> list[str]:
    """An entry of a list; what it is made of stands line by line."""
    if not isinstance(value, Mapping) or not value:
        return [" " * indent + f"- {inline(value)}"]
    told = [
        " " * (indent + 2) + f"{_text(str(key))}: {inline(inner)}" for key, inner in value.items()
    ]
    return [" " * indent + "- " + told[0].lstrip(), *told[1:]]


def _entries(value: YamlValue) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value)
