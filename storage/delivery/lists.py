"""Deliveries as people look at them, and how many there are."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AlertId, DeliveryId, RoomId
from bot.core.outbound import DeliveryRow, DeliveryState
from storage.delivery.rows import to_row
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.delivery import outbox
from storage.tables.people import room as room_table

_WITH_ROOM = select(outbox, room_table.c.name.label("room_name")).outerjoin(
    room_table, room_table.c.id == outbox.c.room_id
)
_WAITING = ("pending", "claimed", "held", "unknown")


async def holds(connection: AsyncConnection, sender: str, room: RoomId | None) -> bool:
    """Whether something of this account is held for this room, or for no room."""
    place = outbox.c.room_id.is_(None) if room is None else outbox.c.room_id == room
    held = outbox.c.state == DeliveryState.HELD.value
    found = select(outbox.c.id).where(held, outbox.c.sender == sender, place).limit(1)
    return await connection.scalar(found) is not None


async def was_done(connection: AsyncConnection, key: str) -> bool:
    """Whether the delivery of this key went out, or may have."""
    state = await connection.scalar(select(outbox.c.state).where(outbox.c.dedup_key == key))
    return state in {"sending", "sent", "unknown"}


async def delivery(connection: AsyncConnection, number: DeliveryId) -> DeliveryRow | None:
    """One delivery; None where there is no such."""
    found = await connection.execute(_WITH_ROOM.where(outbox.c.id == number))
    row = found.first()
    return None if row is None else to_row(row)


async def by_key(connection: AsyncConnection, key: str) -> DeliveryRow | None:
    """The delivery of this key; None where there is no such."""
    found = await connection.execute(select(outbox).where(outbox.c.dedup_key == key))
    row = found.first()
    return None if row is None else to_row(row)


async def deliveries(
    connection: AsyncConnection,
    *,
    state: DeliveryState | None,
    room: RoomId | None,
    within: Collection[RoomId] | None,
    after: str | None,
    limit: int,
) -> Page[DeliveryRow]:
    """Deliveries, newest first."""
    wanted = _WITH_ROOM.where(only(outbox.c.room_id, within)).order_by(outbox.c.id.desc())
    if state is not None:
        wanted = wanted.where(outbox.c.state == state.value)
    if room is not None:
        wanted = wanted.where(outbox.c.room_id == room)
    behind = read_cursor(after, int)
    if behind is not None:
        wanted = wanted.where(outbox.c.id < behind[0])
    size = page_size(limit)
    rows = await connection.execute(wanted.limit(size + 1))
    return page_of(rows.all(), size, to_row, lambda row: (row.id,))


async def told_of(connection: AsyncConnection, alert: AlertId) -> list[DeliveryRow]:
    """How an alert was brought to colleagues: each way to each of them, the oldest first."""
    mine = outbox.c.dedup_key.startswith(f"alert:{alert}:", autoescape=True)
    rows = await connection.execute(select(outbox).where(mine).order_by(outbox.c.id).limit(200))
    return [to_row(row) for row in rows]


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """How many deliveries stand in each state; every state is named."""
    rows = await connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    found = {row[0]: int(row[1]) for row in rows}
    return {state.value: found.get(state.value, 0) for state in DeliveryState}


async def oldest_due(connection: AsyncConnection) -> datetime | None:
    """When the oldest delivery that waits to be sent was due."""
    waiting = [DeliveryState.PENDING.value, DeliveryState.CLAIMED.value]
    oldest: datetime | None = await connection.scalar(
        select(func.min(outbox.c.due_at)).where(outbox.c.state.in_(waiting))
    )
    return oldest


async def waiting_by_sender(connection: AsyncConnection) -> dict[str, int]:
    """How many deliveries of each sender are not settled yet, those that people decide on too."""
    waiting = [*_WAITING, DeliveryState.SENDING.value]
    rows = await connection.execute(
        select(outbox.c.sender, func.count())
        .where(outbox.c.state.in_(waiting))
        .group_by(outbox.c.sender)
    )
    return {sender: int(count) for sender, count in rows}
