"""Where our accounts stand, and the gaps in what they heard."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import AccountChanged, GapFound
from storage.bulk import insert_rows
from storage.tables.people import account, gap
from storage.talk.event_log import EventRow
from storage.types import micros

_GAP = ("channel", "ref", "since", "until", "reason")


async def note_accounts_and_gaps(connection: AsyncConnection, rows: Sequence[EventRow]) -> None:
    """Keep the newest state of each account, and every gap."""
    changes = [row.event for row in rows if isinstance(row.event, AccountChanged)]
    if changes:
        await _note_accounts(connection, changes)
    gaps = [row.event for row in rows if isinstance(row.event, GapFound)]
    await insert_rows(
        connection,
        gap,
        _GAP,
        [(one.channel, one.ref, micros(one.since), micros(one.until), one.reason) for one in gaps],
    )


async def _note_accounts(connection: AsyncConnection, changes: Sequence[AccountChanged]) -> None:
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(account)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[account.c.channel],
        set_={
            "state": new.state,
            "user_ref": func.coalesce(new.user_ref, account.c.user_ref),
            "user_name": func.coalesce(new.user_name, account.c.user_name),
            "qr_code": new.qr_code,
            "reason": new.reason,
            "changed_at": new.changed_at,
        },
        where=new.changed_at >= account.c.changed_at,  # a late report does not turn time back
    )
    await connection.execute(
        statement,
        [
            {
                "channel": one.channel,
                "state": one.state.value,
                "user_ref": one.user,
                "user_name": one.user_name or None,
                "qr_code": one.qr_code or None,
                "reason": one.reason or None,
                "changed_at": one.at,
            }
            for one in changes
        ],
    )
