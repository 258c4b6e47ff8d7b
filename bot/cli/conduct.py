"""`groupkeeper conduct ...`: how people stand, the lists, rooms that are raided, entry quizzes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli import conduct_show
from bot.cli.opening import login, opened
from bot.cli.sop_show import write_json
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.conduct import ListName
from bot.core.conduct_effects import Enlist
from bot.core.errors import GroupkeeperError
from bot.core.ids import ListingId, RoomId, StudentId
from bot.rulebook import Rulebook
from storage.conduct.lists import ListingFound
from storage.people.profiles import PersonProfile
from storage.unit import Store, Unit

T = TypeVar("T")

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for machines.")]
Student = Annotated[int, typer.Argument(min=1, help="The student ID.")]
Author = Annotated[str, typer.Option("--author", help="Who decides; by default the login name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; read by colleagues.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="How people stand: points, the deny and allow lists, raids.", no_args_is_help=True
    )
    _looking(group)
    _changing(group)
    app.add_typer(group, name="conduct")


def _looking(group: typer.Typer) -> None:
    @group.command(help="What is held against a person, or in their favour.")
    def show(student: Student, config: Config = DEFAULT_PATH) -> None:
        settings, now = load_settings(config), SystemClock().now()

        async def look(unit: Unit) -> None:
            person = await _person(unit, StudentId(student))
            found = await unit.conduct.standings([person.student], now)
            ladder, zone = settings.rooms.defaults.ladder, settings.rooms.defaults.zone
            standing = found.get(person.student)
            conduct_show.show_standing(person, standing, now, ladder.half_life, zone)

        _with(settings, look)

    @group.command(help="Who is on a list now.")
    def lists(
        on: Annotated[ListName | None, typer.Option("--list", help="Only this list.")] = None,
        ever: Annotated[bool, typer.Option("--all", help="Also what ended or was lifted.")] = False,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        settings, now = load_settings(config), SystemClock().now()
        found = _with(
            settings,
            lambda unit: unit.conduct.listings(on=on, holding=None if ever else now, limit=500),
        )
        if json_:
            write_json(found.items)
        else:
            conduct_show.show_listings(found.items, settings.rooms.defaults.zone)

    @group.command(help="Rooms that are stricter now, because they are raided.")
    def alarms(config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        settings, now = load_settings(config), SystemClock().now()
        found = _with(settings, lambda unit: unit.conduct.alarms_now(now))
        if json_:
            write_json(found)
        else:
            conduct_show.show_alarms(found, settings.rooms.defaults.zone)


def _changing(group: typer.Typer) -> None:
    @group.command(help="Put a person on the deny, allow or trust list.")
    def add(
        on: Annotated[ListName, typer.Argument(help="Which list.")],
        student: Student,
        reason: Reason,
        days: Annotated[
            int | None, typer.Option(min=1, max=3660, help="How long; else until it is lifted.")
        ] = None,
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        now = SystemClock().now()

        async def enlist(unit: Unit) -> ListingId:
            person = await _person(unit, StudentId(student))
            entry = Enlist(
                student=person.student,
                list=on,
                reason=reason,
                until=None if days is None else now + timedelta(days=days),
                author=author or login(),
            )
            return await unit.conduct.enlist(entry, now)

        number = _with(load_settings(config), enlist, change=True)
        typer.echo(f"{student} is on the {on} list: entry {number}")

    @group.command(help="Take a person off the list that an entry is on.")
    def lift(
        entry: Annotated[int, typer.Argument(min=1, help="The number of the entry.")],
        reason: Reason,
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        now, who = SystemClock().now(), author or login()
        done = _with(
            load_settings(config),
            lambda unit: _lifted(unit, ListingId(entry), who, reason, now),
            change=True,
        )
        typer.echo(f"{done.student} is off the {done.list} list")

    @group.command("end-alarm", help="All is well in a room: end its alarm.")
    def end_alarm(
        room: Annotated[int, typer.Argument(min=1, help="The number of the room.")],
        reason: Reason = "",
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        now, who = SystemClock().now(), author or login()
        ended = _with(
            load_settings(config),
            lambda unit: unit.conduct.end_alarm(RoomId(room), author=who, reason=reason, now=now),
            change=True,
        )
        if not ended:
            msg = f"room {room} is not alarmed; `groupkeeper conduct alarms` shows those that are"
            raise GroupkeeperError(msg)
        typer.echo(f"the alarm of room {room} is over")


async def _person(unit: Unit, student: StudentId) -> PersonProfile:
    found = await unit.roster.person(student)
    if found is None:
        msg = f"nobody has the student ID {student}; `groupkeeper find NAME` tells it"
        raise GroupkeeperError(msg)
    return found


async def _lifted(
    unit: Unit, entry: ListingId, author: str, reason: str, now: datetime
) -> ListingFound:
    found = await unit.conduct.listing(entry)
    if found is None:
        msg = f"there is no entry {entry}; `groupkeeper conduct lists` shows those there are"
        raise GroupkeeperError(msg)
    await unit.conduct.lift(found.student, found.list, author=author, reason=reason, now=now)
    return found


def _with(settings: Settings, work: Callable[[Unit], Awaitable[T]], *, change: bool = False) -> T:
    """Do it on the database of a config.yaml; a running service takes it up by itself."""

    async def done() -> T:
        async with opened(settings) as database:
            store = Store(database, Rulebook(settings), lambda: settings.delivery)
            async with store.write() if change else store.read() as unit:
                return await work(unit)

    return asyncio.run(done())
