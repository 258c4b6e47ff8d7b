"""`groupkeeper spam drift`: how right the detectors were, week by week."""

import asyncio
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.opening import opened
from bot.cli.tables import Sheet, dump_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.drift import MOST_WEEKS, Drift, drift
from bot.model_in_use import model_in_use
from bot.rulebook import Rulebook
from storage.unit import Store


def add(group: typer.Typer) -> None:
    """Add `spam drift`."""

    @group.command("drift", help="How right each detector was week by week, as staff decided.")
    def command(
        weeks: Annotated[int, typer.Option(help="So many.", min=1, max=MOST_WEEKS)] = 12,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
    ) -> None:
        found = asyncio.run(_look(load_settings(config), weeks, SystemClock().now()))
        if json_:
            dump_json(asdict(found), indent=None)
        else:
            _show(found)


async def _look(settings: Settings, weeks: int, now: datetime) -> Drift:
    async with opened(settings) as database:
        async with database.read() as connection:
            model = await model_in_use(connection)
        store = Store(database, Rulebook(settings), lambda: settings.delivery)
        async with store.read() as unit:
            return await drift(unit, weeks=weeks, model=model, now=now)


def _show(found: Drift) -> None:
    console = Console()
    table = Sheet(title="of the cases that staff decided, so many were adverts")
    for name in ("detector", "week", "adverts", "not", "precision", "between"):
        table.add_column(name, justify="left" if name in {"detector", "week"} else "right")
    for detector in found.detectors:
        for one in detector.weeks:
            table.add_row(
                detector.detector,
                f"{one.week:%Y-%m-%d}",
                f"{one.confirmed:,}",
                f"{one.dismissed:,}",
                f"{one.precision:.0%}",
                f"{one.low:.0%} to {one.high:.0%}",
            )
    console.print(table)
    for detector in found.detectors:
        if detector.fell:
            console.print(
                f"{detector.detector} fell from {detector.past.value:.0%} to"
                f" {detector.recent.value:.0%}: consider a lower weight, and try it with"
                " replay --proposed"
            )
    talk = Sheet(title="talk in rooms")
    for name in ("week", "messages", "flagged", "share", "mean score of the rest"):
        talk.add_column(name, justify="left" if name == "week" else "right")
    for week in found.weeks:
        mean = "" if week.mean is None else f"{week.mean:.3f}"
        talk.add_row(
            f"{week.week:%Y-%m-%d}",
            f"{week.messages:,}",
            f"{week.flagged:,}",
            f"{week.share:.2%}",
            mean,
        )
    console.print(talk)
