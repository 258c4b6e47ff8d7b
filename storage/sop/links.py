"""Short links: where they lead, and how often they were followed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import DeliveryId, OccurrenceId, RoomId
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.links import click, link
from storage.types import UtcDateTime, from_micros, micros
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a code leads, and of which post it is."""

    code: str
    url: str
    delivery: DeliveryId


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSeen:
    """A short link with its figures (shared/definitions.md 3.13)."""

    code: str
    url: str
    delivery: DeliveryId
    occurrence: OccurrenceId | None
    room: RoomId | None
    created: datetime
    raw: int  # every hit, robots included
    hits: int  # without robots
    visitors: int  # without robots, each once


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFilter:
    """Which links to list; None is any."""

    room: RoomId | None = None
    occurrence: OccurrenceId | None = None


class Links:
    """The short links of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def target(self, code: str) -> Target | None:
        """Where a code leads; None where no post has it."""
        row = (await self._connection.execute(select(link).where(link.c.code == code))).first()
        if row is None:
            return None
        return Target(code=row.code, url=row.url, delivery=DeliveryId(row.outbox_id))

    async def followed(self, code: str, visitor: str, *, robot: bool, now: datetime) -> None:
        """Somebody opened a link."""
        first = insert_for(self._connection, click).values(
            code=code, visitor=visitor, robot=robot, at=now, last_at=now, hits=1
        )
        await self._connection.execute(
            first.on_conflict_do_update(
                index_elements=[click.c.code, click.c.visitor, click.c.robot],
                set_={"hits": click.c.hits + 1, "last_at": now},
            )
        )

    async def listed(
        self, wanted: LinkFilter, *, after: str | None = None, limit: int = 50
    ) -> Page[LinkSeen]:
        """Links, newest first."""
        size = page_size(limit)
        person = case((~click.c.robot, 1), else_=0)  # 0 also where nobody clicked
        statement = (
            select(
                link,
                func.coalesce(func.sum(click.c.hits), 0).label("raw"),
                func.coalesce(func.sum(click.c.hits * person), 0).label("people_hits"),
                func.coalesce(func.sum(person), 0).label("visitors"),
            )
            .select_from(link.outerjoin(click, click.c.code == link.c.code))
            .where(*_conditions(wanted, after))
            .group_by(link.c.code)
            .order_by(link.c.created_at.desc(), link.c.code.desc())
            .limit(size + 1)
        )
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, size, _seen, lambda row: (micros(row.created_at), row.code))


def _conditions(wanted: LinkFilter, after: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.room is not None:
        conditions.append(link.c.room_id == wanted.room)
    if wanted.occurrence is not None:
        conditions.append(link.c.occurrence_id == wanted.occurrence)
    behind = read_cursor(after, int, str)
    if behind is not None:
        at = literal(from_micros(int(behind[0])), UtcDateTime)
        conditions.append(tuple_(link.c.created_at, link.c.code) < tuple_(at, literal(behind[1])))
    return conditions


def _seen(row: Row[Any]) -> LinkSeen:
    return LinkSeen(
        code=row.code,
        url=row.url,
        delivery=DeliveryId(row.outbox_id),
        occurrence=None if row.occurrence_id is None else OccurrenceId(row.occurrence_id),
        room=None if row.room_id is None else RoomId(row.room_id),
        created=row.created_at,
        raw=int(row.raw),
        hits=int(row.people_hits),
        visitors=int(row.visitors),
    )
