"""Every setting with its value, and where the value comes from: file, environment, or nowhere."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Leaf = tuple[tuple[str, ...], FieldInfo]


def leaves(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every single setting: sections of sections are gone into, lists and tables are not."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from leaves(inner, (*path, name))
        elif not _of_entries(inner):
            yield (*path, name), field


def _of_entries(annotation: Any) -> bool:  # noqa: ANN401 (any type that pydantic knows)
    """Whether it is a list of entries that have settings of their own."""
    if annotation is None or getattr(annotation, "__origin__", None) is dict:
        return False
    parts = get_args(annotation)
    if any(isinstance(one, type) and issubclass(one, BaseModel) for one in parts):
        return type(None) not in parts
    return any(_of_entries(one) for one in parts)
