"""`groupkeeper deliveries ...`: what is on its way out, and a person's word on what is held."""

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape

from bot.cli.periods import minute
from bot.cli.sop_at_work import AsJson, Author, Config, asked
from bot.cli.sop_people import on_store
from bot.cli.sop_show import write_json
from bot.cli.tables import Sheet, show_table
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.effects import Say
from bot.core.errors import GroupkeeperError
from bot.core.ids import DeliveryId, RoomId
from bot.core.outbound import DeliveryRow, DeliveryState, SentByHand
from bot.core.plan_changes import Asked
from bot.performing import by_hand
from bot.rulebook import Rulebook
from storage.unit import Unit

Number = Annotated[int, typer.Argument(min=1, help="The delivery's number (in `list`).")]
Change = Callable[[Unit, DeliveryRow, Asked], Awaitable[None]]

_SHOWN = 40  # characters of a text
_WAITING = (DeliveryState.HELD, DeliveryState.UNKNOWN)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="What is on its way out, and your word on what is held.", no_args_is_help=True
    )
    _looking(group)
    _deciding(group)
    _settling(group)
    app.add_typer(group, name="deliveries")


def _looking(group: typer.Typer) -> None:
    @group.command("list", help="Deliveries, newest first; by default those a person decides on.")
    def list_(
        state: Annotated[DeliveryState | None, typer.Option(help="Only in this state.")] = None,
        room: Annotated[int | None, typer.Option(min=1, help="Only of this room's id.")] = None,
        limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many.")] = 100,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        settings = load_settings(config)
        states = _WAITING if state is None else (state,)
        place = None if room is None else RoomId(room)

        async def look(unit: Unit) -> list[DeliveryRow]:
            pages = [
                await unit.outbox.deliveries(state=one, room=place, limit=limit) for one in states
            ]
            rows = [row for page in pages for row in page.items]
            return sorted(rows, key=lambda row: row.id, reverse=True)[:limit]

        rows = on_store(settings, Rulebook(settings), look)
        write_json(rows) if json_ else _show(rows, settings.rooms.defaults.zone)


def _deciding(group: typer.Typer) -> None:
    for what, text, do in (
        ("release", "Send a held delivery after all.", _release),
        ("cancel", "Do not send a delivery (again).", _cancel),
    ):
        group.command(what, help=text)(_decider(do))


def _decider(do: Change) -> Callable[..., None]:
    def decide(number: Number, author: Author = "", config: Config = DEFAULT_PATH) -> None:
        _change(load_settings(config), DeliveryId(number), do, asked(author, ""))

    return decide


def _settling(group: typer.Typer) -> None:
    @group.command(
        help="A held or unknown delivery went out: it was seen in the room, or posted there by"
        " hand. It is never sent again, and its plan goes on from that time."
    )
    def sent(
        number: Number,
        reason: Annotated[str, typer.Option("--reason", help="How that is known; kept.")],
        at: Annotated[
            datetime | None,
            typer.Option("--at", parser=minute, help="When, by rooms.defaults.zone; none: now."),
        ] = None,
        author: Author = "",
        config: Config = DEFAULT_PATH,
    ) -> None:
        if not reason.strip():
            msg = "say how it is known that it went out, as --reason 'seen in the room'"
            raise typer.BadParameter(msg)
        settings, who = load_settings(config), asked(author, reason)
        zone = ZoneInfo(settings.rooms.defaults.zone)
        when = who.now if at is None else at.replace(tzinfo=zone)
        word = SentByHand(author=who.author, at=when, reason=reason)

        async def do(unit: Unit, row: DeliveryRow, said: Asked) -> None:
            await by_hand.mark_sent(unit, row, word, said.now)

        _change(settings, DeliveryId(number), do, who)


async def _release(unit: Unit, row: DeliveryRow, said: Asked) -> None:
    await by_hand.release(unit, row, said.author, said.now)


async def _cancel(unit: Unit, row: DeliveryRow, said: Asked) -> None:
    await by_hand.cancel(unit, row, said.author, said.now)


def _change(settings: Settings, which: DeliveryId, do: Change, said: Asked) -> None:
    async def made(unit: Unit) -> None:
        row = await unit.outbox.delivery(which)
        if row is None:
            msg = f"there is no delivery {which}; `groupkeeper deliveries list` shows them"
            raise GroupkeeperError(msg)
        await do(unit, row, said)

    on_store(settings, Rulebook(settings), made, change=True)
    sys.stdout.write("ok\n")


def _show(rows: list[DeliveryRow], zone: str) -> None:
    table = Sheet()
    for name in ("no.", "due", "account", "room", "state", "text", "why"):
        table.add_column(name, no_wrap=name == "due")  # a date cut short says nothing
    for row in rows:
        due = f"{row.due.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        text = row.deed.text if isinstance(row.deed, Say) else row.kind
        shown = " ".join(text.split())[:_SHOWN]
        cells = (row.sender, row.room_name, row.state.value, shown, row.outcome)
        table.add_row(str(row.id), due, *map(escape, cells))
    show_table(table, nothing="no such deliveries")
