"""Writing down what came of a delivery; every change is guarded by its fence."""

import json
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import RaiseAlert
from bot.core.outbound import (
    Delivery,
    DeliveryState,
    Expired,
    Failed,
    Held,
    KeptBack,
    Moved,
    NotSent,
    Outcome,
    Sent,
    Skipped,
    Unsure,
    trouble,
)
from bot.core.sending import DeliverySettings
from storage.delivery.clock import since
from storage.delivery.sending import ours
from storage.delivery.ties import tie
from storage.noting import note_rows
from storage.privacy.words import ERASED, WITH_A_HOLE
from storage.tables.delivery import cap_ledger, outbox

_PAST = "past its time"
_FREE = {"owner": None, "lease_until": None}
# While one process waits for its platform, others may already have given it up.
_CALLED = frozenset({"sending", "unknown", "pending", "held"})


async def settle(
    connection: AsyncConnection,
    delivery: Delivery,
    outcome: Outcome,
    now: datetime,
    settings: DeliverySettings,
) -> list[RaiseAlert]:
    """Write an outcome down, unless somebody else claimed the delivery since; alerts to raise."""
    found = await connection.execute(select(outbox).where(ours(delivery)).with_for_update())
    row = found.first()
    if row is None:
        return []
    match outcome:
        case Sent():
            await _sent(connection, row, outcome, now, settings)
        case Failed():
            return await _failed(connection, row, outcome, now, settings)
        case NotSent():
            await _not_sent(connection, row, outcome, now, settings)
        case Unsure(reason=reason):
            if row.state == DeliveryState.SENDING.value:
                await _write(connection, row, state="unknown", unknown_at=now, outcome=reason)
        case Skipped() | Expired() | Held() | KeptBack() | Moved():
            return await _before_sending(connection, row, outcome, now)
        case _:
            assert_never(outcome)
    return []


async def _write(connection: AsyncConnection, row: Row[Any], **values: Any) -> None:  # noqa: ANN401 (columns of the outbox)
    await connection.execute(update(outbox).where(outbox.c.id == row.id).values(**_FREE | values))
    await note_rows(connection, "delivery", outbox, [row.id])


async def _sent(
    connection: AsyncConnection,
    row: Row[Any],
    outcome: Sent,
    now: datetime,
    settings: DeliverySettings,
) -> None:
    shown = row.state == DeliveryState.SENT.value
    if not shown and row.state not in _CALLED | {DeliveryState.CANCELLED.value}:
        return
    if outcome.ref is not None and not (shown and row.resends):
        # Of a post tried twice an echo may show the other try; it stays where it is.
        await tie(connection, row, str(outcome.ref), now, settings)
    ref = row.sent_ref if outcome.ref is None else str(outcome.ref)
    settled = since(outbox.c.settled_at, now)
    await _write(
        connection,
        row,
        state="sent",
        sent_ref=ref,
        settled_at=settled,
        unknown_at=None,
        outcome=None,
    )


async def _failed(
    connection: AsyncConnection,
    row: Row[Any],
    outcome: Failed,
    now: datetime,
    settings: DeliverySettings,
) -> list[RaiseAlert]:
    refused_before = row.state == DeliveryState.CLAIMED.value  # what its platform cannot do
    if not refused_before and not await _certainly_not_sent(connection, row, now, settings):
        return []
    await _write(
        connection,
        row,
        state="failed",
        settled_at=now,
        sending_at=_since(row),
        sent_ref=None,
        unknown_at=None,
        outcome=outcome.reason,
    )
    return [trouble(DeliveryState.FAILED, row.sender, row.room_id, outcome.reason)]


async def _not_sent(
    connection: AsyncConnection,
    row: Row[Any],
    outcome: NotSent,
    now: datetime,
    settings: DeliverySettings,
) -> None:
    if not await _certainly_not_sent(connection, row, now, settings):
        return
    # An erasure that came while it was on its way left a hole in it: a colleague decides.
    cleaned = ERASED in json.dumps(row.deed, ensure_ascii=False)
    # It cost nothing: the newest entry in the ledger is this attempt's.
    newest = select(func.max(cap_ledger.c.id)).where(cap_ledger.c.outbox_id == row.id)
    await connection.execute(delete(cap_ledger).where(cap_ledger.c.id == newest.scalar_subquery()))
    await _write(
        connection,
        row,
        state="held" if cleaned else "pending",
        settled_at=None,
        sending_at=_since(row),
        sent_ref=None,
        unknown_at=None,
        not_before=outcome.until,
        outcome=WITH_A_HOLE if cleaned else outcome.reason,
    )


def _since(row: Row[Any]) -> datetime | None:
    """Since when the platform may have it: an earlier try may still have gone out."""
    return row.sending_at if row.resends else None


async def _certainly_not_sent(
    connection: AsyncConnection, row: Row[Any], now: datetime, settings: DeliverySettings
) -> bool:
    """Whether a refusal settles it; echoes that seemed to show it look for another delivery."""
    if row.state in _CALLED:
        return True
    if row.state != DeliveryState.SENT.value or row.resends or row.attempts == 0:
        return False
    await tie(connection, row, None, now, settings)
    return True


async def _before_sending(
    connection: AsyncConnection,
    row: Row[Any],
    outcome: Skipped | Expired | Held | KeptBack | Moved,
    now: datetime,
) -> list[RaiseAlert]:
    if row.state != DeliveryState.CLAIMED.value:
        return []
    match outcome:
        case Skipped(reason=reason):
            await _write(connection, row, state="skipped", settled_at=now, outcome=reason)
        case Expired():
            await _write(connection, row, state="expired", settled_at=now, outcome=_PAST)
            if row.kind == "RemoveMember":  # staff were told that it would be done
                return [trouble(DeliveryState.FAILED, row.sender, row.room_id, _PAST)]
        case KeptBack(until=until, reason=reason):
            await _write(connection, row, state="pending", not_before=until, outcome=reason)
        case Moved(due=due, reason=reason):
            await _write(connection, row, state="pending", due_at=due, outcome=reason)
        case Held(reason=reason):
            await _write(connection, row, state="held", outcome=reason)
            return [trouble(DeliveryState.HELD, row.sender, row.room_id, reason)]
        case _:
            assert_never(outcome)
    return []
