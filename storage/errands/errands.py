"""Errands as they wait, are leased by one process at a time, and end."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errands import Errand, KeepPicture, SendErrand
from bot.core.events import Media
from bot.core.ids import ErrandId
from storage.delivery.clock import lease, over
from storage.errands.pictures import keep_pictures
from storage.tables.errands import errand
from storage.tables.people import room
from storage.tables.talk import message
from storage.types import micros
from storage.upsert import InsertNew

WAITING, DONE, FAILED, GIVEN_UP = "waiting", "done", "failed", "given_up"
_LOOKED_AT = 2_000  # errands that are due, for whose turn it is
_NOTE = 300  # characters

_SEND = InsertNew(
    errand,
    ("kind", "message_id", "channel", "question", "state", "tries", "due_at", "at"),
    index_elements=[errand.c.kind, errand.c.message_id],
)


class ErrandFound(NamedTuple):
    """How an errand stands."""

    id: ErrandId
    kind: str
    message: int
    state: str
    tries: int
    due: datetime
    note: str
    answer: Any


class Errands:
    """The errands on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def apply(self, effects: Sequence[SendErrand | KeepPicture], now: datetime) -> None:
        """Write down what was decided."""
        await self.send([one for one in effects if isinstance(one, SendErrand)], now)
        looks = [one for one in effects if isinstance(one, KeepPicture)]
        await keep_pictures(self._connection, looks)

    async def send(self, errands: Sequence[SendErrand], now: datetime) -> None:
        """Have errands run. A second one of a kind for the same message changes nothing."""
        rows: list[dict[str, Any]] = [
            {
                "kind": one.kind,
                "message_id": one.message,
                "channel": one.channel,
                "question": one.question,
                "state": WAITING,
                "tries": 0,
                "due_at": micros(now),
                "at": micros(now),
            }
            for one in errands
        ]
        await _SEND.run(self._connection, rows)

    async def is_due(self, kind: str, now: datetime) -> bool:
        """Whether there is something to take."""
        return await self._connection.scalar(_due(kind, now).limit(1)) is not None

    async def take(
        self, kind: str, *, owner: str, seconds: float, limit: int, now: datetime
    ) -> list[Errand]:
        """Lease what is due of a kind for so many seconds.

        The oldest first, but of each sender in turn: who posts a thousand pictures holds up
        nobody else's.
        """
        turns = (await self._connection.scalars(_in_turn(kind, now).limit(limit))).all()
        free = select(errand.c.id).where(errand.c.id.in_(turns), over(errand.c.lease_until))
        numbers = (await self._connection.scalars(free.with_for_update(skip_locked=True))).all()
        if not numbers:
            return []
        await self._connection.execute(
            update(errand)
            .where(errand.c.id.in_(numbers))
            .values(owner=owner, lease_until=lease(seconds), tries=errand.c.tries + 1)
        )
        rows = await self._connection.execute(
            select(errand, message.c.ref, message.c.media, room.c.ref.label("room_ref"))
            .join(message, message.c.id == errand.c.message_id)
            .outerjoin(room, room.c.id == message.c.room_id)
            .where(errand.c.id.in_(numbers))
            .order_by(errand.c.due_at, errand.c.id)
        )
        return [_errand(row) for row in rows]

    async def end(
        self, number: ErrandId, owner: str, *, state: str, answer: object = None, note: str = ""
    ) -> bool:
        """The errand is over; False where another process holds it meanwhile."""
        return await self._settle(number, owner, state=state, answer=answer, note=note[:_NOTE])

    async def try_later(self, number: ErrandId, owner: str, due: datetime, note: str) -> bool:
        """Try once more when it is due; False where another process holds it meanwhile."""
        return await self._settle(number, owner, due_at=due, note=note[:_NOTE])

    async def _settle(self, number: ErrandId, owner: str, **values: object) -> bool:
        done = await self._connection.execute(
            update(errand)
            .where(errand.c.id == number, errand.c.state == WAITING, errand.c.owner == owner)
            .values(owner=None, lease_until=None, **values)
        )
        return done.rowcount == 1

    async def give_back(self, owner: str) -> None:
        """Somebody stops: what they hold is anybody's at once, and that try does not count."""
        await self._connection.execute(
            update(errand)
            .where(errand.c.state == WAITING, errand.c.owner == owner)
            .values(owner=None, lease_until=None, tries=errand.c.tries - 1)
        )

    async def found(self, *, state: str | None = None, limit: int = 200) -> list[ErrandFound]:
        """Errands, newest first."""
        statement = select(errand).order_by(errand.c.id.desc()).limit(limit)
        if state is not None:
            statement = statement.where(errand.c.state == state)
        return [_found(row) for row in await self._connection.execute(statement)]

    async def asked(self, kind: str, since: datetime) -> tuple[int, int]:
        """How many errands of a kind, sent since then, were begun, and about how long texts."""
        row = await self._connection.execute(
            select(func.count(), func.coalesce(func.sum(func.length(message.c.text)), 0))
            .select_from(errand)
            .join(message, message.c.id == errand.c.message_id)
            .where(errand.c.kind == kind, errand.c.at >= since, errand.c.tries > 0)
        )
        calls, characters = row.one()
        return int(calls), int(characters)

    async def counts(self) -> dict[str, int]:
        """How many errands are in each state."""
        rows = await self._connection.execute(
            select(errand.c.state, func.count()).group_by(errand.c.state)
        )
        return {row[0]: row[1] for row in rows}


def _due(kind: str, now: datetime) -> Select[tuple[int]]:
    return (
        select(errand.c.id)
        .where(
            errand.c.kind == kind,
            errand.c.state == WAITING,
            errand.c.due_at <= now,
            over(errand.c.lease_until),
        )
        .order_by(errand.c.due_at, errand.c.id)
    )


def _in_turn(kind: str, now: datetime) -> Select[tuple[int]]:
    waiting = _due(kind, now).limit(_LOOKED_AT).subquery()
    turn = func.row_number().over(partition_by=message.c.identity_id, order_by=errand.c.id)
    turns = (
        select(errand.c.id, turn.label("turn"))
        .join(message, message.c.id == errand.c.message_id)
        .where(errand.c.id.in_(select(waiting.c.id)))
        .subquery()
    )
    return select(turns.c.id).order_by(turns.c.turn, turns.c.id)


def _errand(row: Row[Any]) -> Errand:
    return Errand(
        id=row.id,
        kind=row.kind,
        message=row.message_id,
        channel=row.channel,
        ref=row.ref,
        room=row.room_ref,
        media=Media(**row.media) if row.media else None,
        question=json.dumps(row.question, ensure_ascii=False),
        tries=row.tries,
    )


def _found(row: Row[Any]) -> ErrandFound:
    return ErrandFound(
        id=row.id,
        kind=row.kind,
        message=row.message_id,
        state=row.state,
        tries=row.tries,
        due=row.due_at,
        note=row.note or "",
        answer=row.answer,
    )
