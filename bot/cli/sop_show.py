"""Runs, steps and tasks as tables and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet, dump_json, show_table
from bot.core.plans import Occurrence, Run
from bot.core.tasks import Task

_SHOWN = 60  # characters of a task's text


def write_json(items: Sequence[Any]) -> None:
    """The items as a JSON list on stdout."""
    dump_json({"items": [asdict(item) for item in items]})


def show_runs(runs: Sequence[Run], waiting: Sequence[str]) -> None:
    """Which plan runs where; `waiting`: plans of the folder that run nowhere."""
    table = Sheet()
    for name in ("run", "plan", "room", "account", "state", "day 1", "zone", "by"):
        table.add_column(name, no_wrap=name in {"plan", "day 1"})  # they are typed again
    for run in runs:
        cells = (run.plan, run.room_name, run.channel, run.state.value, run.starts_on.isoformat())
        table.add_row(str(run.id), *map(escape, (*cells, run.zone, run.author)))
    show_table(table, nothing="no such plan runs or ran")
    if waiting:
        Console().print(f"not running: {', '.join(map(escape, waiting))}")


def show_steps(steps: Sequence[Occurrence], rooms: dict[int, str]) -> None:
    """The calendar: what is said where and when, and what came of it."""
    table = Sheet()
    for name in ("step no.", "when", "room", "plan", "step", "state", "why"):
        table.add_column(name, no_wrap=name == "when")  # a date cut short says nothing
    for step in steps:
        cells = (rooms.get(step.run, ""), step.plan, step.step, step.state.value, step.outcome)
        table.add_row(str(step.id), _local(step.due, step.zone), *map(escape, cells))
    show_table(table, nothing="no such step is laid out; `groupkeeper sop calendar` foresees them")


def show_tasks(tasks: Sequence[Task]) -> None:
    """Who has to do what."""
    table = Sheet()
    for name in ("task", "who", "what", "until (UTC)", "state", "text"):
        table.add_column(name)
    for task in tasks:
        until = f"{task.due:%m-%d %H:%M}" if task.due else ""
        cells = (task.staff, task.title, until, task.state, " ".join(task.text.split())[:_SHOWN])
        table.add_row(str(task.id), *map(escape, cells))
    show_table(table, nothing="no such tasks")


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
