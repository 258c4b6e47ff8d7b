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

from bot.cli.rehearse_wish import (
    Wish,
    alone,
    asked_for,
    campaign_of,
    folders_of,
    plan_of,
)
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.rehearsal.as_json import as_json
from bot.rehearsal.page import page
from bot.rehearsal.real import Real
from bot.rehearsal.rehearse import rehearse
from bot.rehearsal.text import told
from bot.rehearsal.values import Against, Folders, Rehearsed, Weight
from sop.parse import LoadedPlan
from storage.looking import looked_at

MOST_MEMBERS = 2000
_EVENT = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
_PATIENCE = 1.0  # seconds without a word


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("rehearse", help="Play a plan through on a virtual clock. Nothing is changed.")
    def rehearse_(  # noqa: PLR0913, PLR0917 (typer makes an option of each parameter)
        plan: Annotated[str, typer.Argument(help="A plan of the folder, or a file of its own.")],
        room: Annotated[str, typer.Option(help="In which room: its name or id, with * and ?.")],
        start: Annotated[
            datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day 1; default tomorrow.")
        ] = None,
        event_at: Annotated[
            datetime | None, typer.Option(formats=_EVENT, help="When the plan's event begins.")
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
        wish = Wish(
            room=room,
            start=None if start is None else start.date(),
            event_at=event_at,
            against=against,
            members=members,
            days=days,
            seed=seed,
            campaign=campaign_of(loaded, folders),
        )
        result = asyncio.run(_rehearse(settings, loaded, wish, folders))
        if html is not None:
            html.write_text(page(result), encoding="utf-8")
        sys.stdout.write(as_json(result) if json_ else told(result))
        wrong = (Weight.ERROR, Weight.WARNING) if strict else (Weight.ERROR,)
        raise typer.Exit(any(result.of(weight) for weight in wrong))


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
