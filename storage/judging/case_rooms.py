"""Cases as they are seen from some rooms: who knows only these learns nothing of the others."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Label, Select, func, select

from bot.core.ids import RoomId
from storage.only import only
from storage.tables.judging import case, case_message
from storage.tables.people import identity, person, room
from storage.tables.talk import message

SAID = message.alias()


def counts(within: Collection[RoomId] | None) -> tuple[Label[int], ...]:
    """How many messages, people and rooms a case has; `within`: of these rooms."""
    return tuple(
        select(func.count(what.distinct()))
        .select_from(
            case_message.join(SAID, SAID.c.id == case_message.c.message_id).join(
                identity, identity.c.id == case_message.c.identity_id
            )
        )
        .where(case_message.c.case_id == case.c.id, only(SAID.c.room_id, within))
        .correlate(case)
        .scalar_subquery()
        .label(name)
        for name, what in (
            ("messages", case_message.c.message_id),
            ("people", func.coalesce(identity.c.student_id, -identity.c.id)),
            ("rooms", SAID.c.room_id),
        )
    )


def seen_within(rooms: Collection[RoomId]) -> Select[Any]:
    """Cases with a message in these rooms; what is shown of them is the first of those."""
    first = (
        select(func.min(SAID.c.id))
        .join(case_message, case_message.c.message_id == SAID.c.id)
        .where(case_message.c.case_id == case.c.id, only(SAID.c.room_id, rooms))
        .correlate(case)
        .scalar_subquery()
    )
    whole = [column for column in case.c if column.name not in _OF_FIRST]
    return select(
        *whole,
        *counts(rooms),
        message.c.id.label("message_id"),
        message.c.room_id,
        identity.c.student_id,
        message.c.text,
        room.c.name.label("room_name"),
        person.c.name,
        person.c.merged_into,
    ).select_from(
        case.join(message, message.c.id == first)
        .join(identity, identity.c.id == message.c.identity_id)
        .join(room, room.c.id == message.c.room_id)
        .outerjoin(person, person.c.student_id == identity.c.student_id)
    )


_OF_FIRST = frozenset({"message_id", "room_id", "student_id"})
