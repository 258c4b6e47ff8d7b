"""`groupkeeper find QUERY`: people by student ID, name or a part of a name."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.opening import opened
from bot.cli.tables import Sheet
from bot.config import DEFAULT_PATH, Settings, load_settings
from storage.people.finding import MAX_FOUND, PersonFound
from storage.people.roster import Roster


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("find")
    def find(
        query: Annotated[str, typer.Argument(help="a student ID, a name or a part of one")],
        limit: Annotated[int, typer.Option(min=1, max=MAX_FOUND, help="at most so many")] = 20,
        config: Annotated[Path, typer.Option("--config", help="the config.yaml")] = DEFAULT_PATH,
        as_json: Annotated[bool, typer.Option("--json", help="a list for machines")] = False,
    ) -> None:
        """Find people by student ID, name or a part of a name."""
        found = asyncio.run(find_people(load_settings(config), query, limit))
        if as_json:
            typer.echo(json.dumps([_shown(one) for one in found], ensure_ascii=False))
        else:
            _show(found)
        if not found:
            raise typer.Exit(1)


async def find_people(settings: Settings, query: str, limit: int) -> tuple[PersonFound, ...]:
    """Whoever fits, the best first."""
    async with opened(settings) as database, database.read() as connection:
        return await Roster(connection).find(query, limit=limit)


def _shown(one: PersonFound) -> dict[str, object]:
    """By the names the API uses."""
    fields = asdict(one)
    return {"student_id": fields.pop("student"), **fields}


def _show(found: Sequence[PersonFound]) -> None:
    console = Console(highlight=False)
    if not found:
        console.print("nobody fits; try a shorter part of the name")
        return
    table = Sheet("student ID", "name", "other names", box=None)
    for one in found:
        merged = f" (asked for {one.merged_from}, now merged)" if one.merged_from else ""
        others = ", ".join(name for name in one.names if name != one.name)
        table.add_row(f"{one.student}{merged}", one.name, others)
    console.print(table)
