"""Who speaks for an account: one process at a time, by a lease of the database's clock."""

from datetime import datetime, timedelta

from sqlalchemy import case, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import AccountState
from bot.core.sending import DeliverySettings
from storage.delivery.clock import alive, lease, over
from storage.tables.delivery import account_lock
from storage.tables.people import account
from storage.types import UtcDateTime
from storage.upsert import insert_for


async def drive(
    connection: AsyncConnection, sender: str, owner: str, now: datetime, settings: DeliverySettings
) -> bool:
    """Take or keep the account for this process; False while another has it, or it is paused."""
    until = lease(settings.lease_seconds)
    ours = account_lock.c.owner == owner
    statement = insert_for(connection, account_lock).values(
        sender=sender, owner=owner, lease_until=until, since=now
    )
    locked = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[account_lock.c.sender],
            set_={
                "owner": owner,
                "lease_until": until,
                "since": case((ours, account_lock.c.since), else_=literal(now, UtcDateTime)),
            },
            where=ours | over(account_lock.c.lease_until),
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
    statement = insert_for(connection, account_lock).values(
        sender=sender, paused_until=until, pause_reason=reason
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[account_lock.c.sender],
            set_={"paused_until": until, "pause_reason": reason},
        )
    )


async def has_listened(
    connection: AsyncConnection, sender: str, owner: str, now: datetime, settings: DeliverySettings
) -> bool:
    """Whether this process has heard its account for long enough to have heard every echo."""
    found = await connection.execute(
        select(account_lock.c.since, account.c.state, account.c.changed_at)
        .join(account, account.c.channel == account_lock.c.sender, isouter=True)
        .where(account_lock.c.sender == sender, account_lock.c.owner == owner)
    )
    row = found.first()
    if row is None or row.since is None:
        return False
    since: datetime = row.since
    if row.state is not None:
        if row.state != AccountState.LOGGED_IN.value:
            return False
        since = max(since, row.changed_at)
    return now - since >= timedelta(seconds=settings.echo_grace_seconds)
