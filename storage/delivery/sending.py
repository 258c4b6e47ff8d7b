"""The last steps before a platform is called: fence, budget and `sending` in one transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import DirectMessage, OnLate, Say
from bot.core.outbound import Delivery, DeliveryState, Lost, Pace, Started, Wait
from bot.core.sending import DeliverySettings
from storage.delivery.accounts import hold_account
from storage.delivery.clock import alive, lease, seconds_left, since
from storage.delivery.json import write_deed
from storage.delivery.rows import text_hash
from storage.tables.delivery import cap_ledger, outbox

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_ON_TIME = timedelta(minutes=1)  # later than this, a post belongs to a backlog


def ours(delivery: Delivery) -> ColumnElement[bool]:
    """The row, as long as nobody claimed it anew."""
    return (outbox.c.id == delivery.id) & (outbox.c.fence == delivery.fence)


async def begin_sending(
    connection: AsyncConnection,
    delivery: Delivery,
    *,
    pace: Pace | None,
    echoed: bool,
    now: datetime,
    settings: DeliverySettings,
) -> Started | Wait | Lost:
    """Commit that the platform may have it from now on, and what it costs of the budget."""
    if not await hold_account(connection, delivery.sender, delivery.owner, settings):
        return Lost()
    wait = await _budget(connection, delivery, pace, now, settings)
    if wait is not None:
        return wait
    begun = await connection.execute(
        update(outbox)
        .where(
            ours(delivery),
            outbox.c.owner == delivery.owner,
            outbox.c.state == DeliveryState.CLAIMED.value,
            alive(outbox.c.lease_until),
        )
        .values(
            state=DeliveryState.SENDING.value,
            lease_until=lease(settings.lease_seconds),
            attempts=outbox.c.attempts + 1,
            nonce=func.coalesce(outbox.c.nonce, secrets.token_hex(8)),
            echoed=echoed,
            sending_at=since(outbox.c.sending_at, now),
            not_before=None,
            outcome=None,
        )
        .returning(outbox.c.nonce)
    )
    nonce = begun.scalar_one_or_none()
    if nonce is None:
        return Lost()
    await connection.execute(
        insert(cap_ledger).values(
            sender=delivery.sender, room_id=delivery.room, outbox_id=delivery.id, at=now
        )
    )
    return Started(nonce=nonce)


async def may_send(connection: AsyncConnection, delivery: Delivery) -> float:
    """For how many seconds the claim still holds; 0.0: hands off, the lease or the fence is lost.

    To be asked right before the platform is called, which must end within that time.
    """
    left = await connection.scalar(
        select(seconds_left(outbox.c.lease_until)).where(
            ours(delivery),
            outbox.c.owner == delivery.owner,
            outbox.c.state == DeliveryState.SENDING.value,
        )
    )
    return max(0.0, float(left or 0) / 1_000_000)


async def _budget(
    connection: AsyncConnection,
    delivery: Delivery,
    pace: Pace | None,
    now: datetime,
    settings: DeliverySettings,
) -> Wait | None:
    if pace is not None:
        free = await free_at(connection, delivery.sender, pace, now)
        if free > now:
            return Wait(until=free, reason="send budget of the account")
    backlog = now - delivery.due > _ON_TIME and not delivery.urgent
    if delivery.room is None or not backlog or not isinstance(delivery.deed, Say):
        return None
    limit = settings.max_per_room_hour
    full = await _nth_newest(connection, cap_ledger.c.room_id == delivery.room, limit, now)
    if full is None or full + _HOUR <= now:
        return None
    return Wait(until=full + _HOUR, reason=f"{limit} posts to the room within the hour")


async def free_at(connection: AsyncConnection, sender: str, pace: Pace, now: datetime) -> datetime:
    """When the account may speak again by its budget; not after `now` when it may at once."""
    mine = cap_ledger.c.sender == sender
    budget = pace.budget
    bounds = ((1, pace.gap), (budget.per_minute, _MINUTE), (budget.per_day, _DAY))
    free = now
    for number, distance in bounds:
        at = await _nth_newest(connection, mine, number, now)
        if at is not None:
            free = max(free, at + distance)
    return free


async def _nth_newest(
    connection: AsyncConnection, which: ColumnElement[bool], number: int, now: datetime
) -> datetime | None:
    # A clock set back leaves posts in the future; they must not silence the account.
    at: datetime | None = await connection.scalar(
        select(cap_ledger.c.at)
        .where(which, cap_ledger.c.at <= now)
        .order_by(cap_ledger.c.at.desc())
        .offset(number - 1)
        .limit(1)
    )
    return at


async def split(
    connection: AsyncConnection, delivery: Delivery, texts: Sequence[str], now: datetime
) -> Delivery | Lost:
    """Make several deliveries of one that is too long for its platform; gives back the first.

    Mentions stay with the first part, what hangs on the post goes with the last.
    """
    deed = delivery.deed
    if not isinstance(deed, Say | DirectMessage) or len(texts) < 2:  # noqa: PLR2004 (two parts at least)
        msg = f"delivery {delivery.id} cannot be split"
        raise ValueError(msg)
    first = replace(deed, text=texts[0], media=None)
    whole = (
        await connection.execute(
            update(outbox)
            .where(ours(delivery), outbox.c.state == DeliveryState.CLAIMED.value)
            .values(deed=write_deed(first), text_hash=text_hash(texts[0]))
            .returning(*outbox.c)
        )
    ).first()
    if whole is None:
        return Lost()
    parts = []
    for number, text in enumerate(texts[1:], start=2):
        last = number == len(texts)
        part = replace(deed, text=text, media=deed.media if last else None)
        if isinstance(part, Say):
            part = replace(part, mentions=(), mention_all=False)
        kept = ("sender", "kind", "room_id", "identity_id", "occurrence_id", "reason", "author")
        rules = ("urgent", "on_unknown", "due_at")
        parts.append(
            {name: whole._mapping[name] for name in kept + rules}  # noqa: SLF001 (SQLAlchemy's public name)
            | {
                "dedup_key": f"{delivery.key}#{number}",
                # Whoever has heard the first part hears the rest, for once as long again.
                "on_late": OnLate.SEND.value,
                "expires_at": _once_more(whole.due_at, whole.expires_at),
                "deed": write_deed(part),
                "text_hash": text_hash(text),
                "created_at": now,
                "state": DeliveryState.PENDING.value,
            }
        )
    before: int = delivery.id
    behind = (
        await connection.scalars(select(outbox.c.id).where(outbox.c.after_id == before))
    ).all()
    for values in parts:
        added = insert(outbox).values(**values, after_id=before).returning(outbox.c.id)
        before = (await connection.execute(added)).scalar_one()
    # What follows the post follows its last part.
    await connection.execute(update(outbox).where(outbox.c.id.in_(behind)).values(after_id=before))
    return replace(delivery, deed=first)


def _once_more(due: datetime, expires: datetime | None) -> datetime | None:
    return None if expires is None else expires + max(expires - due, timedelta())
