"""`groupkeeper sop ...`: start, pause, stop and look at plans."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli import sop_calendar, sop_sheet, sop_show, sop_tasks, sop_work
from bot.cli.opening import login, opened
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.ids import StaffName
from bot.core.plans import Run, RunState, StepState
from sop.schema import plan_schema
from storage.engine import Database
from storage.sop.calendar import StepFilter
from storage.sop.runs import RunFilter
from storage.sop.tasks import TaskFilter

T = TypeVar("T")

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Plan = Annotated[str, typer.Argument(help="The plan's name.")]
Rooms = Annotated[
    list[str] | None, typer.Option("--room", help="Room name or id, with * and ?; repeatable.")
]
Author = Annotated[str, typer.Option("--author", help="Who asks; by default the login name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Start, pause, stop and look at plans.", no_args_is_help=True)
    for add in (_looking, _changing, _deciding):
        add(group)
    for more in (sop_calendar, sop_tasks, sop_sheet):
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
        state: Annotated[str, typer.Option(help="open, held, done or cancelled.")] = "open",
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        wanted = TaskFilter(staff=None if staff is None else StaffName(staff), state=state)
        found = _with(load_settings(config), lambda db: sop_work.tasks_listed(db, wanted))
        (sop_show.write_json if json_ else sop_show.show_tasks)(found)

    @group.command(help="The JSON Schema of plan files, for editors.")
    def schema() -> None:
        sys.stdout.write(json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n")


def _changing(group: typer.Typer) -> None:
    @group.command(help="Begin a plan in rooms.")
    def start(
        plan: Plan,
        room: Annotated[list[str], typer.Option(help="Room name or id, with * and ?.")],
        on: Annotated[
            datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day 1; by default today.")
        ] = None,
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        settings = load_settings(config)
        loaded = sop_work.plan_named(plan, sop_work.shelf_of(settings, config))
        first: date | None = None if on is None else on.date()
        asked = _asked(author, reason)
        begun = _with(settings, lambda db: sop_work.start(db, settings, loaded, room, first, asked))
        _tell("started", begun, f"{plan} already runs there")

    for what, done, text in (
        ("pause", "paused", "Say nothing more until `resume`."),
        ("resume", "resumed", "Go on; what is late by now is decided by its on_late."),
        ("stop", "stopped", "End for good; what is still planned is skipped."),
    ):
        group.command(what, help=text)(_changer(what, done))


def _changer(what: str, done: str) -> Callable[..., None]:
    def change(
        plan: Plan,
        room: Rooms = None,
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        asked = _asked(author, reason)
        changed = _with(
            load_settings(config),
            lambda db: sop_work.change(db, what, plan, room or [], asked),
        )
        _tell(done, changed, f"nothing to {what}: {plan} does not run there")

    return change


def _deciding(group: typer.Typer) -> None:
    for what, text in (
        ("say", "Say a held, skipped or failed step after all (its number is in `show`)."),
        ("skip", "Do not say a planned or held step."),
    ):
        group.command(what, help=text)(_decider(what))


def _decider(what: str) -> Callable[..., None]:
    def decide(
        number: Annotated[int, typer.Argument(help="The number of the step.")],
        author: Author = "",
        reason: Reason = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        asked = _asked(author, reason)
        _with(load_settings(config), lambda db: sop_work.decide(db, what, number, asked))
        sys.stdout.write("ok\n")

    return decide


def _asked(author: str, reason: str) -> sop_work.Asked:
    return sop_work.Asked(author=author or login(), reason=reason, now=SystemClock().now())


def _with(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database."""

    async def worked() -> T:
        async with opened(settings) as database:
            return await work(database)

    return asyncio.run(worked())


def _tell(done: str, runs: list[Run], nothing: str) -> None:
    for run in runs:
        sys.stdout.write(f"{done}: {run.plan} in {run.room_name} (run {run.id})\n")
    if not runs:
        sys.stdout.write(f"{nothing}\n")
