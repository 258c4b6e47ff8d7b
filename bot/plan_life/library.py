"""The plans that come with groupkeeper, to begin one's own with."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sop.parse import parse_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A plan of the library. It may name colleagues whom this installation does not have."""

    name: str
    title: str
    about: str
    steps: int
    needs_event: bool
    source: str


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    """Every plan of the library, by name; read once, for it comes with the release."""
    folder = files("sop").joinpath("library")
    texts = [
        (one.name, one.read_text(encoding="utf-8"))
        for one in folder.iterdir()
        if one.name.endswith(".yaml")
    ]
    return tuple(_template(name, text) for name, text in sorted(texts))


def _template(file: str, source: str) -> Template:
    plan = parse_plan(source, file=file).plan
    return Template(
        name=plan.name,
        title=plan.title,
        about=plan.about,
        steps=len(plan.steps),
        needs_event=plan.needs_event,
        source=source,
    )
