"""Merging people: two student IDs that turn out to be one person, and back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.errors import GroupkeeperError
from bot.core.ids import IdentityId, StudentId
from storage.bulk import among, hold_archive, listed
from storage.judging.deciding import Unknown
from storage.service.audit import Audit
from storage.tables.people import identity, merge, person


class CannotMerge(GroupkeeperError):
    """These people cannot be merged, or this merge not undone; the text says what can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSeen:
    """A merge, undone or not."""

    id: int
    source: StudentId
    into: StudentId
    identities: tuple[IdentityId, ...]
    author: str
    reason: str
    at: datetime
    undone_by: str | None
    undone: datetime | None


class Merging:
    """The part of the roster that merges people."""

    _connection: AsyncConnection

    async def merge(
        self, *, source: StudentId, into: StudentId, author: str, reason: str, now: datetime
    ) -> int:
        """Let `into` stand for `source`: its accounts move, its ID goes on being found.

        Leads and cases keep their ID and are read as the survivor's. Gives the merge's id.
        """
        await hold_archive(self._connection)
        await self.refuse(source, into)
        rows = await self._connection.execute(
            select(identity.c.id).where(identity.c.student_id == source).order_by(identity.c.id)
        )
        moved = list(rows.scalars())
        await self._connection.execute(
            update(identity).where(identity.c.student_id == source).values(student_id=into)
        )
        await self._connection.execute(
            update(person).where(person.c.student_id == source).values(merged_into=into)
        )
        done = await self._connection.execute(
            insert(merge).values(
                from_student=source,
                into_student=into,
                identities=moved,
                author=author,
                reason=reason,
                at=now,
            )
        )
        (number,) = done.inserted_primary_key or (0,)
        await Audit(self._connection).note(
            "person.merge",
            f"person:{source}",
            author=author,
            now=now,
            reason=reason,
            details={
                **before_after({"merged_into": None}, {"merged_into": into}),
                "identities": moved,
                "merge": number,
            },
        )
        return int(number)

    async def refuse(self, source: StudentId, into: StudentId) -> None:
        """Raise `CannotMerge` where two numbers cannot become one, with what can be done."""
        if source == into:
            msg = f"{source} cannot be merged into itself"
            raise CannotMerge(msg)
        for student in (source, into):
            row = await self._person(student)
            if row.erased_at is not None:
                msg = f"the data of {student} is erased; there is nothing left to merge"
                raise CannotMerge(msg)
            if row.merged_into is not None:
                msg = (
                    f"{student} was merged into {row.merged_into} before; "
                    f"merge {row.merged_into} instead, or undo that merge first"
                )
                raise CannotMerge(msg)
        rows = await self._connection.execute(
            select(person.c.student_id).where(person.c.merged_into == source)
        )
        carried = sorted(rows.scalars())
        if carried:
            msg = (
                f"{source} stands for {', '.join(map(str, carried))}: "
                f"merge {into} into {source}, or undo those merges first"
            )
            raise CannotMerge(msg)

    async def _person(self, student: StudentId) -> Row[Any]:
        rows = await self._connection.execute(select(person).where(person.c.student_id == student))
        row = rows.one_or_none()
        if row is None:
            msg = f"nobody has the student ID {student}"
            raise Unknown(msg)
        return row

    async def unmerge(self, merge_id: int, *, author: str, now: datetime) -> None:
        """Take a merge back: the accounts that moved return; later ones stay."""
        await hold_archive(self._connection)
        rows = await self._connection.execute(select(merge).where(merge.c.id == merge_id))
        row = rows.one_or_none()
        if row is None:
            msg = f"there is no merge {merge_id}"
            raise Unknown(msg)
        if (await self._person(row.from_student)).erased_at is not None:
            msg = f"the data of {row.from_student} is erased; there is nothing left to part"
            raise CannotMerge(msg)
        done = await self._connection.execute(
            update(merge)
            .where(merge.c.id == merge_id, merge.c.undone_at.is_(None))
            .values(undone_at=now, undone_by=author)
        )
        if done.rowcount == 0:
            msg = f"merge {merge_id} was undone before, by {row.undone_by}"
            raise CannotMerge(msg)
        await self._connection.execute(
            update(identity)
            .where(among(identity.c.id, "ids"), identity.c.student_id == row.into_student)
            .values(student_id=row.from_student),
            {"ids": listed(row.identities)},
        )
        await self._connection.execute(
            update(person).where(person.c.student_id == row.from_student).values(merged_into=None)
        )
        await Audit(self._connection).note(
            "person.unmerge",
            f"person:{row.from_student}",
            author=author,
            now=now,
            details={
                **before_after({"merged_into": row.into_student}, {"merged_into": None}),
                "merge": merge_id,
            },
        )

    async def merges(self, student: StudentId) -> tuple[MergeSeen, ...]:
        """Every merge a person was part of, newest first."""
        rows = await self._connection.execute(
            select(merge)
            .where((merge.c.from_student == student) | (merge.c.into_student == student))
            .order_by(merge.c.id.desc())
        )
        return tuple(
            MergeSeen(
                id=row.id,
                source=row.from_student,
                into=row.into_student,
                identities=tuple(row.identities),
                author=row.author,
                reason=row.reason,
                at=row.at,
                undone_by=row.undone_by,
                undone=row.undone_at,
            )
            for row in rows
        )
