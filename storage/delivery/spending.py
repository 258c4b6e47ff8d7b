"""What an account has said lately, held against its budget."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.delivery import account_lock, cap_ledger

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Posts of one account; `paused_until` is set while it keeps silent altogether."""

    minute: int  # in the last minute
    day: int  # in the last 24 hours
    last: datetime | None
    paused_until: datetime | None
    pause_reason: str


async def spent(connection: AsyncConnection, sender: str, now: datetime) -> Spent:
    """How much of its budget an account has used."""
    mine = (cap_ledger.c.sender == sender, cap_ledger.c.at <= now)
    counted = select(
        func.count(),
        func.count().filter(cap_ledger.c.at > now - _MINUTE),
        func.max(cap_ledger.c.at),
    ).where(*mine, cap_ledger.c.at > now - _DAY)
    day, minute, last = (await connection.execute(counted)).one()
    pause = select(account_lock.c.paused_until, account_lock.c.pause_reason).where(
        account_lock.c.sender == sender, account_lock.c.paused_until > now
    )
    row = (await connection.execute(pause)).one_or_none()
    return Spent(
        minute=minute,
        day=day,
        last=last,
        paused_until=None if row is None else row.paused_until,
        pause_reason="" if row is None else row.pause_reason or "",
    )
