"""Notes of colleagues about people: written once, struck out where they were wrong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import Seen, before_after
from bot.core.ids import StudentId
from storage.paging import Page, page_of, page_size, read_cursor
from storage.people.survivors import is_person
from storage.service.audit import Audit
from storage.tables.people import person
from storage.tables.profiles import person_note


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNote:
    """What a colleague wrote of somebody. It is never changed; a struck one says by whom."""

    id: int
    student: StudentId  # the number it was written under
    text: str
    author: str
    at: datetime
    struck: datetime | None
    struck_by: str | None


class Notes:
    """The part of the roster that keeps notes; merged people have those of both."""

    _connection: AsyncConnection

    async def add_note(
        self, student: StudentId, text: str, *, author: str, now: datetime
    ) -> PersonNote:
        """Write a note. Audited without its words."""
        done = await self._connection.execute(
            insert(person_note).values(student_id=student, text=text, author=author, at=now)
        )
        (number,) = done.inserted_primary_key or (0,)
        await self._noted("person.note", student, number, author, now, None)
        return PersonNote(
            id=number,
            student=student,
            text=text,
            author=author,
            at=now,
            struck=None,
            struck_by=None,
        )

    async def strike_note(
        self, student: StudentId, number: int, *, author: str, now: datetime
    ) -> bool:
        """Strike a note of this person out; False where there is none, or it is struck. Audited."""
        of_person = select(person.c.student_id).where(is_person(student))
        done = await self._connection.execute(
            update(person_note)
            .where(
                person_note.c.id == number,
                person_note.c.student_id.in_(of_person),
                person_note.c.struck_at.is_(None),
            )
            .values(struck_at=now, struck_by=author)
        )
        if done.rowcount:
            stood = {"struck": False}
            await self._noted("person.strike", student, number, author, now, stood)
        return done.rowcount > 0

    async def notes_of(
        self, student: StudentId, *, after: str | None = None, limit: int = 50
    ) -> Page[PersonNote]:
        """The notes about a person, newest first, the struck ones too."""
        limit = page_size(limit)
        statement = (
            select(person_note)
            .join(person, person.c.student_id == person_note.c.student_id)
            .where(is_person(student))
            .order_by(person_note.c.id.desc())
            .limit(limit + 1)
        )
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(person_note.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _note, lambda row: (row.id,))

    async def _noted(
        self,
        action: str,
        student: StudentId,
        number: int,
        author: str,
        now: datetime,
        before: Seen | None,
    ) -> None:
        after = {"struck": before is not None}
        await Audit(self._connection).note(
            action,
            f"person:{student}",
            author=author,
            now=now,
            details={**before_after(before, after), "note": number},
        )


def _note(row: Row[Any]) -> PersonNote:
    return PersonNote(
        id=row.id,
        student=row.student_id,
        text=row.text,
        author=row.author,
        at=row.at,
        struck=row.struck_at,
        struck_by=row.struck_by,
    )
