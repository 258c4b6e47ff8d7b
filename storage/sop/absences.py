"""Who is away: colleagues on leave, by their own word or a colleague's."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import StaffName
from bot.core.tasks import Absence
from storage.tables.tasks import absence


class Absences:
    """The absences of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def away(self, now: datetime) -> frozenset[StaffName]:
        """Everybody who is away at that moment."""
        rows = await self._connection.scalars(
            select(absence.c.staff).where(_not_over(now), absence.c.since <= now)
        )
        return frozenset(StaffName(name) for name in rows)

    async def leave(self, new: Absence, now: datetime) -> None:
        """Somebody is away; what was known of them before does not count any more."""
        await self.back(new.staff, new.author, now)
        await self._connection.execute(
            insert(absence).values(
                staff=new.staff,
                since=new.since,
                until=new.until,
                reason=new.reason,
                author=new.author,
                noted_at=now,
            )
        )

    async def back(self, staff: StaffName, author: str, now: datetime) -> bool:
        """Somebody is there again; False where they were not away."""
        ended = await self._connection.execute(
            update(absence)
            .where(absence.c.staff == staff, _not_over(now))
            .values(ended_at=now, ended_by=author)
            .returning(absence.c.id)
        )
        return bool(ended.all())

    async def listed(
        self, now: datetime, *, staff: Collection[StaffName] | None = None
    ) -> list[Absence]:
        """Absences that are not over, those to come included, by time."""
        statement = select(absence).where(_not_over(now))
        if staff is not None:
            statement = statement.where(absence.c.staff.in_(sorted(staff)))
        rows = await self._connection.execute(statement.order_by(absence.c.since, absence.c.id))
        return [
            Absence(
                staff=StaffName(row.staff),
                since=row.since,
                until=row.until,
                reason=row.reason,
                author=row.author,
            )
            for row in rows
        ]


def _not_over(now: datetime) -> ColumnElement[bool]:
    return absence.c.ended_at.is_(None) & or_(absence.c.until.is_(None), absence.c.until > now)
