"""`groupkeeper replay`: what today's rules would have done with the past. Nothing is changed.

With `--proposed` or `--model` it compares today's rules with others over the same past.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.backtest import Comparison
from bot.backtest_run import Step, compare, go_through, memory_of
from bot.cli import backtest_report, replay_report
from bot.cli.opening import opened
from bot.cli.periods import span, zone_named
from bot.cli.spam_models import model_named
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.ids import MessageId
from bot.model_in_use import model_in_use
from bot.replay import Replay, Report
from bot.rulebook import Rulebook
from handlers.learned.model import Model
from storage.talk.reading import Past, StoredJudgement, Wanted

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
        proposed: Annotated[
            Path | None,
            typer.Option(help="Compare with the rules of this config.yaml: who would be caught?"),
        ] = None,
        model: Annotated[
            str | None,
            typer.Option(help='Compare with the model in this file, or "shipped".'),
        ] = None,
        json_: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
    ) -> None:
        now, place = SystemClock().now(), zone_named(zone)
        first, last = span(since, until, zone=place, now=now)
        wanted = Wanted(since=first, until=last, room=room)
        settings = _ruled_by(load_settings(config), rules)
        if proposed is None and model is None:
            report = asyncio.run(_replay(settings, wanted))
            (replay_report.write_json if json_ else replay_report.show)(report, wanted)
            return
        other = _ruled_by(settings, proposed)
        chosen = None if model is None else model_named(model)
        compared = asyncio.run(_compare(settings, other, chosen, wanted))
        (backtest_report.write_json if json_ else backtest_report.show)(compared, wanted)


def _ruled_by(settings: Settings, path: Path | None) -> Settings:
    """The settings, with the rules of another file."""
    if path is None:
        return settings
    other = load_settings(path)
    return settings.model_copy(update={name: getattr(other, name) for name in _JUDGING})


async def _replay(settings: Settings, wanted: Wanted) -> Report:
    async with opened(settings) as database, database.read() as asking:
        book = Rulebook(settings, model=await model_in_use(asking))
        replay = Replay(book.rules, memory_of(book))

        async def stored(ids: Sequence[MessageId]) -> Mapping[MessageId, StoredJudgement]:
            return await Past(asking).judgements(ids)

        # Two connections: SQLite answers no second question while the first is being read.
        async with database.read() as reading:
            with _bar() as step:
                await go_through(reading, wanted, stored, replay.take, step)
    return replay.report


async def _compare(
    settings: Settings, other: Settings, model: Model | None, wanted: Wanted
) -> Comparison:
    async with opened(settings) as database:
        with _bar() as step:
            return await compare(database, settings, other, wanted, step, model=model)


@contextmanager
def _bar() -> Iterator[Step]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task("messages", total=None)

        def step(done: int, total: int) -> None:
            bars.update(bar, completed=done, total=total)

        yield step
