"""What a merge would bring together, before anything is changed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import StudentId
from storage.people.merging import CannotMerge, Merging
from storage.tables.people import identity, membership, person
from storage.tables.talk import message


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """Two numbers side by side; `problem` says why they cannot be merged, None: they can."""

    source: StudentId
    source_name: str
    into: StudentId
    into_name: str
    identities: int  # accounts that move
    rooms: int  # in which they are now
    messages: int
    shared_rooms: int  # in which both are now
    problem: str | None


class MergePreviews(Merging):
    """The part of the roster that merges, with a look beforehand."""

    _connection: AsyncConnection

    async def merge_preview(self, *, source: StudentId, into: StudentId) -> MergePreview | None:
        """What would move; None where nobody ever had one of the numbers."""
        rows = await self._connection.execute(
            select(person.c.student_id, person.c.name).where(
                person.c.student_id.in_((source, into))
            )
        )
        names = {row.student_id: row.name for row in rows}
        if source not in names or into not in names:
            return None
        accounts = select(identity.c.id).where(identity.c.student_id == source)
        others = select(identity.c.id).where(identity.c.student_id == into)
        here = (
            select(membership.c.room_id)
            .where(membership.c.identity_id.in_(accounts), membership.c.left_at.is_(None))
            .distinct()
        )
        both = here.where(
            membership.c.room_id.in_(
                select(membership.c.room_id).where(
                    membership.c.identity_id.in_(others), membership.c.left_at.is_(None)
                )
            )
        )
        said = select(message.c.id).where(message.c.identity_id.in_(accounts))
        return MergePreview(
            source=source,
            source_name=names[source],
            into=into,
            into_name=names[into],
            identities=await self._number(accounts),
            rooms=await self._number(here),
            messages=await self._number(said),
            shared_rooms=await self._number(both),
            problem=await self._problem(source, into),
        )

    async def _problem(self, source: StudentId, into: StudentId) -> str | None:
        try:
            await self.refuse(source, into)
        except CannotMerge as error:
            return str(error)
        return None

    async def _number(self, rows: Select[Any]) -> int:
        counted = select(func.count()).select_from(rows.subquery())
        return int((await self._connection.execute(counted)).scalar_one())
