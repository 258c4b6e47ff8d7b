"""`groupkeeper sop quote`, `unquote`: what the author of a message told a colleague."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.sop_at_work import Author, Config, asked
from bot.cli.sop_people import on_store
from bot.config import DEFAULT_PATH, load_settings
from bot.core.errors import GroupkeeperError
from bot.core.ids import MessageId
from bot.core.plan_changes import Asked
from bot.rulebook import Rulebook
from storage.unit import Unit

Number = Annotated[
    int, typer.Argument(min=1, help="The message's number (in `find`, `/messages`).")
]
Why = Annotated[str, typer.Option("--reason", help="How they said so; kept in the audit.")]


def register(group: typer.Typer) -> None:
    """Add the commands to `groupkeeper sop`."""
    for what, text, agrees in (
        ("quote", "The author of a message agrees that plans quote it by name (`praise`).", True),
        ("unquote", "They do not agree any more.", False),
    ):
        group.command(what, help=text)(_noter(agrees=agrees))


def _noter(*, agrees: bool) -> Callable[..., None]:
    def note(
        number: Number, reason: Why, author: Author = "", config: Config = DEFAULT_PATH
    ) -> None:
        if not reason.strip():
            msg = "say how they said so, as --reason 'on the phone'"
            raise typer.BadParameter(msg)
        _note(config, MessageId(number), asked(author, reason), agrees=agrees)

    return note


def _note(config: Path, which: MessageId, who: Asked, *, agrees: bool) -> None:
    async def do(unit: Unit) -> None:
        stands = await unit.consents.of(which)
        if stands is None:
            msg = f"there is no message {which} that a member said in a room"
            raise GroupkeeperError(msg)
        if await unit.consents.note(
            which, agrees=agrees, author=who.author, reason=who.reason, now=who.now
        ):
            return
        msg = f"message {which} stands so already: nothing changes"
        if agrees and stands.refused:
            msg = f"the author of message {which} took the consent back: only they can agree again"
        raise GroupkeeperError(msg)

    settings = load_settings(config)
    on_store(settings, Rulebook(settings), do, change=True)
    sys.stdout.write("ok\n")
