"""`groupkeeper sop calendar`, `today` and `feed`: what is said where and when, and by whom."""

import sys
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from bot.cli import sop_people_show as show
from bot.cli.opening import login
from bot.cli.sop_at_work import AsJson, Config
from bot.cli.sop_people import with_work
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH
from bot.core.agenda import AgendaEntry, FeedKind
from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId
from bot.core.located_words import did_you_mean
from bot.plans.agenda import AgendaAsked
from bot.tasks.live import LiveWork
from sop.work_list import WorkList
from storage.unit import Unit

Room = Annotated[str | None, typer.Option(help="Only this room: its name or platform id.")]
Person = Annotated[str | None, typer.Option(help="Only this colleague's.")]
_NAMED = 10  # rooms that a refusal names


def register(group: typer.Typer) -> None:
    """Add the commands to `groupkeeper sop`."""
    _calendar(group)
    _today(group)
    _feed(group)


def _calendar(group: typer.Typer) -> None:
    @group.command(help="The calendar, by time: also what is not laid out yet.")
    def calendar(  # noqa: PLR0913, PLR0917 (typer reads options from parameters)
        room: Room = None,
        plan: Annotated[str | None, typer.Option(help="Only this plan.")] = None,
        seat: Annotated[str | None, typer.Option(help="Only what this seat says.")] = None,
        person: Person = None,
        day: Annotated[str | None, typer.Option(help="A day: 2026-03-02.")] = None,
        week: Annotated[str | None, typer.Option(help="A week: 2026-W10; by default this.")] = None,
        month: Annotated[str | None, typer.Option(help="A month: 2026-03.")] = None,
        limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many.")] = 200,
        after: Annotated[str | None, typer.Option(help="`next` of the page before.")] = None,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        now = SystemClock().now()

        async def look(unit: Unit, work: LiveWork) -> tuple[tuple[AgendaEntry, ...], str | None]:
            asked = AgendaAsked(
                room=None if room is None else await _room(unit, room),
                plan=plan,
                seat=seat,
                person=person,
                day=day,
                week=week,
                month=month,
            )
            page = await work.agenda.page(unit, asked, after=after, limit=limit, now=now)
            return page.items, page.next

        items, more = with_work(config, look)
        (show.dump_agenda if json_ else show.show_agenda)(items, more)


def _today(group: typer.Typer) -> None:
    @group.command(help="Each colleague's work today, by their own clock.")
    def today(person: Person = None, config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        now = SystemClock().now()

        async def look(unit: Unit, work: LiveWork) -> list[tuple[str, WorkList, str]]:
            wanted = (
                list(work.agenda.staff()) if person is None else [work.agenda.colleague(person)]
            )
            return [
                (
                    str(staff.name),
                    await work.lists.of(unit, staff, now),
                    await work.lists.written(unit, staff, now),
                )
                for staff in wanted
            ]

        found = with_work(config, look)
        if json_:
            lists = [{"person": name, **asdict(mine), "text": text} for name, mine, text in found]
            show.dump({"items": lists})
            return
        shown = [
            f"{name}: {text}\n"
            for name, mine, text in found
            if person is not None or not mine.is_empty or mine.done
        ]
        sys.stdout.write("".join(shown) or "nobody has a task today\n")


def _feed(group: typer.Typer) -> None:
    @group.command(help="The address at which a calendar app can follow a colleague or a room.")
    def feed(
        person: Person = None,
        room: Room = None,
        revoke: Annotated[
            bool, typer.Option("--revoke", help="Make the address void that was handed out.")
        ] = False,
        config: Config = DEFAULT_PATH,
    ) -> None:
        now = SystemClock().now()
        if (person is None) == (room is None):
            msg = "name exactly one of --person and --room"
            raise typer.BadParameter(msg)

        async def make(unit: Unit, work: LiveWork) -> str:
            kind, subject = await _subject(unit, person, room)
            if revoke:
                await _revoke(unit, kind, subject, now)
            return await work.feeds.address_of(unit, kind, subject, now)

        sys.stdout.write(f"{with_work(config, make, change=True)}\n")


async def _subject(unit: Unit, person: str | None, room: str | None) -> tuple[FeedKind, str]:
    if person is not None:
        return FeedKind.PERSON, person
    return FeedKind.ROOM, str(await _room(unit, room or ""))


async def _revoke(unit: Unit, kind: FeedKind, subject: str, now: datetime) -> None:
    whose = f"feed:{kind.value}:{subject}"
    before = await unit.audit.state(whose)
    await unit.feeds.revoke(kind.value, subject, login(), now)
    await unit.audit.note("feed.revoke", whose, author=login(), now=now, before=before)


async def _room(unit: Unit, name: str) -> RoomId:
    rooms = await unit.runs.rooms()
    found = [one for one in rooms if name in {one.name, one.ref}]
    if len(found) == 1:
        return found[0].id
    if not found:
        known = [one.name for one in rooms]
        there = ", ".join(sorted(known)[:_NAMED]) or "none"
        msg = f"no room is called {name!r}{did_you_mean(name, known)}; there are: {there}"
    else:
        ids = ", ".join(one.ref for one in found)
        msg = f"{len(found)} rooms are called {name!r}; name one by its id: {ids}"
    raise GroupkeeperError(msg)
