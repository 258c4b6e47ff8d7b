"""In which rooms things are: what somebody may see or change who may not do it everywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import RoomId, StudentId
from storage.tables.delivery import outbox
from storage.tables.judging import appeal, case, case_message, lead, question, report
from storage.tables.people import membership, room
from storage.tables.service import alert
from storage.tables.sop import occurrence, run, task
from storage.tables.talk import message
from storage.talk.messages import identities_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A room, as the settings know it."""

    id: RoomId
    channel: str
    ref: str
    name: str


class Places:
    """Answers in which rooms a thing is."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def rooms_of(self, kind: str, number: int) -> frozenset[RoomId]:
        """The rooms of one thing; none where there is no such thing, or it is in no room."""
        found = await self._connection.scalars(_ROOMS_OF[kind](number))
        return frozenset(RoomId(one) for one in found if one is not None)

    async def every_room(self) -> tuple[Place, ...]:
        """All rooms, to see which series they belong to."""
        rows = await self._connection.execute(
            select(room.c.id, room.c.channel, room.c.ref, room.c.name).order_by(room.c.id)
        )
        return tuple(
            Place(id=RoomId(row.id), channel=row.channel, ref=row.ref, name=row.name)
            for row in rows
        )


def _own(table: Table, key: str = "id") -> Callable[[int], Select[Any]]:
    """Of a thing that is in one room."""
    return lambda number: select(table.c.room_id).where(table.c[key] == number)


def _person(number: int) -> Select[Any]:
    theirs = membership.c.identity_id.in_(identities_of(StudentId(number)))
    return select(membership.c.room_id).where(theirs).distinct()


def _case(number: int) -> Any:  # noqa: ANN401 (a union of selects)
    said = (
        select(message.c.room_id)
        .join(case_message, case_message.c.message_id == message.c.id)
        .where(case_message.c.case_id == number)
    )
    return union(said, select(case.c.room_id).where(case.c.id == number))


def _appeal(number: int) -> Any:  # noqa: ANN401 (a select)
    return (
        select(message.c.room_id)
        .join(case_message, case_message.c.message_id == message.c.id)
        .join(appeal, appeal.c.case_id == case_message.c.case_id)
        .where(appeal.c.id == number)
        .distinct()
    )


_ROOMS_OF: Mapping[str, Callable[[int], Any]] = {
    "alert": _own(alert),
    "appeal": _appeal,
    "case": _case,
    "delivery": _own(outbox),
    "lead": _own(lead),
    "message": _own(message),
    "person": _person,
    "question": _own(question, "message_id"),
    "report": _own(report),
    "room": lambda number: select(room.c.id).where(room.c.id == number),
    "run": _own(run),
    "step": _own(occurrence),
    "task": _own(task),
}
