"""Reading events, gaps, accounts, and the figures of the whole."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import AccountState
from bot.core.ids import ChannelName, RoomId, UserRef
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.delivery import outbox
from storage.tables.judging import case, lead, question, verdict
from storage.tables.people import account, gap, person, room
from storage.tables.service import alert
from storage.tables.sop import task
from storage.tables.talk import event, message, poison


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFound:
    """An event that is not a message."""

    id: int
    channel: ChannelName
    ref: str
    kind: str
    room: RoomId | None
    at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSeen:
    """A time in which an account could not hear."""

    id: int
    channel: ChannelName
    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSeen:
    """Where one of our accounts stands."""

    channel: ChannelName
    state: AccountState
    user: UserRef | None
    user_name: str
    qr_code: str
    reason: str
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much there is of everything; by state where things have one."""

    messages: int
    people: int
    rooms: int
    events: int
    verdicts: int
    gaps: int
    poison: int  # not settled
    questions: int  # waiting for an answer
    cases: dict[str, int]
    leads: dict[str, int]
    alerts: dict[str, int]
    tasks: dict[str, int]
    deliveries: dict[str, int]


class Journal:
    """The part of the archive that shows what happened besides talk."""

    _connection: AsyncConnection

    async def events(
        self,
        *,
        room_id: RoomId | None = None,
        kind: str | None = None,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[EventFound]:
        """Events that are not messages, newest first. `kind` is the event's class name."""
        limit = page_size(limit)
        here = only(event.c.room_id, within)
        statement = select(event).where(here).order_by(event.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(event.c.id < behind[0])
        if room_id is not None:
            statement = statement.where(event.c.room_id == room_id)
        if kind is not None:
            statement = statement.where(event.c.kind == kind)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _event, lambda row: (row.id,))

    async def gaps(self, *, after: str | None = None, limit: int = 50) -> Page[GapSeen]:
        """Gaps in what we heard, newest first."""
        limit = page_size(limit)
        statement = select(gap).order_by(gap.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(gap.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _gap, lambda row: (row.id,))

    async def gaps_since(self, since: datetime) -> dict[str, int]:
        """How many gaps each account has had that ended after this."""
        counted = select(gap.c.channel, func.count()).where(gap.c.until > since)
        rows = await self._connection.execute(counted.group_by(gap.c.channel))
        return {str(channel): number for channel, number in rows}

    async def accounts(self) -> tuple[AccountSeen, ...]:
        """Our accounts, by channel."""
        rows = await self._connection.execute(select(account).order_by(account.c.channel))
        return tuple(
            AccountSeen(
                channel=row.channel,
                state=AccountState(row.state),
                user=row.user_ref,
                user_name=row.user_name or "",
                qr_code=row.qr_code or "",
                reason=row.reason or "",
                changed=row.changed_at,
            )
            for row in rows
        )

    async def figures(self) -> Figures:
        """Counts of everything."""
        return Figures(
            messages=await self._count(message),
            people=await self._count(person, person.c.merged_into.is_(None)),
            rooms=await self._count(room),
            events=await self._count(event),
            verdicts=await self._count(verdict),
            gaps=await self._count(gap),
            poison=await self._count(poison, poison.c.settled_at.is_(None)),
            questions=await self._count(
                question, question.c.answered_at.is_(None), question.c.closed_at.is_(None)
            ),
            cases=await self._by_state(case.c.state),
            leads=await self._by_state(lead.c.state),
            alerts=await self._by_state(alert.c.state),
            tasks=await self._by_state(task.c.state),
            deliveries=await self._by_state(outbox.c.state),
        )

    async def _count(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        statement = select(func.count()).select_from(table).where(*conditions)
        return (await self._connection.execute(statement)).scalar_one()

    async def _by_state(self, state: Column[Any]) -> dict[str, int]:
        rows = await self._connection.execute(select(state, func.count()).group_by(state))
        return {row[0]: row[1] for row in rows}


def _event(row: Row[Any]) -> EventFound:
    return EventFound(
        id=row.id,
        channel=row.channel,
        ref=row.ref,
        kind=row.kind,
        room=row.room_id,
        at=row.at,
        payload=row.payload,
    )


def _gap(row: Row[Any]) -> GapSeen:
    return GapSeen(
        id=row.id, channel=row.channel, since=row.since, until=row.until, reason=row.reason
    )
