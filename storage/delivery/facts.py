"""What may have changed since a deed was decided: the room, its people, the plan's run."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import Deed, RecallMessage
from bot.core.ids import (
    ChannelName,
    IdentityId,
    MessageRef,
    OccurrenceId,
    RoomId,
    RoomRef,
    UserRef,
)
from bot.core.outbound import Circumstances, Delivery, PersonPlace, RoomPlace
from storage.delivery.json import people_of
from storage.tables.people import identity, membership, room
from storage.tables.sop import occurrence, run
from storage.tables.talk import message


async def circumstances(connection: AsyncConnection, delivery: Delivery) -> Circumstances:
    """How things stand now for a delivery."""
    return Circumstances(
        room=await _room(connection, delivery.room),
        people=await _people(connection, delivery.room, people_of(delivery.deed)),
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
    connection: AsyncConnection, place: RoomId | None, people: tuple[IdentityId, ...]
) -> dict[IdentityId, PersonPlace]:
    if not people:
        return {}
    here = (membership.c.identity_id == identity.c.id) & (membership.c.room_id == place)
    rows = await connection.execute(
        select(
            identity.c.id,
            identity.c.ref,
            identity.c.name,
            membership.c.identity_id.label("member"),
            membership.c.nickname,
            membership.c.left_at,
        )
        .join(membership, here, isouter=True)
        .where(identity.c.id.in_(people))
    )
    return {
        IdentityId(row.id): PersonPlace(
            ref=UserRef(row.ref),
            name=row.nickname or row.name,
            present=None if row.member is None else row.left_at is None,
        )
        for row in rows
    }


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
