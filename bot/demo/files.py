"""The demo's own files, laid out as an installation has them: people may edit what they see."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

CONFIG = "config.yaml"
_PLANS = ("sop", "plans")


def lay_out(folder: Path) -> Path:
    """Write config.yaml and the plans into this folder; what is there already is kept.

    Gives the path of config.yaml.
    """
    shipped = files("bot.demo")
    for source, parts in ((shipped.joinpath(CONFIG), (CONFIG,)), *_plans(shipped)):
        target = folder.joinpath(*parts)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return folder / CONFIG


def _plans(shipped: Traversable) -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    for plan in shipped.joinpath(*_PLANS).iterdir():
        if plan.name.endswith(".yaml"):
            yield plan, (*_PLANS, plan.name)
