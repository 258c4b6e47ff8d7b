"""`groupkeeper sop diff`, `apply`, `history`, `show-version`, `rollback`: plans edited at work."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import sop_edit_show as show
from bot.cli.sop_at_work import (
    AsJson,
    Author,
    Config,
    Plan,
    Reason,
    Rooms,
    Series,
    asked,
    at_work,
    where,
)
from bot.cli.sop_show import write_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH
from bot.core.plan_changes import Asked, Edition
from bot.plan_life.desk import PlanLife
from bot.plan_life.editing import Done, Edit
from bot.plans.folder import read_plan_file
from storage.unit import Unit

Find = Callable[[Unit, PlanLife], Awaitable[Edit]]

_CHANGES = 3  # the code of `diff --exit-code` where something would be different
_File = Annotated[Path | None, typer.Option("--file", help="A text that lies elsewhere.")]
_Version = Annotated[str, typer.Argument(help="The beginning of a version, from `history`.")]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def register(group: typer.Typer) -> None:
    """Add the commands to `groupkeeper sop`."""
    for add in (_diff, _apply, _rollback, _history):
        add(group)


def _diff(group: typer.Typer) -> None:
    @group.command(help="What the plan's file would change, in which rooms and on which dates.")
    def diff(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        plan: Annotated[str | None, typer.Argument(help="Only this plan; else all.")] = None,
        file: _File = None,
        room: Rooms = None,
        series: Series = "",
        exit_code: Annotated[
            bool, typer.Option("--exit-code", help=f"End with {_CHANGES} where anything changes.")
        ] = False,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        source = _source(file)
        if source is not None and plan is None:
            msg = "say which plan the file is: `groupkeeper sop diff PLAN --file FILE`"
            raise typer.BadParameter(msg)
        places = where(room, series)

        async def do(unit: Unit, life: PlanLife) -> list[Edit]:
            names = [plan] if plan else sorted((await life.texts.written()).plans)
            now = SystemClock().now()
            return [
                await life.editor.edit(
                    unit.runs, name, now, source=source, file=str(file or ""), where=places
                )
                for name in names
            ]

        edits = at_work(config, do)
        show.write_edits(edits) if json_ else show.tell_edits(edits)
        if exit_code and any(not edit.diff.empty for edit in edits):
            raise typer.Exit(_CHANGES)


def _apply(group: typer.Typer) -> None:
    @group.command(help="Make the plan's file count; what was said is not said again.")
    def apply(
        plan: Plan,
        file: _File = None,
        yes: _Yes = False,
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        source, who = _source(file), asked(author, reason)

        async def find(unit: Unit, life: PlanLife) -> Edit:
            return await life.editor.edit(
                unit.runs, plan, who.now, source=source, file=str(file or "")
            )

        _confirmed(config, find, who, given=source is not None, yes=yes)


def _rollback(group: typer.Typer) -> None:
    @group.command(help="Make an earlier text count again: the one before, or a VERSION.")
    def rollback(
        plan: Plan,
        version: _Version = "",
        yes: _Yes = False,
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        who = asked(author, reason)

        async def find(unit: Unit, life: PlanLife) -> Edit:
            return await life.editor.back(unit.runs, plan, version, who.now)

        _confirmed(config, find, who, given=True, yes=yes)


def _confirmed(config: Path, find: Find, who: Asked, *, given: bool, yes: bool) -> None:
    """Show the diff, ask, and make it count, unless something else counts by then."""
    shown = at_work(config, find)
    show.tell_edits([shown])
    if shown.nothing:
        return
    if not yes and not typer.confirm("Make it count?"):
        raise typer.Exit(1)

    async def put(unit: Unit, life: PlanLife) -> Done:
        edit = await find(unit, life)
        return await life.editor.put(unit, edit, who, given=given, expected=shown.before)

    done = at_work(config, put, change=True)
    sys.stdout.write(f"version {done.edit.after.version[:8]} counts now\n")
    if done.copy:
        sys.stdout.write(f"the file says it too; what it said is kept in {done.copy}\n")


def _history(group: typer.Typer) -> None:
    @group.command(help="Every text of a plan that came into force: when, by whom, why.")
    def history(
        plan: Plan,
        limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many.")] = 50,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        async def do(unit: Unit, life: PlanLife) -> tuple[Edition, ...]:
            await life.editor.version(unit.runs, plan, "")  # there is such a plan
            return tuple((await unit.runs.editions.history(plan, limit=limit)).items)

        found = at_work(config, do)
        write_json(found) if json_ else show.tell_history(found)

    @group.command("show-version", help="One text of a plan that was in force.")
    def show_version(plan: Plan, version: _Version = "", config: Config = DEFAULT_PATH) -> None:
        kept = at_work(config, lambda unit, life: life.editor.version(unit.runs, plan, version))
        sys.stdout.write(kept.source if kept.source.endswith("\n") else f"{kept.source}\n")


def _source(file: Path | None) -> str | None:
    """The text of a file that was named."""
    if file is None:
        return None
    found = read_plan_file(file)
    if found.mistake:
        msg = f"{file}: {found.mistake}"
        raise typer.BadParameter(msg)
    return found.source
