"""A plan's YAML as a person would write it: short, in order, with remarks."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

# What YAML does not take as it is, and JSON does not escape.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][\w-]*\Z")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_LENGTH = re.compile(r"(?:\d+[dhms])+\Z")


@dataclass(slots=True, kw_only=True)
class Written:
    """A step on its way into a plan: the keys of `steps` and remarks above it."""

    keys: dict[str, object]
    remarks: list[str] = field(default_factory=list)


def write_plan(
    name: str, title: str, seats: Mapping[str, Mapping[str, object]], steps: Sequence[Written]
) -> str:
    """The whole file."""
    lines = ["# yaml-language-server: $schema=plan.schema.json"]
    lines += [f"name: {_scalar(name)}", f"title: {_scalar(title)}", "seats:"]
    lines += [f"  {_scalar(key)}: {_flow(seat)}" for key, seat in seats.items()]
    lines += ["steps:"]
    for step in steps:
        lines += _step(step)
    return "\n".join(lines) + "\n"


def _step(step: Written) -> list[str]:
    lines = [f"  # {_visible(remark)}" for remark in step.remarks]
    for number, (key, value) in enumerate(step.keys.items()):
        lead = "  - " if number == 0 else "    "
        lines += [
            lead + line if place == 0 else line for place, line in enumerate(_key(key, value))
        ]
    return lines


def _visible(remark: str) -> str:
    """In one line, without what no YAML file may hold."""
    return "".join(char if char.isprintable() else " " for char in " ".join(remark.split()))


def _key(key: str, value: object) -> list[str]:
    if isinstance(value, str) and "\n" in value and _fits_block(value):
        return [f"{key}: |-", *(f"      {line}" if line else "" for line in value.split("\n"))]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [f"{key}:", *(f"      - {_flow(one)}" for one in value)]
    return [f"{key}: {_flow(value)}"]


def _fits_block(text: str) -> bool:
    lines = text.split("\n")
    sound = text.isprintable() or all(line.isprintable() for line in lines)
    return sound and not text[0].isspace() and bool(lines[-1]) and not _UNPRINTABLE.search(text)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.match(value) and value.lower() not in _WORDS_OF_YAML
    if plain or _LENGTH.match(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
