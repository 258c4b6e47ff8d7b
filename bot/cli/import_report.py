"""What an import reports: read, stored, already there, set aside and why."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet
from bot.importing.runner import Tally
from bot.importing.source import Source
from bot.importing.values import Format


class Job(Protocol):
    """One file and what became of it."""

    source: Source
    format: Format
    tally: Tally


def as_values(job: Job) -> dict[str, Any]:
    """The report on one file, for `--json`."""
    tally = job.tally
    return {
        "file": str(job.source.path),
        "format": job.format.name,
        "encoding": job.source.encoding,
        "read": tally.read,
        "messages": tally.messages,
        "stored": tally.stored,
        "already_there": tally.already_there,
        "outside_period": tally.outside,
        "people": len(tally.people),
        "rooms": sorted(set(tally.rooms.values())),
        "first": _iso(tally.first),
        "last": _iso(tally.last),
        "undecodable_characters": tally.undecodable,
        "set_aside": [
            {
                "reason": kind,
                "count": count,
                "first": [{"line": a.line, "detail": a.detail} for a in tally.places[kind]],
            }
            for kind, count in tally.asides.most_common()
        ],
    }


def write_json(jobs: Sequence[Job], *, interrupted: bool, dry_run: bool) -> None:
    """The whole report as JSON on stdout."""
    report = {
        "files": [as_values(job) for job in jobs],
        "interrupted": interrupted,
        "dry_run": dry_run,
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")


def show(jobs: Sequence[Job], *, interrupted: bool, dry_run: bool) -> None:
    """The report for people."""
    console = Console()
    for job in jobs:
        console.print(_figures(job, dry_run=dry_run))
        if job.tally.asides:
            console.print(_asides(job.tally))
    if interrupted:
        console.print("Stopped. What is counted as stored is stored; run the same again to go on.")


def _figures(job: Job, *, dry_run: bool) -> Sheet:
    tally = job.tally
    name = escape(job.source.path.name)
    table = Sheet(title=f"{name}: {job.format.title}, {job.source.encoding}")
    table.add_column("what")
    table.add_column("count", justify="right")
    table.add_row("read", f"{tally.read:,}")
    table.add_row("  of them messages", f"{tally.messages:,}")
    if not dry_run:
        table.add_row("stored", f"{tally.stored:,}")
        table.add_row("already there", f"{tally.already_there:,}")
    table.add_row("people", f"{len(tally.people):,}")
    table.add_row("rooms", f"{len(tally.rooms):,}")
    table.add_row("set aside", f"{tally.asides.total():,}")
    if tally.outside:
        table.add_row("outside the period", f"{tally.outside:,}")
    if tally.undecodable:
        table.add_row("characters shown as \ufffd", f"{tally.undecodable:,}")
    if tally.first is not None:
        table.add_row("from", f"{tally.first:%Y-%m-%d %H:%M} UTC")
        table.add_row("to", f"{tally.last:%Y-%m-%d %H:%M} UTC")
    return table


def _asides(tally: Tally) -> Sheet:
    table = Sheet(title="set aside")
    table.add_column("count", justify="right")
    table.add_column("why", max_width=50)
    table.add_column("lines")
    for kind, count in tally.asides.most_common():
        places = tally.places[kind]
        # A JSON file may be one long line: naming it again and again says nothing.
        lines = ", ".join(str(line) for line in dict.fromkeys(place.line for place in places))
        table.add_row(f"{count:,}", kind, lines + (", ..." if count > len(places) else ""))
    return table


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
