"""What became of one message, as far as it has come: for whoever said it in the demo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.deed_keys import conduct_keys
from bot.core.ids import ChannelName, IdentityId, MessageId, MessageRef, RoomId
from storage.tables.delivery import outbox
from storage.tables.people import identity, person
from storage.tables.service import alert
from storage.tables.talk import message
from storage.talk.marks import Marks, marks_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAlert:
    """An alert about the message, and who has it in hand."""

    id: int
    kind: str
    reason: str
    level: int  # people told so far
    taken_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Something the bot did about it, or is about to."""

    id: int
    kind: str  # the deed's class name
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """Where one message stands."""

    message: MessageId
    room: RoomId | None
    received: datetime
    student: int | None
    name: str
    marks: Marks
    alerts: tuple[ToldAlert, ...]
    answers: tuple[Answer, ...]


async def afterwards(
    connection: AsyncConnection, channel: ChannelName, ref: MessageRef
) -> Afterwards | None:
    """What became of a message by the platform's id; None: it is not in the archive yet."""
    said = (
        await connection.execute(
            select(
                message.c.id,
                message.c.room_id,
                message.c.identity_id,
                message.c.received_at,
                identity.c.name,
                person.c.student_id,
            )
            .join(identity, identity.c.id == message.c.identity_id)
            .outerjoin(person, person.c.student_id == identity.c.student_id)
            .where(message.c.channel == channel, message.c.ref == ref)
        )
    ).one_or_none()
    if said is None:
        return None
    marks = await marks_of(connection, [said.id])
    found = marks.get(said.id, Marks())
    return Afterwards(
        message=said.id,
        room=said.room_id,
        received=said.received_at,
        student=said.student_id,
        name=said.name,
        marks=found,
        alerts=await _alerts(connection, said.id),
        answers=await _answers(connection, said),
    )


async def _alerts(connection: AsyncConnection, about: MessageId) -> tuple[ToldAlert, ...]:
    rows = await connection.execute(
        select(alert).where(alert.c.message_id == about).order_by(alert.c.id).limit(20)
    )
    return tuple(
        ToldAlert(
            id=row.id,
            kind=row.kind,
            reason=row.reason,
            level=row.level,
            taken_by=row.acknowledged_by,
        )
        for row in rows
    )


async def _answers(
    connection: AsyncConnection,
    said: Any,  # noqa: ANN401 (a row)
) -> tuple[Answer, ...]:
    """What goes by keys of this message, and answers to whoever said it since then."""
    member = IdentityId(said.identity_id)
    keys = conduct_keys(RoomId(said.room_id or 0), member, MessageId(said.id))
    answered = and_(
        outbox.c.dedup_key.like(f"student-id:%:{member}:%"),
        outbox.c.created_at >= said.received_at,
    )
    rows = await connection.execute(
        select(outbox.c.id, outbox.c.kind, outbox.c.state, outbox.c.reason)
        .where(or_(outbox.c.dedup_key.in_(keys), answered))
        .order_by(outbox.c.id)
        .limit(20)
    )
    return tuple(
        Answer(id=row.id, kind=row.kind, state=row.state, reason=row.reason) for row in rows
    )
