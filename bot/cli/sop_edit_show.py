"""The diff of a plan and its history, as lines and as JSON."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet, dump_json
from bot.core.plan_changes import Edition
from bot.plan_life.editing import Edit
from sop.differences import Dated, Sign

_ROOMS = 5  # of a line are called by name
_SHORT = 8  # characters of a version


def tell_edits(edits: Sequence[Edit]) -> None:
    """What texts would change: their steps, then where and when."""
    for edit in edits:
        for line in _lines(edit):
            sys.stdout.write(f"{line}\n")
    if not edits:
        sys.stdout.write("the plan folder has no plan\n")


def write_edits(edits: Sequence[Edit]) -> None:
    """The same as JSON."""
    shown = [
        {
            "plan": edit.diff.plan,
            "before": edit.before,
            "after": edit.after.version,
            "steps": [asdict(one) for one in edit.diff.steps],
            "dated": [asdict(one) for one in edit.diff.dated],
            "counts": {sign.name.lower(): n for sign, n in edit.diff.counts.items()},
            "rooms": edit.diff.rooms,
            "runs": edit.diff.runs,
        }
        for edit in edits
    ]
    dump_json({"items": shown})


def tell_history(editions: Sequence[Edition]) -> None:
    """Every time that a text came into force, newest first."""
    table = Sheet()
    for name in ("version", "when (UTC)", "how", "by", "rooms", "why"):
        table.add_column(name)
    for one in editions:
        rooms = str(one.rooms) if one.rooms else ""
        cells = (one.how.value, one.author, rooms, one.reason)
        table.add_row(one.version[:_SHORT], f"{one.at:%Y-%m-%d %H:%M}", *map(escape, cells))
    Console().print(table)


def _lines(edit: Edit) -> Iterator[str]:
    diff = edit.diff
    if edit.nothing:
        yield f"{diff.plan}: nothing changes, version {edit.before[:_SHORT]} counts"
        return
    before = edit.before[:_SHORT] or "nothing"
    yield f"{diff.plan}: {before} -> {edit.after.version[:_SHORT]}"
    for step in diff.steps:
        yield f"  {step.sign} {step.step}"
        for field in step.fields:
            yield f"      {field.what}: {field.before or '-'} -> {field.after or '-'}"
    if diff.dated:
        yield "in the rooms:"
    yield from _dated(diff.dated)
    counts = diff.counts
    yield (
        f"{counts[Sign.ADDED]} to add, {counts[Sign.CHANGED]} to change,"
        f" {counts[Sign.REMOVED]} to remove in {diff.rooms} of {diff.runs} rooms;"
        f" {counts[Sign.STAYS]} stay, because they were said; {counts[Sign.LATE]} come too late"
    )


def _dated(dated: Sequence[Dated]) -> Iterator[str]:
    """Dated steps, those that are alike in several rooms on one line."""
    alike: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str, str, str], datetime] = {}
    for one in dated:
        was = f"{_local(one.was_due, one.zone)} -> " if one.was_due else ""
        key = (one.sign.value, one.step, f"{was}{_local(one.due, one.zone)}", one.why)
        alike[key].append(one.room_name)
        first[key] = min(first.get(key, one.due), one.due)
    for key in sorted(alike, key=lambda key: (first[key], key)):
        sign, step, when, why = key
        rooms = alike[key]
        names = ", ".join(rooms[:_ROOMS]) + (", ..." if len(rooms) > _ROOMS else "")
        note = f" ({why})" if why else ""
        yield f"  {sign} {step}  {when}  {len(rooms)} rooms: {names}{note}"


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
