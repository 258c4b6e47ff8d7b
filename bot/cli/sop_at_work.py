"""One transaction with everything that people can ask of plans, for commands."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli.check import cast_of
from bot.cli.opening import login
from bot.cli.sop_people import on_store
from bot.clock import SystemClock
from bot.config import Settings, load_settings
from bot.core.plan_changes import Asked, Where
from bot.plan_life.desk import PlanLife
from bot.rulebook import Rulebook
from storage.unit import Unit

T = TypeVar("T")

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Plan = Annotated[str, typer.Argument(help="The plan's name.")]
Rooms = Annotated[
    list[str] | None, typer.Option("--room", help="Room name or id, with * and ?; repeatable.")
]
Series = Annotated[str, typer.Option("--series", help="The rooms of a series, with * and ?.")]
Author = Annotated[str, typer.Option("--author", help="Who asks; by default the login name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit.")]


def asked(author: str, reason: str) -> Asked:
    """Who asks for it, why, and when: now."""
    return Asked(author=author or login(), reason=reason, now=SystemClock().now())


def where(rooms: list[str] | None, series: str) -> Where:
    """The rooms that options name."""
    return Where(names=tuple(rooms or ()), series=series)


def life_of(settings: Settings, config: Path) -> PlanLife:
    """Everything that people can ask of the plans of a config.yaml."""
    rulebook = Rulebook(settings)
    return PlanLife(
        folder=config.resolve().parent / settings.sop.folder,
        settings=lambda: settings.sop,
        cast=lambda: cast_of(settings),
        rules_for=rulebook.rules_for,
    )


def at_work(
    config: Path, do: Callable[[Unit, PlanLife], Awaitable[T]], *, change: bool = False
) -> T:
    """Do it; a running service takes it up by itself. What cannot be asked ends with code 2."""
    settings = load_settings(config)
    life = life_of(settings, config)
    return on_store(settings, Rulebook(settings), lambda unit: do(unit, life), change=change)
