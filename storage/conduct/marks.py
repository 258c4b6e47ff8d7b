"""The ledger of points 记分: rows are added and revoked, never changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.conduct import Mark
from bot.core.conduct_effects import GiveMark
from bot.core.ids import MarkId, MessageId, StudentId
from storage.bulk import among, listed
from storage.people.survivors import survivors
from storage.service.audit import Audit
from storage.tables.conduct import mark
from storage.tables.people import person
from storage.types import micros
from storage.upsert import InsertNew

_GIVE = InsertNew(
    mark,
    ("key", "student_id", "points", "kind", "room_id", "message_id", "author", "at"),
    index_elements=[mark.c.key],
)
# A person's conduct is that of every ID merged into theirs.
_MARKS = (
    select(mark, person.c.merged_into)
    .join(person, person.c.student_id == mark.c.student_id)
    .where(among(person.c.student_id, "ids") | among(person.c.merged_into, "ids"))
    .order_by(mark.c.at, mark.c.id)
)


class Marks:
    """The part of conduct that holds the points."""

    _connection: AsyncConnection

    async def give(self, marks: Sequence[GiveMark], now: datetime) -> None:
        """Hold something against people; what is held already, or was revoked, stays as it is."""
        now_is = await survivors(self._connection, {one.student for one in marks})
        await _GIVE.run(
            self._connection,
            [
                {
                    "key": one.key,
                    "student_id": now_is[one.student],
                    "points": one.points,
                    "kind": one.kind,
                    "room_id": one.room,
                    "message_id": one.message,
                    "author": one.author,
                    "at": micros(now),
                }
                for one in marks
            ],
        )

    async def marks_of(
        self, students: Collection[StudentId]
    ) -> Mapping[StudentId, tuple[Mark, ...]]:
        """Everything that was ever held against people, oldest first, the revoked too."""
        found: dict[StudentId, list[Mark]] = defaultdict(list)
        for row in await self._connection.execute(_MARKS, {"ids": listed(students)}):
            one = _mark(row)
            found[one.student].append(one)
        return {student: tuple(marks) for student, marks in found.items()}

    async def revoke_for(
        self, messages: Collection[MessageId], *, author: str, reason: str, now: datetime
    ) -> int:
        """Take back what is held against people for these messages; how many marks. Audited."""
        return await self._revoke(
            among(mark.c.message_id, "ids"),
            {"ids": listed(messages)},
            author=author,
            reason=reason,
            now=now,
        )

    async def revoke(
        self, number: MarkId, *, author: str, reason: str, now: datetime
    ) -> Mark | None:
        """Take back one mark; None where there is no such. Audited."""
        which = mark.c.id == number
        await self._revoke(which, {}, author=author, reason=reason, now=now)
        rows = await self._connection.execute(
            select(mark, person.c.merged_into)
            .join(person, person.c.student_id == mark.c.student_id)
            .where(which)
        )
        row = rows.one_or_none()
        return None if row is None else _mark(row)

    async def _revoke(
        self,
        which: ColumnElement[bool],
        parameters: Mapping[str, str],
        *,
        author: str,
        reason: str,
        now: datetime,
    ) -> int:
        rows = await self._connection.execute(
            select(mark.c.id).where(which, mark.c.revoked_at.is_(None)), parameters
        )
        numbers = sorted(rows.scalars())
        for number in numbers:
            await self._connection.execute(
                update(mark).where(mark.c.id == number).values(revoked_by=author, revoked_at=now)
            )
            await Audit(self._connection).note(
                "mark.revoke",
                f"mark:{number}",
                author=author,
                now=now,
                reason=reason,
                details=before_after({"revoked_by": None}, {"revoked_by": author}),
            )
        return len(numbers)


def _mark(row: Row[Any]) -> Mark:
    return Mark(
        id=row.id,
        student=row.merged_into or row.student_id,
        points=row.points,
        kind=row.kind,
        key=row.key,
        at=row.at,
        room=row.room_id,
        message=row.message_id,
        author=row.author,
        revoked_by=row.revoked_by,
        revoked=row.revoked_at,
    )
