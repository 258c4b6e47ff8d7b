"""`groupkeeper login ...`: people who sign in to the console."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.markup import escape

from bot.access.signing_in import LINK_HOLDS
from bot.cli.addresses import welcome_link
from bot.cli.granting import InRooms, InSeries, granted, told
from bot.cli.opening import login as whoami
from bot.cli.opening import opened
from bot.cli.sop_show import write_json
from bot.cli.tables import Sheet, show_table
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.access import Login, login_name, new_key
from bot.core.errors import GroupkeeperError
from bot.core.staff import Role
from storage.access.access import Access

T = TypeVar("T")

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
Author = Annotated[str, typer.Option("--author", help="Who asks; by default the login name.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit.")]
Name = Annotated[str, typer.Argument(help="Under which they sign in; as under `staff`.")]
_LONGEST = 60  # characters of a name
_MOST = 500  # logins of a list


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="People who sign in to the console.", no_args_is_help=True)
    _inviting(group)
    _allowing(group)
    _looking(group)
    app.add_typer(group, name="login")


def _inviting(group: typer.Typer) -> None:
    @group.command(help="Let somebody sign in; prints the link with which they begin.")
    def make(
        name: Name,
        role: Annotated[Role, typer.Option(help="What they may.")] = Role.VIEWER,
        room: InRooms = None,
        series: InSeries = None,
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        called = login_name(name)
        if not 0 < len(called) <= _LONGEST:
            msg = f"a login has a name of 1 to {_LONGEST} characters"
            raise GroupkeeperError(msg)
        everywhere, grants = granted(role, room, series)

        async def work(access: Access) -> str:
            made = await access.logins.add(
                called, everywhere, grants=grants, author=author or whoami(), now=_now()
            )
            return await _key_for(access, made)

        settings = load_settings(config)
        _show_link(settings, _with(settings, work))

    @group.command(help="A new link, for a password that is forgotten; an earlier one ends.")
    def link(name: Name, author: Author = "", config: Config = DEFAULT_PATH) -> None:
        async def work(access: Access) -> str:
            found = await _named(access, name)
            await access.logins.note_link(found.id, author=author or whoami(), now=_now())
            return await _key_for(access, found)

        settings = load_settings(config)
        _show_link(settings, _with(settings, work))


def _allowing(group: typer.Typer) -> None:
    @group.command("role", help="Say all that somebody may from now on, and where.")
    def role_(
        name: Name,
        role: Annotated[Role, typer.Argument(help="What they may.")],
        room: InRooms = None,
        series: InSeries = None,
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        everywhere, grants = granted(role, room, series)

        async def work(access: Access) -> None:
            found = await _named(access, name)
            await access.logins.set_role(
                found.id, everywhere, grants, author=author or whoami(), now=_now()
            )

        _with(load_settings(config), work)
        sys.stdout.write("ok\n")

    @group.command(help="Let somebody in no more; they are signed out at once.")
    def disable(
        name: Name, reason: Reason = "", author: Author = "", config: Config = DEFAULT_PATH
    ) -> None:
        _turn(config, name, author, reason, off=True)

    @group.command(help="Let somebody in again.")
    def enable(
        name: Name, reason: Reason = "", author: Author = "", config: Config = DEFAULT_PATH
    ) -> None:
        _turn(config, name, author, reason, off=False)


def _looking(group: typer.Typer) -> None:
    @group.command("list", help="Everybody who has a login, newest first.")
    def list_(
        config: Config = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    ) -> None:
        page = _with(load_settings(config), lambda access: access.logins.listed(limit=_MOST))
        write_json(page.items) if json_ else _show(page.items)


def _show(logins: Sequence[Login]) -> None:
    table = Sheet()
    for name in ("login", "name", "may", "made", "by", "state", "codes"):
        table.add_column(name)
    for one in logins:
        may = told(one.role, one.grants)
        cells = (one.name, may, f"{one.made:%Y-%m-%d}", one.author, _state(one))
        table.add_row(str(one.id), *map(escape, cells), "on" if one.coded else "off")
    show_table(table, nothing="nobody has a login; `groupkeeper login make NAME` makes one")


def _state(one: Login) -> str:
    if one.disabled is not None:
        return f"disabled since {one.disabled:%Y-%m-%d}"
    return "may sign in" if one.welcomed is not None else "has a link"


def _turn(config: Path, name: str, author: str, reason: str, *, off: bool) -> None:
    async def work(access: Access) -> None:
        found = await _named(access, name)
        await access.logins.set_disabled(
            found.id, off=off, author=author or whoami(), reason=reason, now=_now()
        )
        if off:
            await access.sessions.close_all(found.id)

    _with(load_settings(config), work)
    sys.stdout.write("ok\n")


async def _named(access: Access, name: str) -> Login:
    found = await access.logins.named(login_name(name))
    if found is None:
        msg = f"{name!r} has no login: see `groupkeeper login list`"
        raise GroupkeeperError(msg)
    return found


async def _key_for(access: Access, login: Login) -> str:
    key = new_key()
    await access.links.make(key, login.id, now=_now(), holds=LINK_HOLDS)
    return key


def _show_link(settings: Settings, key: str) -> None:
    hours = LINK_HOLDS.total_seconds() / 3600
    sys.stderr.write(f"good once, within {hours:.0f} hours; it is not shown again:\n")
    sys.stdout.write(f"{welcome_link(settings, settings.web.port, key)}\n")


_now = SystemClock().now


def _with(settings: Settings, work: Callable[[Access], Awaitable[T]]) -> T:
    """Do something with the logins of the database."""

    async def worked() -> T:
        async with opened(settings) as database, database.write() as connection:
            return await work(Access(connection))

    return asyncio.run(worked())
