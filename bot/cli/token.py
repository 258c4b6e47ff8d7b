"""`groupkeeper token ...`: keys for programs that use the API."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.markup import escape

from bot.cli.granting import InRooms, InSeries, granted, told
from bot.cli.opening import login, opened
from bot.cli.sop_show import write_json
from bot.cli.tables import Sheet, show_table
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, load_settings
from bot.core.access import ApiToken, new_key
from bot.core.errors import GroupkeeperError
from bot.core.ids import TokenId
from bot.core.staff import Role
from storage.access.tokens import Tokens

T = TypeVar("T")

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
Author = Annotated[str, typer.Option("--author", help="Who asks; by default the login name.")]
_LONGEST = 60  # characters of a name
_MOST = 500  # tokens of a list


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Keys for programs that use the API.", no_args_is_help=True)
    _making(group)
    _looking(group)
    app.add_typer(group, name="token")


def _making(group: typer.Typer) -> None:
    @group.command(help="Make a key. It is shown this once; only its hash is kept.")
    def make(  # noqa: PLR0913, PLR0917 (an option each)
        name: Annotated[str, typer.Argument(help="The audit calls it token:<name>.")],
        role: Annotated[Role, typer.Option(help="What it may do.")] = Role.VIEWER,
        room: InRooms = None,
        series: InSeries = None,
        days: Annotated[
            int, typer.Option(min=0, max=3660, help="How long it holds; 0: until it is revoked.")
        ] = 90,
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        called = name.strip()
        if not 0 < len(called) <= _LONGEST:
            msg = f"a token has a name of 1 to {_LONGEST} characters, such as the program's"
            raise GroupkeeperError(msg)
        key, now = new_key(), SystemClock().now()
        expires = now + timedelta(days=days) if days else None
        everywhere, grants = granted(role, room, series)
        made = _with(
            config,
            lambda tokens: tokens.add(
                key,
                name=called,
                role=everywhere,
                grants=grants,
                expires=expires,
                author=author or login(),
                now=now,
            ),
        )
        until = "until it is revoked" if expires is None else f"until {expires:%Y-%m-%d}"
        sys.stderr.write(
            f"token {made.id} ({told(everywhere, grants)}, {until}); it is not shown again:\n"
        )
        sys.stdout.write(f"{key}\n")

    @group.command(help="Let a key hold no more, from the next request on.")
    def revoke(
        number: Annotated[int, typer.Argument(min=1, help="The number in `token list`.")],
        author: Author = "",
        reason: Annotated[str, typer.Option("--reason", help="Why; kept in the audit.")] = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        now = SystemClock().now()
        done = _with(
            config,
            lambda tokens: tokens.revoke(
                TokenId(number), author=author or login(), reason=reason, now=now
            ),
        )
        if not done:
            msg = f"there is no token {number} that holds: see `groupkeeper token list`"
            raise GroupkeeperError(msg)
        sys.stdout.write("ok\n")


def _looking(group: typer.Typer) -> None:
    @group.command("list", help="Every key that was made, newest first.")
    def list_(
        config: Config = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    ) -> None:
        page = _with(config, lambda tokens: tokens.listed(limit=_MOST))
        write_json(page.items) if json_ else _show(page.items, SystemClock().now())


def _show(tokens: Sequence[ApiToken], now: datetime) -> None:
    table = Sheet()
    for name in ("token", "name", "role", "made", "by", "state", "last used"):
        table.add_column(name)
    for one in tokens:
        used = f"{one.used:%Y-%m-%d %H:00}" if one.used else "never"
        cells = (
            one.name,
            told(one.role, one.grants),
            f"{one.made:%Y-%m-%d}",
            one.author,
            _state(one, now),
        )
        table.add_row(str(one.id), *map(escape, cells), used)
    show_table(table, nothing="there are no keys; `groupkeeper token make NAME` makes one")


def _state(one: ApiToken, now: datetime) -> str:
    if one.revoked is not None:
        return f"revoked by {one.revoked_by}"
    if one.expires is None:
        return "holds"
    return f"{'expired' if one.expires <= now else 'holds until'} {one.expires:%Y-%m-%d}"


def _with(config: Path, work: Callable[[Tokens], Awaitable[T]]) -> T:
    """Do something with the tokens of the database."""
    settings = load_settings(config)

    async def worked() -> T:
        async with opened(settings) as database, database.write() as connection:
            return await work(Tokens(connection))

    return asyncio.run(worked())
