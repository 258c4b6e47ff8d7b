"""What nobody finished: dead leases, unknowns without an echo, what was due before a restore."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import OnUnknown, RaiseAlert
from bot.core.events import AccountState
from bot.core.ids import RoomId
from bot.core.outbound import DeliveryState, trouble
from bot.core.sending import DeliverySettings
from storage.delivery.claims import restored_at
from storage.delivery.clock import over
from storage.noting import note_rows
from storage.tables.delivery import account_lock, outbox
from storage.tables.people import account

RESENDS = 1
_POSTS = frozenset({"Say", "DirectMessage"})
_NO_ECHO = "无法确认是否已发出：平台没有回显"
_RESENT = "补发一次后仍无法确认是否已发出"
_NO_FIRST = "the part before it was not sent"
_NEVER_SENT = ("failed", "expired", "skipped", "cancelled")
_RESTORED = "数据库从备份恢复，此前到期的内容可能已经发出"


class Next(Enum):
    """What is done about an unknown."""

    WAIT = auto()
    RESEND = auto()
    HOLD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A delivery of which nobody knows, and how long its echo was listened for."""

    kind: str  # the deed's class name
    on_unknown: OnUnknown
    echoed: bool  # the platform would show it
    resends: int
    listened: timedelta


def after_unknown(unknown: Unknown, grace: timedelta) -> Next:
    """By policy: reconcile then hold, or reconcile then resend once.

    A post that shows no echo is never sent again by itself. Removals, invitations and
    announcements can be done twice and are the same as once; notices to colleagues rather come
    twice than never. These need no echo to be tried again, and a second failure is held.
    """
    if unknown.echoed and unknown.listened < grace:
        return Next.WAIT
    if unknown.on_unknown is OnUnknown.HOLD or unknown.resends >= RESENDS:
        return Next.HOLD
    if unknown.kind in _POSTS and not unknown.echoed:
        return Next.HOLD
    return Next.RESEND


async def reconcile(
    connection: AsyncConnection, now: datetime, settings: DeliverySettings
) -> list[RaiseAlert]:
    """Bring everything forward that no process works on any more; alerts for what is held."""
    held = await _hold_restored(connection)
    await _free_dead_leases(connection, now)
    await _drop_rests(connection, now)
    held += await _settle_unknowns(connection, now, settings)
    alerts = {
        alert.group: alert
        for row in held
        for alert in (
            trouble(DeliveryState.HELD, row.sender, _room(row.room_id), row.outcome or _NO_ECHO),
        )
    }
    return list(alerts.values())


def _room(number: int | None) -> RoomId | None:
    return None if number is None else RoomId(number)


async def _hold_restored(connection: AsyncConnection) -> list[Row[Any]]:
    restored = await restored_at(connection)
    if restored is None:
        return []
    unsettled = ("pending", "claimed", "sending", "unknown")
    which = outbox.c.state.in_(unsettled) & (outbox.c.due_at <= restored)
    return await _change(connection, which, state="held", outcome=_RESTORED)


async def _free_dead_leases(connection: AsyncConnection, now: datetime) -> None:
    dead = over(outbox.c.lease_until)
    await _change(connection, (outbox.c.state == "claimed") & dead, state="pending")
    # The platform may have it: the echo, or a person, will tell.
    await _change(connection, (outbox.c.state == "sending") & dead, state="unknown", unknown_at=now)


async def _drop_rests(connection: AsyncConnection, now: datetime) -> None:
    """What follows a part that will not be sent is not sent either."""
    before = outbox.alias("before")
    dropped = select(before.c.id).where(
        before.c.id == outbox.c.after_id, before.c.state.in_(_NEVER_SENT)
    )
    waits = (outbox.c.state == "pending") & outbox.c.after_id.is_not(None)
    await _change(
        connection, waits & dropped.exists(), state="skipped", settled_at=now, outcome=_NO_FIRST
    )


async def _change(
    connection: AsyncConnection,
    which: ColumnElement[bool],
    **values: Any,  # noqa: ANN401 (columns of the outbox)
) -> list[Row[Any]]:
    # Looked for first: most ticks find nothing, and then nothing is written.
    found = await connection.scalars(
        select(outbox.c.id).where(which).order_by(outbox.c.id).with_for_update(skip_locked=True)
    )
    numbers = found.all()
    if not numbers:
        return []
    free = {"owner": None, "lease_until": None}
    changed: list[Row[Any]] = []
    for number in numbers:
        row = await connection.execute(
            update(outbox)
            .where(outbox.c.id == number, which)
            .values(**free | values)
            .returning(outbox.c.sender, outbox.c.room_id, outbox.c.outcome)
        )
        changed += row.all()
    await note_rows(connection, "delivery", outbox, numbers)
    return changed


async def _settle_unknowns(
    connection: AsyncConnection, now: datetime, settings: DeliverySettings
) -> list[Row[Any]]:
    held: list[Row[Any]] = []
    grace = timedelta(seconds=settings.echo_grace_seconds)
    for row in await _unknowns(connection):
        unknown = Unknown(
            kind=row.kind,
            on_unknown=OnUnknown(row.on_unknown),
            echoed=bool(row.echoed),
            resends=row.resends,
            listened=_listened(row, now),
        )
        this = (outbox.c.id == row.id) & (outbox.c.state == "unknown")
        match after_unknown(unknown, grace):
            case Next.RESEND:
                again = {"state": "pending", "resends": row.resends + 1, "unknown_at": None}
                await _change(connection, this, **again)
            case Next.HOLD:
                why = _RESENT if row.resends else _NO_ECHO
                held += await _change(connection, this, state="held", outcome=why)
            case Next.WAIT:
                pass
    return held


async def _unknowns(connection: AsyncConnection) -> Sequence[Any]:
    rows = await connection.execute(
        select(
            outbox.c.id,
            outbox.c.kind,
            outbox.c.on_unknown,
            outbox.c.echoed,
            outbox.c.resends,
            outbox.c.unknown_at,
            account.c.state.label("account"),
            account.c.changed_at,
            account_lock.c.since,
        )
        .join(account, account.c.channel == outbox.c.sender, isouter=True)
        .join(account_lock, account_lock.c.sender == outbox.c.sender, isouter=True)
        .where(outbox.c.state == "unknown")
        .order_by(outbox.c.id)
        .with_for_update(skip_locked=True, of=outbox)
    )
    return rows.all()


def _listened(row: Row[Any], now: datetime) -> timedelta:
    """How long an echo could have come: an account that is away hears nothing."""
    since: datetime = max(row.unknown_at or now, row.since or now)
    if row.account is not None:
        if row.account != AccountState.LOGGED_IN.value:
            return timedelta()
        since = max(since, row.changed_at)
    return now - since
