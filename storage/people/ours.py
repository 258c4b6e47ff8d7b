"""Which accounts are colleagues': they never count as members of whom something is expected."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, IdentityId
from bot.core.staff import StaffDirectory
from storage.bulk import Query, among, listed
from storage.people.bearers import BEARER
from storage.tables.people import identity

_BY_REF = Query(
    select(identity.c.id, identity.c.channel, identity.c.ref).where(
        among(identity.c.channel, "channels"), among(identity.c.ref, "refs")
    )
)


async def staff_identities(
    connection: AsyncConnection, channels: Collection[ChannelName], staff: StaffDirectory
) -> frozenset[IdentityId]:
    """Colleagues' own accounts on these channels; our bots are marked in `identity.own`.

    A name counts for the account that bore it first, as everywhere.
    """
    users = {(channel, ref) for channel, ref in staff.users if channel in channels}
    found: set[IdentityId] = set()
    if users:
        rows = await _BY_REF.rows(
            connection,
            channels=listed({channel for channel, _ in users}),
            refs=listed({ref for _, ref in users}),
        )
        found |= {IdentityId(number) for number, channel, ref in rows if (channel, ref) in users}
    for channel, name in staff.names:
        if channel in channels:
            bearers = await BEARER.rows(connection, channel=channel, name=name)
            found |= {IdentityId(number) for number, _ in bearers}
    return frozenset(found)
