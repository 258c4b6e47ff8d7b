"""People in full: accounts, rooms, names over time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, RoomId, StudentId
from storage.bulk import among, listed
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.people.tags import tagged
from storage.tables.people import identity, membership, name_history, person, room
from storage.tables.talk import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An account of a person on one platform."""

    id: IdentityId
    channel: str
    ref: str
    name: str
    first_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOfPerson:
    """A room that a person is, or was, in."""

    room: RoomId
    name: str
    identity: IdentityId
    nickname: str
    joined: datetime | None  # None: before we looked
    left: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOnce:
    """A name a person had: at large (room None) or in a room."""

    identity: IdentityId
    room: RoomId | None
    name: str
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProfile:
    """All that is known of a person. `asked` differs from `student` where people were merged."""

    student: StudentId
    asked: StudentId
    name: str
    identities: tuple[Identity, ...]
    rooms: tuple[RoomOfPerson, ...]
    names: tuple[NameOnce, ...]  # oldest first
    merged_from: tuple[StudentId, ...]
    first_seen: datetime
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonListed:
    """A person in a list."""

    student: StudentId
    name: str
    created: datetime


def known_in(rooms: Collection[RoomId]) -> Select[Any]:
    """The IDs of everybody who is, or was, in one of these rooms."""
    return (
        select(identity.c.student_id)
        .join(membership, membership.c.identity_id == identity.c.id)
        .where(membership.c.room_id.in_(sorted(rooms)))
    )


class Profiles:
    """The part of the roster that shows people."""

    _connection: AsyncConnection

    async def survivor(self, student: StudentId) -> StudentId | None:
        """The ID that stands for this one now; None where nobody ever had it."""
        rows = await self._connection.execute(
            select(func.coalesce(person.c.merged_into, person.c.student_id)).where(
                person.c.student_id == student
            )
        )
        found = rows.scalar_one_or_none()
        return None if found is None else StudentId(found)

    async def person(
        self, student: StudentId, *, within: Collection[RoomId] | None = None
    ) -> PersonProfile | None:
        """A person by ID; a merged ID shows its survivor. None where nobody ever had it.

        `within`: as they are known from these rooms.
        """
        who = await self.survivor(student)
        if who is None:
            return None
        rows = await self._connection.execute(select(person).where(person.c.student_id == who))
        row = rows.one()
        accounts = await self._identities(who)
        ids = [one.id for one in accounts]
        merged = await self._connection.execute(
            select(person.c.student_id)
            .where(person.c.merged_into == who)
            .order_by(person.c.student_id)
        )
        return PersonProfile(
            student=who,
            asked=student,
            name=row.name,
            identities=accounts,
            rooms=await self._rooms_of(ids, within),
            names=await self._names_of(ids, within),
            merged_from=tuple(merged.scalars()),
            first_seen=min([one.first_seen for one in accounts], default=row.created_at),
            messages=await self._count_messages(ids, within),
        )

    async def _identities(self, student: StudentId) -> tuple[Identity, ...]:
        rows = await self._connection.execute(
            select(identity).where(identity.c.student_id == student).order_by(identity.c.id)
        )
        return tuple(
            Identity(
                id=row.id,
                channel=row.channel,
                ref=row.ref,
                name=row.name,
                first_seen=row.first_seen_at,
            )
            for row in rows
        )

    async def _rooms_of(
        self, ids: list[IdentityId], within: Collection[RoomId] | None
    ) -> tuple[RoomOfPerson, ...]:
        rows = await self._connection.execute(
            select(membership, room.c.name)
            .join(room, room.c.id == membership.c.room_id)
            .where(among(membership.c.identity_id, "ids"), only(membership.c.room_id, within))
            .order_by(membership.c.room_id, membership.c.identity_id),
            {"ids": listed(ids)},
        )
        return tuple(
            RoomOfPerson(
                room=row.room_id,
                name=row.name,
                identity=row.identity_id,
                nickname=row.nickname,
                joined=row.joined_at,
                left=row.left_at,
            )
            for row in rows
        )

    async def _names_of(
        self, ids: list[IdentityId], within: Collection[RoomId] | None
    ) -> tuple[NameOnce, ...]:
        here = only(name_history.c.room_id, within) | name_history.c.room_id.is_(None)
        rows = await self._connection.execute(
            select(name_history)
            .where(among(name_history.c.identity_id, "ids"), here)
            .order_by(name_history.c.seen_at, name_history.c.id),
            {"ids": listed(ids)},
        )
        return tuple(
            NameOnce(identity=row.identity_id, room=row.room_id, name=row.name, seen=row.seen_at)
            for row in rows
        )

    async def _count_messages(
        self, ids: list[IdentityId], within: Collection[RoomId] | None
    ) -> int:
        theirs = among(message.c.identity_id, "ids")
        here = only(message.c.room_id, within)
        statement = select(func.count()).select_from(message).where(theirs, here)
        return (await self._connection.execute(statement, {"ids": listed(ids)})).scalar_one()

    async def people(
        self,
        *,
        room_id: RoomId | None = None,
        tag: str | None = None,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[PersonListed]:
        """People by ascending ID, without those whom another ID stands for.

        `within`: those who are, or were, in one of these rooms; `tag`: as it is kept.
        """
        limit = page_size(limit)
        wanted: list[ColumnElement[bool]] = [person.c.merged_into.is_(None)]
        behind = read_cursor(after, int)
        if behind is not None:
            wanted.append(person.c.student_id > behind[0])
        if within is not None:
            wanted.append(person.c.student_id.in_(known_in(within)))
        if room_id is not None:
            inside = (
                select(identity.c.student_id)
                .join(membership, membership.c.identity_id == identity.c.id)
                .where(
                    membership.c.room_id == room_id,
                    membership.c.left_at.is_(None),
                    only(membership.c.room_id, within),
                )
            )
            wanted.append(person.c.student_id.in_(inside))
        if tag is not None:
            alone = room_id is None and within is None
            above = 0 if behind is None else int(behind[0])
            wanted.append(tagged(tag, above=above, limit=limit + 1 if alone else None))
        statement = select(person).where(*wanted).order_by(person.c.student_id).limit(limit + 1)
        rows = (await self._connection.execute(statement)).all()
        return page_of(
            rows,
            limit,
            lambda row: PersonListed(student=row.student_id, name=row.name, created=row.created_at),
            lambda row: (row.student_id,),
        )
