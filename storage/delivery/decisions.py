"""What people decide about deliveries, and the lists they decide from."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.ids import DeliveryId
from bot.core.outbound import DeliveryState, SentByHand
from storage.delivery.clock import since
from storage.noting import note_rows
from storage.service.states import state_of
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
    subject = f"delivery:{delivery}"
    before = await state_of(connection, subject)
    decided = await connection.execute(
        update(outbox)
        .where(outbox.c.id == delivery, outbox.c.state.in_(states))
        .values(owner=None, lease_until=None, outcome=outcome, **values)
    )
    if decided.rowcount == 0:
        return False
    await note_rows(connection, "delivery", outbox, [delivery])
    changed = before_after(before, await state_of(connection, subject))
    details = {**changed, **said.pop("details", {})}
    await connection.execute(insert(audit).values(subject=subject, details=details, **said))
    return True
