"""Taking deliveries: one process speaks for an account at a time, rooms keep their order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    String,
    bindparam,
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
from storage.types import UtcDateTime, from_micros, micros

RESTORED = "restored_at"  # the key under which `groupkeeper db restore` notes its moment

_UNDECIDED = (
    DeliveryState.CLAIMED.value,
    DeliveryState.SENDING.value,
    DeliveryState.UNKNOWN.value,
)
_NOTICE = "NotifyStaff"
_NEVER = from_micros(0)  # nothing was ever put back from a backup
_OPEN = (DeliveryState.PENDING.value, *_UNDECIDED)


async def restored_at(connection: AsyncConnection) -> datetime | None:
    """When the database was last put back from a backup."""
    value = await connection.scalar(select(meta.c.value).where(meta.c.key == RESTORED))
    return None if value is None else datetime.fromisoformat(value)


# What the statements ask for; they are built once, they run at every turn of the performer.
_NOW = bindparam("now", type_=UtcDateTime())
_HEARD = bindparam("heard", type_=BigInteger())  # now, as it is stored
_SENDER = bindparam("sender", type_=String())
_LISTENED = bindparam("listened", type_=Boolean())
_RESTORED = bindparam("restored", type_=UtcDateTime())


def _behind_another() -> ColumnElement[bool]:
    """Whether an earlier post to the room is still on its way: a room hears them in order."""
    earlier = outbox.alias("earlier")
    on_its_way = earlier.c.state.in_(_UNDECIDED) | (
        (earlier.c.state == DeliveryState.PENDING.value)
        & (earlier.c.attempts > 0)
        & (earlier.c.sending_at.is_not(None) | (earlier.c.not_before > _NOW))
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


def _first_part_sent() -> ColumnElement[bool]:
    """Whether what must be sent before it was, and its pause is over."""
    before = outbox.alias("before")
    heard = type_coerce(before.c.settled_at, BigInteger) + outbox.c.pause
    sent = select(before.c.id).where(
        before.c.id == outbox.c.after_id,
        before.c.state == DeliveryState.SENT.value,
        or_(outbox.c.pause == 0, heard <= _HEARD),
    )
    return outbox.c.after_id.is_(None) | sent.exists()


_READY = (
    select(outbox.c.id)
    .where(
        outbox.c.sender == _SENDER,
        outbox.c.state == DeliveryState.PENDING.value,
        outbox.c.due_at <= _NOW,
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= _NOW),
        ~_behind_another(),
        _first_part_sent(),
        # A post that may be out already waits for its echo.
        or_(_LISTENED, outbox.c.sending_at.is_(None), outbox.c.echoed.is_not(True)),
        # What was due before a restore may have been sent after the backup: a person decides.
        outbox.c.due_at > _RESTORED,
    )
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit", type_=BigInteger()))
)
# SKIP LOCKED is PostgreSQL's; SQLite needs nothing, its writers come one by one.
_TO_TAKE = _READY.with_for_update(skip_locked=True, of=outbox)
_NOTICES = _TO_TAKE.where(outbox.c.kind == _NOTICE)
_LATER = select(func.min(outbox.c.due_at)).where(
    outbox.c.sender == _SENDER,
    outbox.c.state == DeliveryState.PENDING.value,
    outbox.c.due_at > _NOW,
)


async def _asked(
    connection: AsyncConnection, sender: str, owner: str, now: datetime, settings: DeliverySettings
) -> dict[str, object]:
    """What the statements are to be asked with: which rows may be claimed now."""
    return {
        "sender": sender,
        "now": now,
        "heard": micros(now),
        "listened": await has_listened(connection, sender, owner, now, settings),
        "restored": await restored_at(connection) or _NEVER,
    }


async def next_due(
    connection: AsyncConnection, sender: str, owner: str, now: datetime, settings: DeliverySettings
) -> datetime | None:
    """`now` when something can be claimed; else when the next delivery is due, if any is."""
    asked = await _asked(connection, sender, owner, now, settings)
    if await connection.scalar(_READY, asked | {"limit": 1}) is not None:
        return now
    later: datetime | None = await connection.scalar(_LATER, {"sender": sender, "now": now})
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
    # Two statements, because PostgreSQL may run a subquery with a LIMIT more than once.
    asked = await _asked(connection, sender, owner, now, settings) | {"limit": limit}
    first = (await connection.scalars(_NOTICES, asked)).all()
    numbers = first or (await connection.scalars(_TO_TAKE, asked)).all()
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
