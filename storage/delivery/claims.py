"""Taking deliveries: one process speaks for an account at a time, rooms keep their order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import RaiseAlert
from bot.core.ids import RoomId
from bot.core.outbound import Claimed, Delivery, DeliveryState, trouble
from bot.core.sending import DeliverySettings
from storage.delivery.accounts import drive, has_listened
from storage.delivery.clock import lease
from storage.delivery.json import UNREADABLE
from storage.delivery.rows import to_delivery
from storage.tables.delivery import outbox
from storage.tables.service import meta
from storage.types import micros

RESTORED = "restored_at"  # the key under which `groupkeeper db restore` notes its moment

_UNDECIDED = (
    DeliveryState.CLAIMED.value,
    DeliveryState.SENDING.value,
    DeliveryState.UNKNOWN.value,
)
_NOTICE = "NotifyStaff"
_OPEN = (DeliveryState.PENDING.value, *_UNDECIDED)


async def restored_at(connection: AsyncConnection) -> datetime | None:
    """When the database was last put back from a backup."""
    value = await connection.scalar(select(meta.c.value).where(meta.c.key == RESTORED))
    return None if value is None else datetime.fromisoformat(value)


async def _ready(
    connection: AsyncConnection, sender: str, owner: str, now: datetime, settings: DeliverySettings
) -> ColumnElement[bool]:
    """Which rows may be claimed now."""
    ready = (
        (outbox.c.sender == sender)
        & (outbox.c.state == DeliveryState.PENDING.value)
        & (outbox.c.due_at <= now)
        & or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
        & ~_behind_another(now)
        & _first_part_sent(now)
    )
    if not await has_listened(connection, sender, owner, now, settings):
        # A post that may be out already waits for its echo.
        ready &= outbox.c.sending_at.is_(None) | outbox.c.echoed.is_not(True)
    restored = await restored_at(connection)
    # What was due before a restore may have been sent after the backup: a person decides.
    return ready if restored is None else ready & (outbox.c.due_at > restored)


def _behind_another(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier post to the room is still on its way: a room hears them in order."""
    earlier = outbox.alias("earlier")
    on_its_way = earlier.c.state.in_(_UNDECIDED) | (
        (earlier.c.state == DeliveryState.PENDING.value)
        & (earlier.c.attempts > 0)
        & (earlier.c.sending_at.is_not(None) | (earlier.c.not_before > now))
    )
    blocked = select(earlier.c.id).where(
        earlier.c.room_id == outbox.c.room_id,
        # Said once more, so that the index finds these few among all that the room ever heard.
        earlier.c.state.in_(_OPEN),
        earlier.c.due_at <= outbox.c.due_at,
        earlier.c.kind == "Say",
        on_its_way,
        tuple_(earlier.c.due_at, earlier.c.id) < tuple_(outbox.c.due_at, outbox.c.id),
    )
    return (outbox.c.kind == "Say") & ~outbox.c.urgent & blocked.exists()


def _first_part_sent(now: datetime) -> ColumnElement[bool]:
    """Whether what must be sent before it was, and its pause is over."""
    before = outbox.alias("before")
    heard = type_coerce(before.c.settled_at, BigInteger) + outbox.c.pause
    sent = select(before.c.id).where(
        before.c.id == outbox.c.after_id,
        before.c.state == DeliveryState.SENT.value,
        or_(outbox.c.pause == 0, heard <= micros(now)),
    )
    return outbox.c.after_id.is_(None) | sent.exists()


async def next_due(
    connection: AsyncConnection, sender: str, owner: str, now: datetime, settings: DeliverySettings
) -> datetime | None:
    """`now` when something can be claimed; else when the next delivery is due, if any is."""
    ready = (
        select(outbox.c.id).where(await _ready(connection, sender, owner, now, settings)).limit(1)
    )
    if await connection.scalar(ready) is not None:
        return now
    later: datetime | None = await connection.scalar(
        select(func.min(outbox.c.due_at)).where(
            outbox.c.sender == sender,
            outbox.c.state == DeliveryState.PENDING.value,
            outbox.c.due_at > now,
        )
    )
    return later


async def claim(
    connection: AsyncConnection,
    sender: str,
    owner: str,
    now: datetime,
    limit: int,
    settings: DeliverySettings,
) -> Claimed:
    """Take what is due, notices to colleagues before posts, and the oldest first.

    Nothing while another process speaks for the account.
    """
    if not await drive(connection, sender, owner, now, settings):
        return Claimed()
    # SKIP LOCKED is PostgreSQL's; SQLite needs nothing, its writers come one by one. Two
    # statements, because PostgreSQL may run a subquery with a LIMIT more than once.
    ready = await _ready(connection, sender, owner, now, settings)
    first = await _oldest(connection, ready & (outbox.c.kind == _NOTICE), limit)
    numbers = first or await _oldest(connection, ready, limit)
    taken = await connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(numbers), outbox.c.state == DeliveryState.PENDING.value)
        .values(
            state=DeliveryState.CLAIMED.value,
            owner=owner,
            fence=outbox.c.fence + 1,
            lease_until=lease(settings.lease_seconds),
        )
        .returning(*outbox.c)
    )
    return await _readable(connection, taken.all(), now)


async def _oldest(
    connection: AsyncConnection, which: ColumnElement[bool], limit: int
) -> Sequence[int]:
    found = await connection.scalars(
        select(outbox.c.id)
        .where(which)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    )
    return found.all()


async def _readable(connection: AsyncConnection, rows: Sequence[Any], now: datetime) -> Claimed:
    """The rows as deliveries; one that cannot be read fails alone and stops no other."""
    readable: list[Delivery] = []
    alerts: list[RaiseAlert] = []
    for row in sorted(rows, key=lambda row: (row.due_at, row.id)):
        try:
            readable.append(to_delivery(row))
        except UNREADABLE as error:
            why = f"unreadable: {type(error).__name__}"
            room = None if row.room_id is None else RoomId(row.room_id)
            alerts.append(trouble(DeliveryState.FAILED, row.sender, room, why))
            await connection.execute(
                update(outbox)
                .where(outbox.c.id == row.id)
                .values(
                    state=DeliveryState.FAILED.value,
                    owner=None,
                    lease_until=None,
                    settled_at=now,
                    outcome=why,
                )
            )
    return Claimed(deliveries=tuple(readable), alerts=tuple(alerts))
