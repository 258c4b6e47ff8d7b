"""What the bot did and noticed since a mark: for those who watch it at work (the demo)."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.service.headlines import Headline, delivered, taken_on
from storage.tables.judging import case, lead, lead_evidence
from storage.tables.people import gap, person, room
from storage.tables.sop import task
from storage.tables.talk import message

_PAGE = 50  # headlines of one kind in one reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """Headlines after a mark, oldest first, and the mark to ask with next time."""

    headlines: tuple[Headline, ...]
    mark: str


class Newsreel:
    """Reads by ids that only grow, so that each headline comes once."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def since(self, mark: str) -> Reel:
        """Everything after a mark; "" is the beginning. Bounded; the rest comes next time."""
        marks: dict[str, Any] = json.loads(mark) if mark else {}
        found = [
            *await self._people(marks),
            *await self._cases(marks),
            *await self._leads(marks),
            *await self._tasks(marks),
            *await self._gaps(marks),
            *await delivered(self._connection, marks, _PAGE),
            *await taken_on(self._connection, marks, _PAGE),
        ]
        found.sort(key=lambda headline: headline.at)
        return Reel(headlines=tuple(found), mark=json.dumps(marks))

    async def counts(self) -> tuple[int, int, int]:
        """How many messages, people and rooms there are."""
        statement = select(
            select(func.count()).select_from(message).scalar_subquery(),
            select(func.count()).select_from(person).scalar_subquery(),
            select(func.count()).select_from(room).scalar_subquery(),
        )
        row = (await self._connection.execute(statement)).one()
        return (row[0], row[1], row[2])

    async def _new(
        self, marks: dict[str, Any], table: Table, key: str, statement: Select[Any]
    ) -> list[Any]:
        column = table.c[key]
        wanted = statement.where(column > marks.get(table.name, 0)).order_by(column).limit(_PAGE)
        rows = list((await self._connection.execute(wanted)).all())
        if rows:
            marks[table.name] = getattr(rows[-1], key)
        return rows

    async def _people(self, marks: dict[str, Any]) -> list[Headline]:
        rows = await self._new(marks, person, "student_id", select(person))
        if not rows:
            return []
        first, last = rows[0], rows[-1]
        alone = first is last
        return [
            Headline(
                kind="id_given",
                at=last.created_at,
                person=last.name if alone else "",
                student=last.student_id if alone else None,
                reason="" if alone else f"{first.student_id}–{last.student_id}",
                count=len(rows),
            )
        ]

    async def _cases(self, marks: dict[str, Any]) -> list[Headline]:
        statement = (
            select(case, message.c.text, room.c.name.label("room"), person.c.name.label("person"))
            .join(message, message.c.id == case.c.message_id)
            .outerjoin(room, room.c.id == case.c.room_id)
            .outerjoin(person, person.c.student_id == case.c.student_id)
        )
        return [
            Headline(
                kind="advert",
                at=row.opened_at,
                room=row.room or "",
                person=row.person or "",
                student=row.student_id,
                text=row.text,
                reason=row.reason,
            )
            for row in await self._new(marks, case, "id", statement)
        ]

    async def _leads(self, marks: dict[str, Any]) -> list[Headline]:
        other = lead_evidence.alias()
        first = (
            select(func.min(other.c.message_id))
            .where(other.c.lead_id == lead.c.id)
            .scalar_subquery()
        )
        statement = (
            select(
                lead,
                message.c.text,
                lead_evidence.c.words,
                room.c.name.label("room"),
                person.c.name.label("person"),
            )
            .join(lead_evidence, lead_evidence.c.lead_id == lead.c.id)
            .where(lead_evidence.c.message_id == first)
            .join(message, message.c.id == lead_evidence.c.message_id)
            .outerjoin(room, room.c.id == lead.c.room_id)
            .join(person, person.c.student_id == lead.c.student_id)
        )
        return [
            Headline(
                kind="lead",
                at=row.opened_at,
                room=row.room or "",
                person=row.person,
                student=row.student_id,
                text=row.text,
                topic=row.category,
                reason="、".join(row.words),
            )
            for row in await self._new(marks, lead, "id", statement)
        ]

    async def _tasks(self, marks: dict[str, Any]) -> list[Headline]:
        statement = select(task, room.c.name.label("room")).outerjoin(
            room, room.c.id == task.c.room_id
        )
        return [
            Headline(
                kind="task", at=row.created_at, room=row.room or "", text=row.text, to=row.staff
            )
            for row in await self._new(marks, task, "id", statement)
        ]

    async def _gaps(self, marks: dict[str, Any]) -> list[Headline]:
        return [
            Headline(kind="gap", at=row.until, reason=row.reason)
            for row in await self._new(marks, gap, "id", select(gap))
        ]
