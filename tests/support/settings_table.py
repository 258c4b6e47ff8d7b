"""Writes docs/settings.md and the table in README.md: `python -m tests.support.settings_table`.

Names, kinds, limits and defaults come from the settings classes; what a setting changes for
people comes from its comment in config.yaml. A test fails while a written page is out of date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Annotated, Any, get_args

from pydantic import BaseModel, SecretStr, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.config import Settings
from tests.support.settings_meanings import ROOT, meaning_of, read_meanings

_FEW = 6  # entries of a list that a table has room for
_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
_README_PART = re.compile(r"(<!-- settings: .*?-->\n).*?(<!-- /settings -->)", re.DOTALL)

_HEAD = """# Settings

Every setting of `config.yaml`, made from the code by `python -m tests.support.settings_table`.
`config.yaml` itself has the same as comments; `groupkeeper check` names every mistake in it with
line and column; a running service takes up most changes by itself and says which need a restart.

- Every setting can be given in the environment, which is stronger than the file: `web.port` is
  `GROUPKEEPER_WEB__PORT`.
- `${NAME}` in a text of the file is taken from the environment: for tokens and passwords.
- `[]` means: in each entry of a list. Lengths of time are written 90s, 15m, 2h, 1d or PT15M.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One setting."""

    path: str
    kind: str
    default: str
    meaning: str


def settings_page() -> str:
    """docs/settings.md."""
    meanings = read_meanings()
    parts = [_HEAD]
    for section, field in Settings.model_fields.items():
        parts.append(f"## {section}\n\n{meanings.get(section, '')}\n")
        lines = [
            f"| `{row.path}` | {row.kind} | {row.default} | {row.meaning} |"
            for row in _rows(section, field, meanings)
        ]
        parts.append(
            "\n".join(["| setting | is | default | |", "| --- | --- | --- | --- |", *lines])
        )
        parts.append("")
    return "\n".join(parts)


def readme_table() -> str:
    """The sections, for README.md."""
    meanings = read_meanings()
    lines = ["| section | | settings |", "| --- | --- | --- |"]
    for section, field in Settings.model_fields.items():
        first, *others = _models(field.annotation)
        shared = [n for n in first.model_fields if all(n in one.model_fields for one in others)]
        names = " ".join(f"`{name}`" for name in shared)
        about = meanings.get(section, "").split(". ")[0].rstrip(".")
        lines.append(f"| [`{section}`](docs/settings.md#{section}) | {about} | {names} |")
    return "\n".join(lines) + "\n"


def with_table(readme: str) -> str:
    """The README with its table made anew."""
    return _README_PART.sub(lambda m: m.group(1) + readme_table() + m.group(2), readme)


# ---- from the classes ------------------------------------------------------------------------


def _rows(path: str, field: FieldInfo, meanings: dict[str, str]) -> Iterator[Row]:
    inner = _models(field.annotation)
    if not inner or _is_optional(field.annotation):
        default = field.get_default(call_default_factory=True)
        yield Row(
            path=path,
            kind="length of time" if isinstance(default, timedelta) else _kind(field),
            default=_shown(default),
            meaning=meaning_of(path, meanings),
        )
        return
    single = inner[0] is field.annotation
    for model in inner:
        below = path if single else f"{path}[{_label(model)}]"
        for name, one in model.model_fields.items():
            yield from _rows(f"{below}.{name}", one, meanings)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if getattr(annotation, "__origin__", None) is dict:
        return []
    return [model for inner in get_args(annotation) for model in _models(inner)]


def _is_optional(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def _label(model: type[BaseModel]) -> str:
    kind = model.model_fields.get("kind")
    return "" if kind is None else str(get_args(kind.annotation)[0])


def _kind(field: FieldInfo) -> str:
    whole: Any = field.annotation
    if field.metadata:
        whole = Annotated[whole, *field.metadata]
    schema = TypeAdapter(whole).json_schema()
    return _named(schema, schema.get("$defs", {}))


def _named(schema: dict[str, Any], known: dict[str, Any]) -> str:
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if parts := schema.get("anyOf") or schema.get("oneOf"):
        either = [one for one in parts if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(_named(one, known) for one in either))
    if choices := schema.get("enum", [schema["const"]] if "const" in schema else []):
        return ", ".join(f"`{one}`" for one in choices if one)
    kind = schema.get("format") or schema.get("type", "")
    if kind == "array":
        return f"list of {_named(schema['items'], known)}"
    return f"{_WORDS.get(kind, kind)}{_limits(schema)}"


_WORDS = {
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "boolean": "`true`, `false`",
    "date": "date",
    "time": "time of day",
    "password": "secret text",
    "object": "table",
}


def _limits(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    parts = [
        f"from {low:,}" if low is not None else "",
        f"above {above:,}" if above is not None else "",
        f"to {high:,}" if high is not None else "",
        f"below {below:,}" if below is not None else "",
    ]
    shown = " ".join(part for part in parts if part)
    return f" {shown}" if shown else ""


def _shown(value: object) -> str:
    match value:
        case None | "" | () | {}:
            return "none"
        case tuple() if len(value) <= _FEW:
            return " ".join(f"`{one}`" for one in value)
        case tuple() | dict():
            return f"{len(value)}, shipped"
        case _:
            return "" if value is PydanticUndefined else f"`{_plain(value)}`"


def _plain(value: object) -> str:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case Enum():
            return str(value.value)
        case timedelta():
            return _length(value)
        case _:
            return str(value).lower() if isinstance(value, bool) else str(value)


def _length(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    unit, size = next((unit, size) for unit, size in _UNITS if seconds % size == 0)
    return f"{seconds // size}{unit}"


def main() -> None:
    """Write both."""
    (ROOT / "docs" / "settings.md").write_text(settings_page(), encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(with_table(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
