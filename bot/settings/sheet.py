"""Every setting with its value, and where the value comes from: file, environment, or nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, SecretStr, TypeAdapter
from pydantic.fields import FieldInfo

from bot.config import Settings
from bot.core.lengths import write_length
from bot.core.located import Located
from bot.core.yaml_value import YamlValue
from bot.environment import SECRET_KEYS, Overlay
from bot.rulebook import is_live
from bot.settings.allowed import is_editable
from bot.settings.edits import at
from bot.settings.meanings import meaning_of, shipped_meanings
from bot.settings.values import Item, Origin

Leaf = tuple[tuple[str, ...], FieldInfo]
# A list that is one setting, although its entries have parts.
_WHOLE = frozenset({("rooms", "defaults", "quiz", "questions")})


def leaves(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every single setting: sections of sections are gone into, lists of entries are not."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from leaves(inner, (*path, name))
        elif (*path, name) in _WHOLE or not _of_entries(inner):
            yield (*path, name), field


def _of_entries(annotation: Any) -> bool:  # noqa: ANN401 (any type that pydantic knows)
    """Whether it is a list of entries that have settings of their own."""
    if annotation is None or getattr(annotation, "__origin__", None) is dict:
        return False
    parts = get_args(annotation)
    if any(isinstance(one, type) and issubclass(one, BaseModel) for one in parts):
        return type(None) not in parts
    return any(_of_entries(one) for one in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a sheet is made of: the settings, and the texts they were read from."""

    settings: Settings
    written: Located  # the file, before the environment was filled in
    overlay: Overlay

    def variable(self, path: tuple[str | int, ...]) -> str | None:
        """The variable of the environment that gives the value at this place, if one does."""
        return self.overlay.variable(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is the same of a setting whatever is set."""

    path: tuple[str, ...]
    default: Any
    meaning: str
    kind: Mapping[str, Any]
    secret: bool


@cache
def _known() -> tuple[_Known, ...]:
    """Every setting; made once, for it takes a while."""
    return tuple(
        _Known(
            path=path,
            default=_plain(field),
            meaning=meaning_of(".".join(path), shipped_meanings()),
            kind=_kind(field),
            secret=bool(SECRET_KEYS & set(path)) or field.annotation is SecretStr,
        )
        for path, field in leaves(Settings)
    )


def items(source: Source, section: str) -> tuple[Item, ...]:
    """The settings whose path begins so; "" for all."""
    wanted = tuple(section.split(".")) if section else ()
    told = source.settings.model_dump(mode="json")
    return tuple(
        _item(known, source, told) for known in _known() if known.path[: len(wanted)] == wanted
    )


def _item(known: _Known, source: Source, told: Mapping[str, Any]) -> Item:
    path = known.path
    variable = source.variable(path)
    written = at(source.written.data, path)
    value = at(told, path)
    if isinstance(written, str) and "${" in written and variable is None:
        value = written
    elif known.secret or (variable is not None and "enum" not in known.kind and _is_text(value)):
        value = None
    return Item(
        path=".".join(path),
        value=value,
        default=None if known.secret else known.default,
        origin=_origin(path, source, variable),
        variable=variable,
        meaning=known.meaning,
        kind=known.kind,
        live=is_live(path),
        editable=variable is None and is_editable(path),
        secret=known.secret,
    )


def _is_text(value: object) -> bool:
    """Whether there is a text in it, which may be a secret."""
    if isinstance(value, Mapping):
        return bool(value)
    if isinstance(value, list):
        return any(map(_is_text, value))
    return isinstance(value, str)


def _origin(path: tuple[str, ...], source: Source, variable: str | None) -> Origin:
    if variable is not None:
        return Origin.ENVIRONMENT
    above = at(source.written.data, path[:-1])
    there = isinstance(above, dict) and path[-1] in above
    return Origin.FILE if there else Origin.DEFAULT


def default_of(path: Sequence[str | int]) -> YamlValue:
    """The default of a single setting; None where it has none, or is one of a list's entry."""
    wanted = tuple(path)
    return next((known.default for known in _known() if known.path == wanted), None)


def _plain(field: FieldInfo) -> YamlValue:
    default = field.get_default(call_default_factory=True)
    if isinstance(default, timedelta):
        return write_length(default)
    return TypeAdapter(Any).dump_python(default, mode="json")


def _kind(field: FieldInfo) -> dict[str, Any]:
    whole: Any = field.annotation
    if field.metadata:
        whole = Annotated[whole, *field.metadata]
    return TypeAdapter(whole).json_schema()
