"""Messages that were changed: every wording is kept, the first one in the message itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Event, MessageEdited
from bot.core.ids import ChannelName, MessageRef
from storage.bulk import Query, among, insert_rows, listed
from storage.tables.talk import message_edit
from storage.types import from_micros, micros

_EDIT = ("channel", "ref", "message_ref", "at", "text")
_CHANNEL: BindParameter[str] = bindparam("channel")
_OF = Query(
    select(message_edit.c.message_ref, message_edit.c.at, message_edit.c.text)
    .where(message_edit.c.channel == _CHANNEL, among(message_edit.c.message_ref, "refs"))
    .order_by(message_edit.c.at, message_edit.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a message was changed to, and when."""

    at: datetime
    text: str


async def keep_edits(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Keep what these events, stored just now, say that messages read like from now on."""
    rows = [
        (event.channel, event.ref, event.message, micros(event.at), event.text)
        for event in events
        if isinstance(event, MessageEdited)
    ]
    if rows:
        await insert_rows(connection, message_edit, _EDIT, rows)


async def edits_of(
    connection: AsyncConnection, channel: ChannelName, refs: Sequence[MessageRef]
) -> dict[str, tuple[Edit, ...]]:
    """The edits of messages of a channel, oldest first; those never changed have no entry."""
    found: dict[str, tuple[Edit, ...]] = {}
    for ref, at, text in await _OF.rows(connection, channel=channel, refs=listed(refs)):
        found[ref] = (*found.get(ref, ()), Edit(at=from_micros(at), text=text))
    return found
