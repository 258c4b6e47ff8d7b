"""Who of those that joined a room, or invited them, is a colleague or one of our own accounts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import MembersJoined
from bot.core.ids import ChannelName, UserRef
from bot.core.seen import Seen
from bot.core.staff import StaffDirectory
from storage.bulk import among, listed
from storage.people.bearers import BEARER
from storage.tables.people import identity

Account = tuple[ChannelName, UserRef]


async def colleagues(
    connection: AsyncConnection, seen: Sequence[Seen], staff: StaffDirectory
) -> frozenset[Account]:
    """The accounts that no rule about newcomers touches; asked only where somebody joined."""
    joins = [one.event for one in seen if isinstance(one.event, MembersJoined)]
    if not joins:
        return frozenset()
    accounts = {(join.channel, member.user) for join in joins for member in join.members}
    accounts |= {(join.channel, join.inviter) for join in joins if join.inviter is not None}
    known = {account for account in accounts if staff.by_user(*account)}
    return frozenset(known | await _by_row(connection, accounts - known, staff))


async def _by_row(
    connection: AsyncConnection, accounts: set[Account], staff: StaffDirectory
) -> set[Account]:
    """Our own accounts, and those that bore a colleague's name first."""
    found: set[Account] = set()
    for channel in {channel for channel, _ in accounts}:
        refs = [ref for other, ref in accounts if other == channel]
        rows = await connection.execute(
            select(identity.c.id, identity.c.ref, identity.c.name, identity.c.own).where(
                identity.c.channel == channel, among(identity.c.ref, "refs")
            ),
            {"refs": listed(refs)},
        )
        for number, ref, name, own in rows.all():
            if own or (
                staff.by_name(channel, name) and await _bears(connection, channel, name, number)
            ):
                found.add((channel, ref))
    return found


async def _bears(connection: AsyncConnection, channel: ChannelName, name: str, number: int) -> bool:
    rows = await BEARER.rows(connection, channel=channel, name=name)
    return any(first == number for first, _ref in rows)
