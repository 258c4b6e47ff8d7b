"""The way of a person through the community on one time line: what happened, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, or_, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import RoomId, StudentId
from storage.paging import Page, page_of, page_size, read_cursor
from storage.people.history_lines import lines as lines_of
from storage.tables.people import room
from storage.types import Id, UtcDateTime, from_micros, micros


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedOnce:
    """One thing that happened to a person, or that was done with or for them."""

    kind: str  # joined, left, renamed, lead, lead_closed, case, case_decided, mark, listed, ...
    at: datetime
    number: int  # of the lead, case, mark, ... ; of an account where there is none
    room: RoomId | None
    room_name: str
    what: str  # the name, category, decision, list, tag, campaign: whatever is said of the kind
    author: str  # the colleague; "" where nobody did it


class Histories:
    """The part of the roster that tells the way of a person."""

    _connection: AsyncConnection

    async def history(
        self,
        student: StudentId,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[HappenedOnce]:
        """What happened, newest first; with `within` only what belongs to no other room."""
        limit = page_size(limit)
        lines = union_all(*lines_of(student)).subquery("line")
        statement = select(lines, room.c.name.label("room_name")).outerjoin(
            room, room.c.id == lines.c.room_id
        )
        key = tuple_(lines.c.at, lines.c.number, lines.c.kind)
        behind = read_cursor(after, int, int, str)
        if behind is not None:
            at, number, kind = behind
            place = tuple_(
                from_micros(int(at)), int(number), str(kind), types=[UtcDateTime(), Id, String()]
            )
            statement = statement.where(key < place)
        if within is not None:
            statement = statement.where(
                or_(lines.c.room_id.is_(None), lines.c.room_id.in_(sorted(within)))
            )
        statement = statement.order_by(
            lines.c.at.desc(), lines.c.number.desc(), lines.c.kind.desc()
        ).limit(limit + 1)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _happened, lambda row: (micros(row.at), row.number, row.kind))


def _happened(row: Row[Any]) -> HappenedOnce:
    return HappenedOnce(
        kind=row.kind,
        at=row.at,
        number=row.number,
        room=row.room_id,
        room_name=row.room_name or "",
        what=row.what or "",
        author=row.author or "",
    )
