"""`groupkeeper sop ...`: start, pause, stop and look at plans."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli import (
    sop_calendar,
    sop_edit,
    sop_life,
    sop_quotes,
    sop_results,
    sop_sheet,
    sop_show,
    sop_tasks,
    sop_work,
)
from bot.cli.opening import opened
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.ids import StaffName
from bot.core.plans import RunState, StepState
from bot.core.tasks import TaskState
from sop.schema import plan_schema
from storage.engine import Database
from storage.sop.calendar import StepFilter
from storage.sop.runs import RunFilter
from storage.sop.tasks import TaskFilter

T = TypeVar("T")

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Start, pause, stop and look at plans.", no_args_is_help=True)
    _looking(group)
    parts = (sop_life, sop_edit, sop_calendar, sop_tasks, sop_quotes, sop_results, sop_sheet)
    for more in parts:
        more.register(group)
    app.add_typer(group, name="sop")


def _looking(group: typer.Typer) -> None:
    @group.command("list", help="Which plan runs in which room.")
    def list_(
        plan: Annotated[str | None, typer.Option(help="Only this plan.")] = None,
        state: Annotated[RunState | None, typer.Option(help="Only in this state.")] = None,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        settings = load_settings(config)
        wanted = RunFilter(plan=plan, state=state)
        runs = _with(settings, lambda database: sop_work.runs_listed(database, wanted))
        if json_:
            sop_show.write_json(runs)
            return
        known = sop_work.shelf_of(settings, config).plans.keys()
        sop_show.show_runs(runs, sorted(known - {run.plan for run in runs}))

    @group.command(help="What is said where and when, and what came of it.")
    def show(
        plan: Annotated[str | None, typer.Argument(help="Only this plan.")] = None,
        state: Annotated[StepState | None, typer.Option(help="Only in this state.")] = None,
        days: Annotated[int, typer.Option(help="From so many days ago on.", min=0)] = 1,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        since = SystemClock().now() - timedelta(days=days)
        wanted = StepFilter(plan=plan, state=state, since=since)
        steps, rooms = _with(load_settings(config), lambda db: sop_work.calendar(db, wanted))
        sop_show.write_json(steps) if json_ else sop_show.show_steps(steps, rooms)

    @group.command(help="Who has to do what.")
    def tasks(
        staff: Annotated[str | None, typer.Option(help="Only this colleague's.")] = None,
        state: Annotated[TaskState, typer.Option(help="Where they stand.")] = TaskState.OPEN,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        wanted = TaskFilter(staff=None if staff is None else StaffName(staff), state=state)
        found = _with(load_settings(config), lambda db: sop_work.tasks_listed(db, wanted))
        (sop_show.write_json if json_ else sop_show.show_tasks)(found)

    @group.command(help="The JSON Schema of plan files, for editors.")
    def schema() -> None:
        sys.stdout.write(json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n")


def _with(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database."""

    async def worked() -> T:
        async with opened(settings) as database:
            return await work(database)

    return asyncio.run(worked())
