"""Somebody who might say something: who an account of a channel is, in a room."""

from collections.abc import Collection, Mapping

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, RoomId, UserRef
from bot.core.seen import SeenMember
from storage.bulk import among, listed
from storage.tables.people import identity, membership


class Authors:
    """The part of the roster that knows accounts by what the platform calls them."""

    _connection: AsyncConnection

    async def authors(
        self, channel: ChannelName, room: RoomId, refs: Collection[UserRef]
    ) -> Mapping[UserRef, SeenMember]:
        """The accounts of a channel, as members of a room; those never seen are left out."""
        here = and_(membership.c.identity_id == identity.c.id, membership.c.room_id == room)
        rows = await self._connection.execute(
            select(identity, membership.c.nickname, membership.c.joined_at)
            .outerjoin(membership, here)
            .where(identity.c.channel == channel, among(identity.c.ref, "refs")),
            {"refs": listed(refs)},
        )
        return {
            UserRef(row.ref): SeenMember(
                identity=row.id,
                student=row.student_id,
                name=row.name,
                nickname=row.nickname or "",
                joined=row.joined_at,
            )
            for row in rows
        }
