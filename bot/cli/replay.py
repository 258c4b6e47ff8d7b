"""`groupkeeper replay`: what today's rules would have done with the past. Nothing is changed."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.opening import opened
from bot.cli.periods import point, zone_named
from bot.cli.replay_report import show, write_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.memory import Memory
from bot.replay import Replay, Report
from bot.rulebook import Rulebook
from bot.shipped_model import shipped_model
from storage.talk.reading import Past, Wanted

_JUDGING = ("judging", "leads", "rooms", "staff")


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="Show what today's rules would have done; nothing is changed or sent.")
    def replay(  # noqa: PLR0913, PLR0917 (typer makes an option of each parameter)
        since: Annotated[str, typer.Option(help="From when on: 7d, 24h, 2024-05-01.")] = "7d",
        until: Annotated[str | None, typer.Option(help="Until when.")] = None,
        room: Annotated[str, typer.Option(help="Only rooms of this name, with * and ?.")] = "",
        zone: Annotated[str, typer.Option(help="Time zone of --since.")] = "Asia/Shanghai",
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
        rules: Annotated[
            Path | None,
            typer.Option(help="Another config.yaml, of which only the rules are taken."),
        ] = None,
        json_: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
    ) -> None:
        now, place = SystemClock().now(), zone_named(zone)
        wanted = Wanted(
            since=point(since, zone=place, now=now, option="--since"),
            until=point(until, zone=place, now=now, option="--until"),
            room=room,
        )
        settings = load_settings(config)
        if rules is not None:
            other = load_settings(rules)
            settings = settings.model_copy(update={n: getattr(other, n) for n in _JUDGING})
        report = asyncio.run(_replay(settings, wanted))
        (write_json if json_ else show)(report, wanted)


async def _replay(settings: Settings, wanted: Wanted) -> Report:
    book = Rulebook(settings, model=shipped_model())
    memory = Memory(window=book.repeat_window, rules_for=book.rules_for, staff=book.staff)
    replay = Replay(book.rules, memory)
    console = Console(stderr=True)
    # Two connections: SQLite answers no second question while the first is being read.
    async with (
        opened(settings) as database,
        database.read() as reading,
        database.read() as asking,
    ):
        past = Past(reading)
        total = await past.count(wanted)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
            bar = bars.add_task("messages", total=total)
            async for batch in past.by_time(wanted):
                stored = await Past(asking).judgements([said.id for said in batch])
                replay.take(batch, stored)
                bars.advance(bar, len(batch))
    return replay.report
