"""The log of all events that are not messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Event
from bot.core.ids import RoomId
from storage.bulk import insert_rows
from storage.tables.talk import event as event_table
from storage.talk.payload import log_payload
from storage.types import micros

_EVENT = ("channel", "ref", "kind", "room_id", "at", "payload")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event that is not a message, and its room."""

    event: Event
    room: RoomId | None


async def write_events(connection: AsyncConnection, rows: Sequence[EventRow]) -> None:
    """Log events."""
    await insert_rows(
        connection,
        event_table,
        _EVENT,
        [
            (
                row.event.channel,
                row.event.ref,
                type(row.event).__name__,
                row.room,
                micros(row.event.at),
                log_payload(row.event),
            )
            for row in rows
        ],
    )
