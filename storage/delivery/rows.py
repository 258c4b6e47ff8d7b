"""Between rows of the outbox and our words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import Intent, NotifyStaff, OnLate, OnUnknown
from bot.core.errors import GroupkeeperError
from bot.core.ids import DeliveryId, MessageRef, OccurrenceId, RoomId
from bot.core.outbound import ALERTS, Delivery, DeliveryRow, DeliveryState
from bot.core.text import fingerprint
from storage.bulk import among, listed
from storage.delivery.json import (
    people_of,
    read_deed,
    read_if_readable,
    room_of,
    words_of,
    write_deed,
)
from storage.noting import note_rows
from storage.tables.delivery import outbox
from storage.tables.people import identity, room
from storage.upsert import insert_for

_TIE = update(outbox).where(outbox.c.id == bindparam("_id")).values(after_id=bindparam("_before"))
CHUNK = 500  # parameters of an IN list; SQLite takes 32,766


class NobodySpeaks(GroupkeeperError):
    """A deed names a room or a person the archive does not know, so no account can do it."""


class Senders:
    """Which account does what."""

    def __init__(self, rooms: dict[int, str], people: dict[int, str]) -> None:
        self._rooms = rooms
        self._people = people

    def of(self, intent: Intent) -> str:
        """The account that does a deed; raises `NobodySpeaks`."""
        deed = intent.deed
        channel = getattr(deed, "channel", None)
        if channel is not None:
            return str(channel)
        if isinstance(deed, NotifyStaff):
            return ALERTS
        place = room_of(deed)
        found = (
            self._rooms.get(place) if place is not None else self._people.get(people_of(deed)[0])
        )
        if found is None:
            msg = (
                f"{intent.key}: no account for {type(deed).__name__}: its room or person is unknown"
            )
            raise NobodySpeaks(msg)
        return found


async def enqueue(
    connection: AsyncConnection, intents: Sequence[Intent], now: datetime
) -> tuple[DeliveryId, ...]:
    """Write intents; those whose key is there already change nothing."""
    if not intents:
        return ()
    senders = await _senders(connection, intents)
    rows = [_row(intent, senders, now) for intent in intents]
    statement = insert_for(connection, outbox).on_conflict_do_nothing(
        index_elements=[outbox.c.dedup_key]
    )
    fresh = await connection.execute(statement.returning(outbox.c.id), rows)
    numbers = sorted(fresh.scalars())
    await note_rows(connection, "delivery", outbox, numbers)
    await _line_up(connection, [intent for intent in intents if intent.after], numbers)
    return tuple(DeliveryId(number) for number in numbers)


async def _line_up(
    connection: AsyncConnection, waiting: Sequence[Intent], fresh: Sequence[int]
) -> None:
    """Tie each of the fresh rows to the one that must be sent before it."""
    if not waiting:
        return
    keys = sorted({intent.key for intent in waiting} | {intent.after for intent in waiting})
    rows = await connection.execute(
        select(outbox.c.dedup_key, outbox.c.id).where(among(outbox.c.dedup_key, "keys")),
        {"keys": listed(keys)},
    )
    ids = {row.dedup_key: row.id for row in rows}
    new = frozenset(fresh)
    ties = [
        {"_id": ids[intent.key], "_before": ids[intent.after]}
        for intent in waiting
        if ids[intent.key] in new
    ]
    if ties:
        await connection.execute(_TIE, ties)


def _row(intent: Intent, senders: Senders, now: datetime) -> dict[str, Any]:
    deed = intent.deed
    people = people_of(deed)
    return {
        "dedup_key": intent.key,
        "sender": senders.of(intent),
        "kind": type(deed).__name__,
        "deed": write_deed(deed),
        "room_id": room_of(deed),
        "identity_id": people[0] if people else None,
        "occurrence_id": intent.occurrence,
        "text_hash": text_hash(words_of(deed)),
        "reason": intent.reason,
        "author": intent.author,
        "urgent": intent.urgent,
        "on_unknown": intent.on_unknown.value,
        "on_late": intent.on_late.value,
        "due_at": intent.due or now,
        "expires_at": intent.expires,
        "pause": intent.pause // timedelta(microseconds=1),
        "created_at": now,
        "state": DeliveryState.PENDING.value,
    }


def text_hash(words: str | None) -> int | None:
    """What the echo of these words will have; None where there are no words to compare."""
    return fingerprint(words) if words else None


async def _senders(connection: AsyncConnection, intents: Sequence[Intent]) -> Senders:
    rooms = {place for i in intents if (place := room_of(i.deed)) is not None}
    people = {p for i in intents if room_of(i.deed) is None for p in people_of(i.deed)[:1]}
    return Senders(
        await _channels(connection, room, rooms), await _channels(connection, identity, people)
    )


async def _channels(connection: AsyncConnection, table: Any, ids: set[Any]) -> dict[int, str]:  # noqa: ANN401 (room or identity)
    found: dict[int, str] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows = await connection.execute(
            select(table.c.id, table.c.channel).where(table.c.id.in_(part))
        )
        found |= {row.id: row.channel for row in rows}
    return found


def to_delivery(row: Row[Any]) -> Delivery:
    """A claimed row."""
    return Delivery(
        id=DeliveryId(row.id),
        sender=row.sender,
        key=row.dedup_key,
        deed=read_deed(row.deed),
        room=None if row.room_id is None else RoomId(row.room_id),
        occurrence=None if row.occurrence_id is None else OccurrenceId(row.occurrence_id),
        author=row.author,
        due=row.due_at,
        expires=row.expires_at,
        on_unknown=OnUnknown(row.on_unknown),
        on_late=OnLate(row.on_late),
        urgent=row.urgent,
        owner=row.owner,
        fence=row.fence,
        attempts=row.attempts,
    )


def to_row(row: Row[Any]) -> DeliveryRow:
    """Any row, as people look at it."""
    return DeliveryRow(
        id=DeliveryId(row.id),
        key=row.dedup_key,
        sender=row.sender,
        kind=row.kind,
        deed=read_if_readable(row.deed),
        room=None if row.room_id is None else RoomId(row.room_id),
        occurrence=None if row.occurrence_id is None else OccurrenceId(row.occurrence_id),
        state=DeliveryState(row.state),
        reason=row.reason,
        outcome=row.outcome or "",
        author=row.author,
        due=row.due_at,
        not_before=row.not_before,
        created=row.created_at,
        sending=row.sending_at,
        settled=row.settled_at,
        attempts=row.attempts,
        ref=None if row.sent_ref is None else MessageRef(row.sent_ref),
        room_name=row._mapping.get("room_name") or "",  # noqa: SLF001 (SQLAlchemy's public name)
    )
