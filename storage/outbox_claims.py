"""Taking deliveries: one process speaks for an account at a time, rooms keep their order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.outbound import Delivery, DeliveryState
from bot.core.sending import DeliverySettings
from storage.outbox_clock import alive, lease, over
from storage.outbox_rows import to_delivery, upsert
from storage.tables.delivery import account_lock, outbox
from storage.tables.service import meta

RESTORED = "restored_at"  # the key under which `groupkeeper db restore` notes its moment

_UNDECIDED = (
    DeliveryState.CLAIMED.value,
    DeliveryState.SENDING.value,
    DeliveryState.UNKNOWN.value,
)


async def restored_at(connection: AsyncConnection) -> datetime | None:
    """When the database was last put back from a backup."""
    value = await connection.scalar(select(meta.c.value).where(meta.c.key == RESTORED))
    return None if value is None else datetime.fromisoformat(value)


def _ready(sender: str, now: datetime, restored: datetime | None) -> ColumnElement[bool]:
    """Which rows may be claimed now."""
    ready = (
        (outbox.c.sender == sender)
        & (outbox.c.state == DeliveryState.PENDING.value)
        & (outbox.c.due_at <= now)
        & or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
        & ~_behind_another(now)
    )
    # What was due before a restore may have been sent after the backup: a person decides.
    return ready if restored is None else ready & (outbox.c.due_at > restored)


def _behind_another(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier post to the room is still on its way: a room hears them in order."""
    earlier = outbox.alias("earlier")
    on_its_way = earlier.c.state.in_(_UNDECIDED) | (
        (earlier.c.state == DeliveryState.PENDING.value)
        & (earlier.c.attempts > 0)
        & (earlier.c.not_before > now)
    )
    blocked = select(earlier.c.id).where(
        earlier.c.room_id == outbox.c.room_id,
        earlier.c.kind == "Say",
        on_its_way,
        tuple_(earlier.c.due_at, earlier.c.id) < tuple_(outbox.c.due_at, outbox.c.id),
    )
    return (outbox.c.kind == "Say") & ~outbox.c.urgent & blocked.exists()


async def next_due(connection: AsyncConnection, sender: str, now: datetime) -> datetime | None:
    """`now` when something can be claimed; else when the next delivery is due, if any is."""
    restored = await restored_at(connection)
    ready = select(outbox.c.id).where(_ready(sender, now, restored)).limit(1)
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
) -> tuple[Delivery, ...]:
    """Take what is due, oldest first; nothing while another process speaks for the account."""
    if not await _lock_account(connection, sender, owner, now, settings):
        return ()
    restored = await restored_at(connection)
    # SKIP LOCKED is PostgreSQL's; SQLite needs nothing, its writers come one by one.
    oldest = (
        select(outbox.c.id)
        .where(_ready(sender, now, restored))
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    )
    taken = await connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(oldest), outbox.c.state == DeliveryState.PENDING.value)
        .values(
            state=DeliveryState.CLAIMED.value,
            owner=owner,
            fence=outbox.c.fence + 1,
            lease_until=lease(settings.lease_seconds),
        )
        .returning(*outbox.c)
    )
    return await _readable(connection, taken.all())


async def _readable(connection: AsyncConnection, rows: Sequence[Any]) -> tuple[Delivery, ...]:
    """The rows as deliveries; one that cannot be read fails alone and stops no other."""
    readable: list[Delivery] = []
    for row in sorted(rows, key=lambda row: (row.due_at, row.id)):
        try:
            readable.append(to_delivery(row))
        except (ValueError, KeyError, TypeError) as error:
            failed = {"state": DeliveryState.FAILED.value, "owner": None, "lease_until": None}
            await connection.execute(
                update(outbox)
                .where(outbox.c.id == row.id)
                .values(outcome=f"unreadable: {type(error).__name__}", **failed)
            )
    return tuple(readable)


async def _lock_account(
    connection: AsyncConnection,
    sender: str,
    owner: str,
    now: datetime,
    settings: DeliverySettings,
) -> bool:
    ours = or_(account_lock.c.owner == owner, over(account_lock.c.lease_until))
    statement = upsert(connection)(account_lock).values(
        sender=sender, owner=owner, lease_until=lease(settings.lease_seconds)
    )
    locked = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[account_lock.c.sender],
            set_={"owner": owner, "lease_until": lease(settings.lease_seconds)},
            where=ours,
        ).returning(account_lock.c.paused_until)
    )
    row = locked.first()
    return row is not None and (row.paused_until is None or row.paused_until <= now)


async def hold_account(
    connection: AsyncConnection, sender: str, owner: str, settings: DeliverySettings
) -> bool:
    """Whether this process still speaks for the account; if so, for another lease.

    The row stays locked until the transaction ends, so two processes cannot spend one budget.
    """
    held = await connection.execute(
        update(account_lock)
        .where(
            account_lock.c.sender == sender,
            account_lock.c.owner == owner,
            alive(account_lock.c.lease_until),
        )
        .values(lease_until=lease(settings.lease_seconds))
    )
    return held.rowcount == 1


async def leave_account(connection: AsyncConnection, sender: str, owner: str) -> None:
    """Let another process speak for the account at once."""
    await connection.execute(
        update(account_lock)
        .where(account_lock.c.sender == sender, account_lock.c.owner == owner)
        .values(owner=None, lease_until=None)
    )


async def pause_account(
    connection: AsyncConnection, sender: str, until: datetime, reason: str
) -> None:
    """Say nothing more with this account until then."""
    statement = upsert(connection)(account_lock).values(
        sender=sender, paused_until=until, pause_reason=reason
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[account_lock.c.sender],
            set_={"paused_until": until, "pause_reason": reason},
        )
    )
