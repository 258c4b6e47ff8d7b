"""`groupkeeper spam versions` and `spam rollback`: the model as it was learned, and back."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bot.cli.opening import opened
from bot.cli.spam_samples import myself
from bot.cli.tables import Sheet, dump_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, load_settings
from bot.core.ids import VersionId
from bot.core.learning import Version
from storage.learning.versions import Versions

_Config = Annotated[Path, typer.Option(help="The config.yaml.")]


def add(group: typer.Typer) -> None:
    """Add both commands."""

    @group.command(help="The versions of the model, newest first; 0 is the model as shipped.")
    def versions(
        limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=500)] = 20,
        json_: Annotated[bool, typer.Option("--json", help="As JSON, a line each.")] = False,
        config: _Config = DEFAULT_PATH,
    ) -> None:
        async def look() -> Sequence[Version]:
            async with opened(load_settings(config)) as database, database.read() as connection:
                return (await Versions(connection).versions(limit=limit)).items

        found = asyncio.run(look())
        if json_:
            for one in found:
                dump_json(asdict(one), indent=None)
        else:
            _show(found)

    @group.command(help="Judge by an earlier version again; a running service follows by itself.")
    def rollback(
        to: Annotated[
            int | None, typer.Argument(help="Its number; 0 is as shipped. None: the one before.")
        ] = None,
        because: Annotated[str, typer.Option(help="Why; kept in the audit.")] = "",
        config: _Config = DEFAULT_PATH,
    ) -> None:
        async def go() -> VersionId:
            async with opened(load_settings(config)) as database, database.write() as connection:
                kept = Versions(connection)
                target = await _target(kept) if to is None else VersionId(to)
                now = SystemClock().now()
                await kept.go_back(target, reason=because, author=myself(), now=now)
                return target

        target = asyncio.run(go())
        shown = "the model as shipped" if target == 0 else f"version {target}"
        sys.stdout.write(f"messages are judged by {shown} from now on\n")


async def _target(kept: Versions) -> VersionId:
    active = await kept.active()
    return VersionId(0) if active is None or active.before is None else active.before


def _show(found: Sequence[Version]) -> None:
    table = Sheet("version", "state", "at (UTC)", "samples", "false alarms", "recall", "why")
    for one in found:
        figures = one.figures
        table.add_row(
            str(one.id),
            one.state.value,
            f"{one.at:%Y-%m-%d %H:%M}",
            f"{one.samples:,}",
            f"{figures.get('false_alarms', 0):.2%}",
            f"{figures.get('recall', 0):.1%}",
            escape(one.reason),
        )
    console = Console()
    console.print(table)
    if not any(one.state.value == "active" for one in found):
        console.print("messages are judged by the model as shipped")
