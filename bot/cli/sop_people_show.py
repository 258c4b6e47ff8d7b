"""Calendars, tasks and absences as tables and as JSON."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet, dump_json, show_table
from bot.core.agenda import AgendaEntry
from bot.core.tasks import Absence, OpenTask, TaskNote


def dump(value: Mapping[str, Any]) -> None:
    """An object as JSON on stdout."""
    dump_json(value)


def dump_agenda(entries: Sequence[AgendaEntry], following: str | None) -> None:
    """A part of a calendar as JSON; `next` leads on."""
    items = [{k: v for k, v in asdict(one).items() if k != "place"} for one in entries]
    dump({"items": items, "next": following})


def show_agenda(entries: Sequence[AgendaEntry], following: str | None) -> None:
    """A part of a calendar."""
    table = Sheet()
    for name in ("when", "room", "plan", "step", "seat", "who", "state", "settled", "why"):
        table.add_column(name, no_wrap=name == "when")  # a date cut short says nothing
    for one in entries:
        state = one.standing.value if one.laid_out else "not laid out yet"
        cells = (one.room_name, one.plan_title, one.title, one.seat, one.who, state)
        settled = "" if one.at is None else _local(one.at, one.zone)
        table.add_row(_local(one.due, one.zone), *map(escape, (*cells, settled, one.outcome)))
    show_table(table, nothing="nothing is said in that time")
    if following is not None:
        Console().print(f"there is more: --after {following}", soft_wrap=True)


def show_task(one: OpenTask, notes: Sequence[TaskNote]) -> None:
    """A task: its text as it is to be posted, and what happened to it (times are UTC)."""
    task = one.task
    room = f" · {one.room.name or one.room.ref}" if one.room else ""
    lines = [
        f"task {task.id} · {task.title}{room}",
        f"{task.state.value}: {task.done_by or task.staff}"
        + (f", until {task.due:%Y-%m-%d %H:%M}" if task.due else ""),
        *(f"then: {', '.join(task.line)}" for _ in task.line[:1]),
        "",
        task.text,
        "",
        *(
            f"{note.at:%Y-%m-%d %H:%M:%S}  {note.deed.value:<9} {note.staff}"
            f" (by {note.author}){f': {note.note}' if note.note else ''}"
            for note in notes
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def dump_task(one: OpenTask, notes: Sequence[TaskNote]) -> None:
    """A task with what happened to it, as JSON."""
    dump({**asdict(one.task), "notes": [asdict(note) for note in notes]})


def show_absences(absences: Sequence[Absence]) -> None:
    """Who is away (times are UTC)."""
    table = Sheet()
    for name in ("who", "from (UTC)", "until (UTC)", "why", "by"):
        table.add_column(name)
    for one in absences:
        until = "back" if one.until is None else f"{one.until:%Y-%m-%d %H:%M}"
        cells = (one.staff, f"{one.since:%Y-%m-%d %H:%M}", until, one.reason, one.author)
        table.add_row(*map(escape, cells))
    show_table(table, nothing="nobody is away")


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
