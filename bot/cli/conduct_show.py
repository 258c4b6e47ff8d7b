"""Points, lists and alarms as tables for people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from bot.cli.tables import Sheet
from bot.core.conduct import Standing
from bot.core.points import points_at, sure_cases
from storage.conduct.alarms import AlarmFound
from storage.conduct.lists import ListingFound
from storage.people.profiles import PersonProfile


def show_standing(
    person: PersonProfile,
    standing: Standing | None,
    now: datetime,
    half_life: timedelta,
    zone: str,
) -> None:
    """What is left of a person's points, and where each comes from."""
    console = Console(highlight=False)
    marks = standing.marks if standing is not None else ()
    points = points_at(marks, now, half_life)
    console.print(
        escape(
            f"{person.name} ({person.student}): {points:.1f} points, {sure_cases(marks)} sure cases"
        )
    )
    for one in (standing.denied, standing.allowed, standing.trusted) if standing else ():
        if one is not None:
            until = _wall(one.until, zone) or "it is lifted"
            console.print(escape(f"{one.list} until {until}: {one.reason} ({one.author})"))
    if not marks:
        return
    table = Sheet("mark", "at", "kind", "points", "room", "message", "by", "revoked by", box=None)
    for mark in marks:
        table.add_row(
            str(mark.id),
            _wall(mark.at, zone),
            mark.kind,
            f"{mark.points:g}",
            str(mark.room or ""),
            str(mark.message or ""),
            escape(mark.author),
            escape(mark.revoked_by or ""),
        )
    console.print(table)


def show_listings(listings: Sequence[ListingFound], zone: str) -> None:
    """One line an entry."""
    console = Console(highlight=False)
    if not listings:
        console.print("nobody is listed")
        return
    table = Sheet("entry", "list", "who", "since", "until", "why", "by", "lifted by", box=None)
    for one in listings:
        table.add_row(
            str(one.id),
            one.list,
            escape(f"{one.name} ({one.student})"),
            _wall(one.since, zone),
            _wall(one.until, zone),
            escape(one.reason),
            escape(one.author),
            escape(one.lifted_by or ""),
        )
    console.print(table)


def show_alarms(alarms: Sequence[AlarmFound], zone: str) -> None:
    """One line a room."""
    console = Console(highlight=False)
    if not alarms:
        console.print("no room is alarmed")
        return
    table = Sheet("room", "name", "since", "until", "why", box=None)
    for one in alarms:
        table.add_row(
            str(one.room),
            escape(one.name),
            _wall(one.since, zone),
            _wall(one.until, zone),
            escape(one.why),
        )
    console.print(table)


def _wall(at: datetime | None, zone: str) -> str:
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
