"""Who is where, and what a room heard: what decides whether and by whom a step is said."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import AccountState
from bot.core.ids import ChannelName, IdentityId, RoomId
from bot.core.plans import StepState
from storage.bulk import among, listed
from storage.tables.people import account, identity, membership, room
from storage.tables.sop import occurrence
from storage.tables.talk import message

_SILENT = [
    AccountState.CONNECTED.value,  # the gateway answers, nobody is signed in
    AccountState.SCAN.value,
    AccountState.LOGGED_OUT.value,
    AccountState.AWAY.value,
]
_SAID = [StepState.QUEUED.value, StepState.DONE.value]


class Places:
    """What one transaction knows of rooms and accounts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def silent(self) -> frozenset[ChannelName]:
        """Accounts that are not signed in; one of which nothing is known may be."""
        rows = await self._connection.scalars(
            select(account.c.channel).where(account.c.state.in_(_SILENT))
        )
        return frozenset(ChannelName(name) for name in rows)

    async def elsewhere(
        self, rooms: Collection[RoomId], accounts: Collection[str]
    ) -> Mapping[tuple[RoomId, ChannelName], RoomId]:
        """The same rooms, as these other accounts of ours sit in them."""
        if not accounts:
            return {}
        other = room.alias("other")
        rows = await self._connection.execute(
            select(room.c.id, other.c.channel, other.c.id.label("there"))
            .join(other, (other.c.ref == room.c.ref) & (other.c.channel != room.c.channel))
            .where(
                among(room.c.id, "rooms"),
                among(other.c.channel, "accounts"),
                other.c.left_at.is_(None),
            ),
            {"rooms": listed(rooms), "accounts": listed(accounts)},
        )
        return {(RoomId(row.id), ChannelName(row.channel)): RoomId(row.there) for row in rows}

    async def spoke(self, rooms: Collection[RoomId], since: datetime) -> Mapping[RoomId, datetime]:
        """When a person wrote last in these rooms; those where nobody did since are left out."""
        last = func.max(message.c.sent_at).label("last")
        rows = await self._connection.execute(
            select(message.c.room_id, last)
            .join(identity, identity.c.id == message.c.identity_id)
            .where(
                among(message.c.room_id, "rooms"),
                message.c.sent_at > since,
                message.c.own.is_(False),
                identity.c.own.is_(False),
                message.c.kind != "system",
            )
            .group_by(message.c.room_id),
            {"rooms": listed(rooms)},
        )
        return {RoomId(row.room_id): row.last for row in rows}

    async def posts(
        self, rooms: Collection[RoomId], days: Collection[date], since: datetime
    ) -> Mapping[tuple[RoomId, date], int]:
        """How much was said, or given to people to say, on these days in these rooms."""
        rows = await self._connection.execute(
            select(occurrence.c.room_id, occurrence.c.local_date, func.count())
            .where(
                among(occurrence.c.room_id, "rooms"),
                occurrence.c.due_at >= since,
                occurrence.c.local_date.in_(sorted(days)),
                occurrence.c.state.in_(_SAID),
                occurrence.c.said.is_not(None),
            )
            .group_by(occurrence.c.room_id, occurrence.c.local_date),
            {"rooms": listed(rooms)},
        )
        return {(RoomId(place), day): count for place, day, count in rows}

    async def people(
        self, rooms: Collection[RoomId], students: Collection[int]
    ) -> Mapping[tuple[RoomId, int], IdentityId]:
        """The accounts by which these students sit in these rooms."""
        rows = await self._connection.execute(
            select(membership.c.room_id, identity.c.student_id, identity.c.id)
            .join(identity, identity.c.id == membership.c.identity_id)
            .where(
                among(membership.c.room_id, "rooms"),
                among(identity.c.student_id, "students"),
                membership.c.left_at.is_(None),
            )
            .order_by(identity.c.id.desc()),
            {"rooms": listed(rooms), "students": listed(students)},
        )
        return {(RoomId(place), student): IdentityId(who) for place, student, who in rows}
