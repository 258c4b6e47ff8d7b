"""What people decide about deliveries, and the lists they decide from."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AlertId, DeliveryId, RoomId
from bot.core.outbound import DeliveryRow, DeliveryState, SentByHand
from storage.delivery.clock import since
from storage.delivery.rows import to_row
from storage.noting import note_rows
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.delivery import outbox
from storage.tables.service import audit

_NOT_DONE = ("failed", "expired", "skipped")
_CANCELLABLE = ("pending", "claimed", "held", "unknown")


async def release_held(
    connection: AsyncConnection, delivery: DeliveryId, author: str, now: datetime
) -> bool:
    """Send it after all, as if it were due now and for good; False when it is not held."""
    return await _decide(
        connection,
        delivery,
        (DeliveryState.HELD.value,),
        {
            "state": "pending",
            "due_at": now,
            "not_before": None,
            "expires_at": None,  # it may lie behind us; a person's word is newer
            "unknown_at": None,
        },
        {"author": author, "action": "delivery.release", "at": now},
    )


async def cancel(
    connection: AsyncConnection, delivery: DeliveryId, author: str, now: datetime
) -> bool:
    """Do not send it (again); False when it is on its way or settled already."""
    return await _decide(
        connection,
        delivery,
        _CANCELLABLE,
        {"state": "cancelled", "settled_at": now, "unknown_at": None},
        {"author": author, "action": "delivery.cancel", "at": now},
    )


async def mark_sent(
    connection: AsyncConnection, delivery: DeliveryId, word: SentByHand, now: datetime
) -> bool:
    """Somebody saw it in the room, or posted it there; False when it is not held nor unknown.

    Whoever claimed it before has lost it, so a late answer does not say otherwise; the platform's
    echo still finds it.
    """
    return await _decide(
        connection,
        delivery,
        (DeliveryState.HELD.value, DeliveryState.UNKNOWN.value),
        {
            "state": DeliveryState.SENT.value,
            "sending_at": since(outbox.c.sending_at, word.at),
            "settled_at": word.at,
            "not_before": None,
            "unknown_at": None,
            "fence": outbox.c.fence + 1,
        },
        {
            "author": word.author,
            "action": "delivery.sent",
            "at": now,
            "reason": word.reason,
            "details": {"at": word.at.isoformat()},
        },
    )


async def call_off(
    connection: AsyncConnection, keys: Collection[str], author: str, now: datetime
) -> None:
    """Cancel the deliveries of these keys; what is on its way or settled stays as it is."""
    found = await connection.execute(select(outbox.c.id).where(outbox.c.dedup_key.in_(keys)))
    for number in found.scalars().all():
        await cancel(connection, DeliveryId(number), author, now)


async def call_off_beginning(
    connection: AsyncConnection, beginning: str, author: str, now: datetime
) -> None:
    """Cancel the deliveries whose keys begin like this and that have not gone out."""
    found = await connection.execute(
        select(outbox.c.id).where(
            outbox.c.state.in_(_CANCELLABLE), outbox.c.dedup_key.startswith(beginning)
        )
    )
    for number in found.scalars().all():
        await cancel(connection, DeliveryId(number), author, now)


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


async def order_again(connection: AsyncConnection, key: str, author: str, now: datetime) -> bool:
    """Try the delivery of this key again, which was not done; False where there is no such."""
    number = await connection.scalar(select(outbox.c.id).where(outbox.c.dedup_key == key))
    return number is not None and await _decide(
        connection,
        DeliveryId(number),
        _NOT_DONE,
        {
            "state": "pending",
            "due_at": now,
            "not_before": None,
            "expires_at": None,
            "settled_at": None,
        },
        {"author": author, "action": "delivery.again", "at": now},
    )


async def _decide(
    connection: AsyncConnection,
    delivery: DeliveryId,
    states: tuple[str, ...],
    values: dict[str, Any],
    said: dict[str, Any],
) -> bool:
    outcome = f"{said['action'].removeprefix('delivery.')} by {said['author']}"
    decided = await connection.execute(
        update(outbox)
        .where(outbox.c.id == delivery, outbox.c.state.in_(states))
        .values(owner=None, lease_until=None, outcome=outcome, **values)
    )
    if decided.rowcount == 0:
        return False
    await note_rows(connection, "delivery", outbox, [delivery])
    await connection.execute(insert(audit).values(subject=f"delivery:{delivery}", **said))
    return True


async def delivery(connection: AsyncConnection, number: DeliveryId) -> DeliveryRow | None:
    """One delivery; None where there is no such."""
    found = await connection.execute(select(outbox).where(outbox.c.id == number))
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
    wanted = select(outbox).where(only(outbox.c.room_id, within)).order_by(outbox.c.id.desc())
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


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """How many deliveries stand in each state; every state is named."""
    rows = await connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    found = {row[0]: int(row[1]) for row in rows}
    return {state.value: found.get(state.value, 0) for state in DeliveryState}


async def told_of(connection: AsyncConnection, alert: AlertId) -> list[DeliveryRow]:
    """How an alert was brought to colleagues: each way to each of them, the oldest first."""
    mine = outbox.c.dedup_key.startswith(f"alert:{alert}:", autoescape=True)
    rows = await connection.execute(select(outbox).where(mine).order_by(outbox.c.id).limit(200))
    return [to_row(row) for row in rows]


async def oldest_due(connection: AsyncConnection) -> datetime | None:
    """When the oldest delivery that waits to be sent was due."""
    waiting = [DeliveryState.PENDING.value, DeliveryState.CLAIMED.value]
    oldest: datetime | None = await connection.scalar(
        select(func.min(outbox.c.due_at)).where(outbox.c.state.in_(waiting))
    )
    return oldest


async def waiting_by_sender(connection: AsyncConnection) -> dict[str, int]:
    """How many deliveries of each sender are not settled yet, those that people decide on too."""
    waiting = [*_CANCELLABLE, DeliveryState.SENDING.value]
    rows = await connection.execute(
        select(outbox.c.sender, func.count())
        .where(outbox.c.state.in_(waiting))
        .group_by(outbox.c.sender)
    )
    return {sender: int(count) for sender, count in rows}
