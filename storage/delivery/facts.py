"""What may have changed since a deed was decided: the room, its people, the plan's run."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import Deed, RecallMessage, RemoveMember
from bot.core.ids import (
    ChannelName,
    IdentityId,
    MessageRef,
    OccurrenceId,
    RoomId,
    RoomRef,
    StudentId,
    UserRef,
)
from bot.core.outbound import Circumstances, Delivery, PersonPlace, RoomPlace
from storage.conduct.conduct import Conduct
from storage.delivery.json import people_of
from storage.tables.people import identity, membership, person, room
from storage.tables.sop import occurrence, run
from storage.tables.talk import message


async def circumstances(
    connection: AsyncConnection, delivery: Delivery, now: datetime
) -> Circumstances:
    """How things stand now for a delivery."""
    return Circumstances(
        room=await _room(connection, delivery.room),
        people=await _people(connection, delivery, now),
        message=await _message(connection, delivery.deed),
        run=await _run(connection, delivery.occurrence),
    )


async def _room(connection: AsyncConnection, number: RoomId | None) -> RoomPlace | None:
    if number is None:
        return None
    found = await connection.execute(select(room).where(room.c.id == number))
    row = found.one()
    return RoomPlace(
        id=RoomId(row.id),
        channel=ChannelName(row.channel),
        ref=RoomRef(row.ref),
        name=row.name,
        left=row.left_at is not None,
    )


async def _people(
    connection: AsyncConnection, delivery: Delivery, now: datetime
) -> dict[IdentityId, PersonPlace]:
    people = people_of(delivery.deed)
    if not people:
        return {}
    here = (membership.c.identity_id == identity.c.id) & (membership.c.room_id == delivery.room)
    rows = await connection.execute(
        select(
            identity.c.id,
            identity.c.ref,
            identity.c.name,
            membership.c.identity_id.label("member"),
            membership.c.nickname,
            membership.c.left_at,
            func.coalesce(person.c.merged_into, person.c.student_id).label("student"),
        )
        .join(person, person.c.student_id == identity.c.student_id, isouter=True)
        .join(membership, here, isouter=True)
        .where(identity.c.id.in_(people))
    )
    found = rows.all()
    removed = isinstance(delivery.deed, RemoveMember)
    allowed = await _allowed(connection, {one.student for one in found if removed}, now)
    return {
        IdentityId(row.id): PersonPlace(
            ref=UserRef(row.ref),
            name=row.nickname or row.name,
            present=None if row.member is None else row.left_at is None,
            allowed=row.student in allowed,
        )
        for row in found
    }


async def _allowed(
    connection: AsyncConnection, people: set[StudentId | None], now: datetime
) -> set[StudentId]:
    """Who of them is on the allow list."""
    lists = await Conduct(connection).lists_of({one for one in people if one is not None}, now)
    return {student for student, on in lists.items() if on.allowed is not None}


async def _message(connection: AsyncConnection, deed: Deed) -> MessageRef | None:
    if not isinstance(deed, RecallMessage):
        return None
    ref: str | None = await connection.scalar(
        select(message.c.ref).where(message.c.id == deed.message, message.c.recalled_at.is_(None))
    )
    return None if ref is None else MessageRef(ref)


async def _run(connection: AsyncConnection, number: OccurrenceId | None) -> str | None:
    if number is None:
        return None
    state: str | None = await connection.scalar(
        select(run.c.state)
        .join(occurrence, occurrence.c.run_id == run.c.id)
        .where(occurrence.c.id == number)
    )
    return state
