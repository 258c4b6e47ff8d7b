"""`groupkeeper rehearse`: a plan on a virtual clock, in seconds. The database is only looked at."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.check import cast_of
from bot.cli.periods import day, minute
from bot.cli.sop_work import plan_named, shelf_of
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.located import BrokenFile, Problem
from bot.core.located_words import did_you_mean
from bot.core.rehearsing import Against, Staging
from bot.plans.folder import read_plan_file
from bot.rehearsal.as_json import as_json
from bot.rehearsal.page import page
from bot.rehearsal.real import Real
from bot.rehearsal.rehearse import rehearse
from bot.rehearsal.text import told
from bot.rehearsal.values import Folders, Rehearsed, Weight
from bot.rehearsal.wish import Unplayable, Wish, alone, asked_for, campaign_of
from sop.parse import LoadedPlan, parse_plan
from storage.looking import looked_at

MOST_MEMBERS = 2000
_PATIENCE = 1.0  # seconds without a word


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("rehearse", help="Play a plan through on a virtual clock. Nothing is changed.")
    def rehearse_(  # noqa: PLR0913, PLR0917 (typer makes an option of each parameter)
        plan: Annotated[str, typer.Argument(help="A plan of the folder, or a file of its own.")],
        room: Annotated[str, typer.Option(help="In which room: its name or id, with * and ?.")],
        start: Annotated[
            datetime | None, typer.Option(parser=day, help="Day 1; default tomorrow.")
        ] = None,
        event_at: Annotated[
            datetime | None, typer.Option(parser=minute, help="When the plan's event begins.")
        ] = None,
        against: Annotated[
            Against, typer.Option(help="Who is there: made-up members, nobody, the room's past.")
        ] = Against.SIMULATED,
        members: Annotated[
            int | None,
            typer.Option(help="A room of so many that is not there yet.", min=1, max=MOST_MEMBERS),
        ] = None,
        days: Annotated[int | None, typer.Option(help="At most so many.", min=1, max=400)] = None,
        seed: Annotated[int, typer.Option(help="Another one, other members.", min=0)] = 1,
        html: Annotated[Path | None, typer.Option(help="Write a page to this file.")] = None,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
        strict: Annotated[bool, typer.Option(help="Fail for warnings too.")] = False,
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
    ) -> None:
        settings = load_settings(config)
        loaded = plan_of(plan, settings, config)
        folders = folders_of(loaded, config, settings)
        staging = Staging(
            room_name=room,
            start=None if start is None else start.date(),
            event_at=event_at,
            against=against,
            members=members,
            days=days,
            seed=seed,
        )
        wish = Wish(staging=staging, campaign=campaign_of(loaded, folders))
        try:
            result = asyncio.run(_rehearse(settings, loaded, wish, folders))
        except Unplayable as error:
            option = f"--{error.about.replace('_', '-')}"
            raise typer.BadParameter(str(error), param_hint=option) from None
        if html is not None:
            html.write_text(page(result), encoding="utf-8")
        sys.stdout.write(as_json(result) if json_ else told(result))
        wrong = (Weight.ERROR, Weight.WARNING) if strict else (Weight.ERROR,)
        raise typer.Exit(any(result.of(weight) for weight in wrong))


def plan_of(name: str, settings: Settings, config: Path) -> LoadedPlan:
    """The plan, checked against the colleagues and accounts of config.yaml."""
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        shelf = shelf_of(settings, config)
        if name not in shelf.plans and all(Path(one.file).stem != name for one in shelf.refused):
            known = ", ".join(sorted(shelf.plans)) or "none"
            near = did_you_mean(name, shelf.plans)
            msg = f"no plan {name!r} in the plan folder{near}; it has: {known}"
            raise typer.BadParameter(msg, param_hint="PLAN")
        loaded = plan_named(name, shelf)
        return parse_plan(loaded.source, file=loaded.file, cast=cast_of(settings))
    read = read_plan_file(path)
    if read.mistake:
        raise BrokenFile([Problem(file=str(path), line=1, column=1, what=read.mistake)])
    return parse_plan(read.source, file=str(path), cast=cast_of(settings))


def folders_of(loaded: LoadedPlan, config: Path, settings: Settings) -> Folders:
    """Where everything lies that belongs to the plan."""
    here = config.resolve().parent
    campaigns = here / settings.sop.campaigns if loaded.plan.needs_event else None
    return Folders(
        plans=Path(loaded.file).parent, campaigns=campaigns, contents=here / settings.sop.content
    )


async def _rehearse(
    settings: Settings, loaded: LoadedPlan, wish: Wish, folders: Folders
) -> Rehearsed:
    now = SystemClock().now()
    async with looked_at(settings.storage) as database:
        if database is None:
            asked = alone(settings, loaded, wish, now, [])
        else:
            async with database.read() as connection:
                real = Real(connection=connection, settings=settings, now=now)
                asked = await asked_for(real, loaded, wish)
    with _shown() as progress:
        return await rehearse(asked, folders, progress)


@contextmanager
def _shown() -> Iterator[Callable[[float], None]]:
    """A bar, from the second second on."""
    console = Console(stderr=True)
    bars = Progress(console=console, transient=True, disable=not console.is_terminal)
    bar = bars.add_task("rehearsing", total=1.0)
    began = perf_counter()

    def tell(share: float) -> None:
        if perf_counter() - began > _PATIENCE and not bars.live.is_started:
            bars.start()
        bars.update(bar, completed=share)

    try:
        yield tell
    finally:
        if bars.live.is_started:
            bars.stop()
