"""Rooms and who is in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, IdentityId, RoomId, RoomRef, StudentId, UserRef
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.people import identity, membership, room


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomListing:
    """A room in a list."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str
    owner: UserRef | None
    members: int  # now
    created: datetime
    listed: datetime | None
    left: datetime | None  # since when we no longer hear it


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a room."""

    identity: IdentityId
    ref: UserRef
    student: StudentId | None  # None: one of our own accounts
    name: str
    nickname: str
    own: bool
    joined: datetime | None
    left: datetime | None
    inviter: IdentityId | None


class RoomBook:
    """The part of the roster that knows rooms."""

    _connection: AsyncConnection

    async def rooms(
        self,
        *,
        channel: ChannelName | None = None,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[RoomListing]:
        """Rooms, or those of `within`, in the order in which they were first seen."""
        limit = page_size(limit)
        statement = _rooms().where(only(room.c.id, within)).order_by(room.c.id).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(room.c.id > behind[0])
        if channel is not None:
            statement = statement.where(room.c.channel == channel)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _listing, lambda row: (row.id,))

    async def room(self, room_id: RoomId) -> RoomListing | None:
        """One room; None where there is none."""
        row = (await self._connection.execute(_rooms().where(room.c.id == room_id))).one_or_none()
        return None if row is None else _listing(row)

    async def seated(self, room_id: RoomId, who: Collection[IdentityId]) -> frozenset[IdentityId]:
        """Which of these accounts are in a room now."""
        rows = await self._connection.scalars(
            select(membership.c.identity_id).where(
                membership.c.room_id == room_id,
                membership.c.identity_id.in_(who),
                membership.c.left_at.is_(None),
            )
        )
        return frozenset(IdentityId(number) for number in rows)

    async def members(
        self,
        room_id: RoomId,
        *,
        gone: bool = False,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[Member]:
        """Who is in a room, or with `gone` who left it; in the order in which we met them."""
        limit = page_size(limit)
        left = membership.c.left_at
        statement = (
            select(membership, identity)
            .join(identity, identity.c.id == membership.c.identity_id)
            .where(membership.c.room_id == room_id, left.is_not(None) if gone else left.is_(None))
            .order_by(membership.c.identity_id)
            .limit(limit + 1)
        )
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(membership.c.identity_id > behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _member, lambda row: (row.identity_id,))


def _rooms() -> Select[Any]:
    inside = (
        select(func.count())
        .where(membership.c.room_id == room.c.id, membership.c.left_at.is_(None))
        .correlate(room)
        .scalar_subquery()
    )
    return select(room, inside.label("members"))


def _listing(row: Row[Any]) -> RoomListing:
    return RoomListing(
        id=row.id,
        channel=row.channel,
        ref=row.ref,
        name=row.name,
        owner=row.owner_ref,
        members=row.members,
        created=row.created_at,
        listed=row.listed_at,
        left=row.left_at,
    )


def _member(row: Row[Any]) -> Member:
    return Member(
        identity=row.identity_id,
        ref=row.ref,
        student=row.student_id,
        name=row.name,
        nickname=row.nickname,
        own=row.own,
        joined=row.joined_at,
        left=row.left_at,
        inviter=row.inviter_id,
    )
