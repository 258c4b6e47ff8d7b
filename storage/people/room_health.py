"""How rooms stand: what waits in each, when somebody spoke last, whether our account is there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerting import AlertState
from bot.core.events import AccountState
from bot.core.ids import ChannelName, RoomId, RoomRef
from storage.only import only
from storage.tables.judging import case, lead, question
from storage.tables.people import account, gap, membership, room
from storage.tables.service import alert
from storage.tables.talk import message

_SPEAKS = {AccountState.LOGGED_IN.value, AccountState.CONNECTING.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a room stands."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str
    members: int
    last: datetime | None  # when somebody said something
    cases: int  # open ones that began here
    leads: int  # open or claimed
    alerts: int  # open
    questions: int  # of members, that wait for an answer
    present: bool  # our account is in it
    account: AccountState | None  # None: nothing is known of it
    able: bool  # it can speak here
    gap_since: datetime | None  # of the last time in which it could not hear
    gap_until: datetime | None


class RoomHealth:
    """The part of the roster that knows how rooms stand."""

    _connection: AsyncConnection

    async def health(self, within: Collection[RoomId] | None = None) -> tuple[Standing, ...]:
        """Every room: as many queries however many rooms there are."""
        said = (
            select(func.max(message.c.sent_at))
            .where(message.c.room_id == room.c.id)
            .correlate(room)
            .scalar_subquery()
        )
        inside = (
            select(func.count())
            .where(membership.c.room_id == room.c.id, membership.c.left_at.is_(None))
            .correlate(room)
            .scalar_subquery()
        )
        rows = await self._connection.execute(
            select(room, said.label("last"), inside.label("members"))
            .where(only(room.c.id, within))
            .order_by(room.c.id)
        )
        open_ = await self._open()
        states = await self._states()
        gaps = await self._gaps()
        return tuple(
            Standing(
                id=row.id,
                channel=row.channel,
                ref=row.ref,
                name=row.name,
                members=row.members,
                last=row.last,
                cases=open_["cases"].get(row.id, 0),
                leads=open_["leads"].get(row.id, 0),
                alerts=open_["alerts"].get(row.id, 0),
                questions=open_["questions"].get(row.id, 0),
                present=row.left_at is None,
                account=states.get(row.channel),
                able=row.left_at is None and _speaks(states.get(row.channel)),
                gap_since=gaps[row.channel][0] if row.channel in gaps else None,
                gap_until=gaps[row.channel][1] if row.channel in gaps else None,
            )
            for row in rows
        )

    async def _open(self) -> Mapping[str, Mapping[int, int]]:
        waits = question.c.answered_at.is_(None) & question.c.closed_at.is_(None)
        wanted = {
            "cases": _count(case.c.room_id, case.c.state == "open"),
            "leads": _count(lead.c.room_id, lead.c.state.in_(["open", "claimed"])),
            "alerts": _count(alert.c.room_id, alert.c.state == AlertState.OPEN.value),
            "questions": _count(question.c.room_id, waits),
        }
        return {
            name: {row.room_id: row.times for row in await self._connection.execute(statement)}
            for name, statement in wanted.items()
        }

    async def _states(self) -> Mapping[str, AccountState]:
        rows = await self._connection.execute(select(account.c.channel, account.c.state))
        return {channel: AccountState(state) for channel, state in rows}

    async def _gaps(self) -> Mapping[str, tuple[datetime, datetime]]:
        newest = select(func.max(gap.c.id)).group_by(gap.c.channel)
        rows = await self._connection.execute(
            select(gap.c.channel, gap.c.since, gap.c.until).where(gap.c.id.in_(newest))
        )
        return {row.channel: (row.since, row.until) for row in rows}


def _speaks(state: AccountState | None) -> bool:
    return state is None or state.value in _SPEAKS


def _count(place: ColumnElement[Any], which: ColumnElement[bool]) -> Select[Any, int]:
    return (
        select(place, func.count().label("times")).where(which, place.is_not(None)).group_by(place)
    )
