"""Poison: events that made the pipeline fail, set aside with their error."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Event
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.talk import poison
from storage.talk.payload import read_payload, safe, whole_payload

_MAX_KEY = 1_000
_MAX_ERROR = 4_000
_MAX_PAYLOAD = 8_000_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PoisonSeen:
    """An event that was set aside. `payload` is the whole event as JSON."""

    id: int
    channel: str
    ref: str
    kind: str
    error: str
    payload: str
    at: datetime
    settled: datetime | None
    retry: datetime | None = None  # since when another try is asked for


class Poison:
    """The part of the archive that keeps what could not be understood."""

    _connection: AsyncConnection

    async def save_poison(self, event: Event, error: str, now: datetime) -> None:
        """Set an event aside; once, however often it comes back."""
        make = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        statement = make(poison).values(
            channel=safe(event.channel, _MAX_KEY),
            ref=safe(event.ref, _MAX_KEY),
            kind=type(event).__name__,
            error=safe(error, _MAX_ERROR),
            payload=safe(whole_payload(event), _MAX_PAYLOAD),
            at=now,
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[poison.c.channel, poison.c.ref],
                set_={"error": statement.excluded.error, "settled_at": None, "retry_at": None},
            )
        )

    async def poison(
        self, *, settled: bool | None = None, after: str | None = None, limit: int = 50
    ) -> Page[PoisonSeen]:
        """What was set aside, newest first."""
        limit = page_size(limit)
        statement = select(poison).order_by(poison.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(poison.c.id < behind[0])
        if settled is not None:
            is_open = poison.c.settled_at.is_(None)
            statement = statement.where(~is_open if settled else is_open)
        rows = (await self._connection.execute(statement)).all()
        return page_of(
            rows,
            limit,
            _seen,
            lambda row: (row.id,),
        )

    async def settle_poison(self, poison_id: int, *, now: datetime) -> bool:
        """Somebody dealt with it; False if it is unknown or was settled before."""
        done = await self._connection.execute(
            update(poison)
            .where(poison.c.id == poison_id, poison.c.settled_at.is_(None))
            .values(settled_at=now, retry_at=None)
        )
        return done.rowcount == 1

    async def ask_retry(self, poison_id: int, *, now: datetime) -> bool:
        """Have it tried again; False if it is unknown, settled, or cannot be read any more."""
        waiting = (poison.c.id == poison_id, poison.c.settled_at.is_(None))
        row = (await self._connection.execute(select(poison).where(*waiting))).one_or_none()
        if row is None or read_payload(row.kind, row.payload) is None:
            return False
        await self._connection.execute(update(poison).where(*waiting).values(retry_at=now))
        return True

    async def retries(self, limit: int = 50) -> list[tuple[int, Event]]:
        """What is to be tried again, longest asked for first."""
        asked = (
            select(poison)
            .where(poison.c.retry_at.is_not(None))
            .order_by(poison.c.retry_at, poison.c.id)
            .limit(limit)
        )
        rows = (await self._connection.execute(asked)).all()
        read = [(row.id, read_payload(row.kind, row.payload)) for row in rows]
        return [(number, event) for number, event in read if event is not None]

    async def retried(self, poison_id: int, *, now: datetime) -> bool:
        """Another try is over: settled, unless it was set aside again meanwhile (False)."""
        done = await self._connection.execute(
            update(poison)
            .where(poison.c.id == poison_id, poison.c.retry_at.is_not(None))
            .values(settled_at=now, retry_at=None)
        )
        return done.rowcount == 1

    async def count_poison(self) -> int:
        """How many wait for somebody."""
        statement = select(func.count()).where(poison.c.settled_at.is_(None))
        return (await self._connection.execute(statement)).scalar_one()


def _seen(row: Row[Any]) -> PoisonSeen:
    return PoisonSeen(
        id=row.id,
        channel=row.channel,
        ref=row.ref,
        kind=row.kind,
        error=row.error,
        payload=row.payload,
        at=row.at,
        settled=row.settled_at,
        retry=row.retry_at,
    )
