"""An alert with its room, person, message and the people told: two queries for any number."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerting import Alert, AlertMessage, AlertPerson, AlertRoom, AlertState
from bot.core.effects import Severity
from bot.core.ids import (
    AlertId,
    ChannelName,
    MessageId,
    RoomId,
    RoomRef,
    StaffName,
    StudentId,
)
from storage.tables.people import identity, membership, person, room
from storage.tables.service import alert, alert_notice
from storage.tables.talk import message

_survivor = person.alias("survivor")
_WHOLE = (
    select(
        *(column for column in alert.c if column.key != "count"),
        alert.c.count.label("times"),  # a row, being a tuple, has a method `count`
        room.c.channel.label("room_channel"),
        room.c.ref.label("room_ref"),
        room.c.name.label("room_name"),
        func.coalesce(_survivor.c.student_id, person.c.student_id).label("person_id"),
        func.coalesce(_survivor.c.name, person.c.name).label("person_name"),
        message.c.text.label("message_text"),
        message.c.sent_at.label("message_at"),
        message.c.recalled_at.label("message_recalled_at"),
        identity.c.name.label("sender_name"),
        membership.c.nickname.label("sender_nickname"),
    )
    .outerjoin(room, room.c.id == alert.c.room_id)
    .outerjoin(person, person.c.student_id == alert.c.student_id)
    .outerjoin(_survivor, _survivor.c.student_id == person.c.merged_into)
    .outerjoin(message, message.c.id == alert.c.message_id)
    .outerjoin(identity, identity.c.id == message.c.identity_id)
    .outerjoin(
        membership,
        (membership.c.room_id == message.c.room_id)
        & (membership.c.identity_id == message.c.identity_id),
    )
)


async def alerts_by(connection: AsyncConnection, ids: Sequence[AlertId]) -> tuple[Alert, ...]:
    """These alerts, in this order; those that do not exist are left out."""
    if not ids:
        return ()
    rows = (await connection.execute(_WHOLE.where(alert.c.id.in_(ids)))).all()
    told = await _told(connection, ids)
    found = {row.id: _alert(row, told.get((row.id, row.round), [])) for row in rows}
    return tuple(found[i] for i in ids if i in found)


def told_by(staff: StaffName | None) -> ColumnElement[bool]:
    """The condition that a colleague was told of the alert."""
    return exists().where(alert_notice.c.alert_id == alert.c.id, alert_notice.c.staff == staff)


async def _told(
    connection: AsyncConnection, ids: Sequence[AlertId]
) -> dict[tuple[int, int], list[StaffName]]:
    statement = (
        select(alert_notice)
        .where(alert_notice.c.alert_id.in_(ids))
        .order_by(alert_notice.c.at, alert_notice.c.staff)
    )
    told: dict[tuple[int, int], list[StaffName]] = defaultdict(list)
    for row in await connection.execute(statement):
        told[row.alert_id, row.round].append(StaffName(row.staff))
    return told


def _alert(row: Any, told: Sequence[StaffName]) -> Alert:  # noqa: ANN401 (a row of several tables)
    return Alert(
        id=AlertId(row.id),
        kind=row.kind,
        severity=Severity(row.severity),
        reason=row.reason,
        advice=row.advice,
        group=row.group_key,
        state=AlertState(row.state),
        count=row.times,
        raised_at=row.raised_at,
        repeated_at=row.repeated_at,
        round=row.round,
        level=row.level,
        next_at=row.next_at,
        told=tuple(told),
        to=None if row.to_staff is None else StaffName(row.to_staff),
        spare=None if row.spare_staff is None else StaffName(row.spare_staff),
        to_copy=row.to_copy,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        room=_room(row),
        person=_person(row),
        message=_message(row),
    )


def _room(row: Row[tuple[object, ...]]) -> AlertRoom | None:
    if row.room_id is None:
        return None
    return AlertRoom(
        id=RoomId(row.room_id),
        channel=ChannelName(row.room_channel),
        ref=RoomRef(row.room_ref),
        name=row.room_name,
    )


def _person(row: Row[tuple[object, ...]]) -> AlertPerson | None:
    if row.person_id is None:
        return None
    return AlertPerson(student=StudentId(row.person_id), name=row.person_name)


def _message(row: Row[tuple[object, ...]]) -> AlertMessage | None:
    if row.message_id is None:
        return None
    return AlertMessage(
        id=MessageId(row.message_id),
        text=row.message_text,
        sender=row.sender_nickname or row.sender_name,
        at=row.message_at,
        recalled=row.message_recalled_at is not None,
    )
