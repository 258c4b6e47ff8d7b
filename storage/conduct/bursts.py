"""Bursts: how many came into a room lately, and how much those who just came said."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.conduct import Burst
from bot.core.events import MembersJoined
from bot.core.ids import RoomId
from bot.core.seen import Room, Seen, SeenEvent, SeenMessage
from bot.core.staff import StaffDirectory
from storage.bulk import Query
from storage.conduct.alarms import alarms_of, ended_by_people
from storage.people.bearers import BEARER
from storage.tables.people import membership, room
from storage.tables.talk import message
from storage.types import micros

NEW = timedelta(days=1)  # whoever came within it counts as just come
USUAL_JOINS = timedelta(days=14)  # over which the usual is taken
USUAL_TALK = timedelta(days=7)

_ROOMS = {
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS room, json_extract(value, '$[1]') AS since "
        "FROM json_each(:rooms)) h"
    ),
    "postgresql": (
        "(SELECT (v->>0)::bigint AS room, (v->>1)::bigint AS since "
        "FROM json_array_elements(CAST(:rooms AS json)) v) h"
    ),
}
_INVITED = "i.id, i.channel, i.ref, i.name, COALESCE(i.own, false)"
_JOINED = {
    dialect: Query(
        text(
            f"SELECT h.room, {_INVITED}, COUNT(*) FROM {rooms} "  # noqa: S608 (all parts stand here)
            "JOIN membership m ON m.room_id = h.room AND m.joined_at >= h.since "
            "JOIN identity who ON who.id = m.identity_id AND NOT who.own "
            "LEFT JOIN identity i ON i.id = m.inviter_id "
            "GROUP BY h.room, i.id, i.channel, i.ref, i.name, i.own"
        )
    )
    for dialect, rooms in _ROOMS.items()
}
_SAID = {
    dialect: Query(
        text(
            f"SELECT h.room, {_INVITED}, COUNT(*) FROM {rooms} "  # noqa: S608 (all parts stand here)
            "JOIN message said ON said.room_id = h.room AND said.sent_at >= h.since "
            "JOIN membership m ON m.room_id = h.room AND m.identity_id = said.identity_id "
            "AND m.joined_at >= :new "
            "LEFT JOIN identity i ON i.id = m.inviter_id "
            "WHERE NOT said.own GROUP BY h.room, i.id, i.channel, i.ref, i.name, i.own"
        )
    )
    for dialect, rooms in _ROOMS.items()
}


@dataclass(frozen=True, slots=True)
class _Looking:
    """One look at rooms in which something stirs."""

    connection: AsyncConnection
    staff: StaffDirectory
    now: datetime


async def bursts(
    connection: AsyncConnection,
    seen: Sequence[Seen],
    rooms: Mapping[RoomId, Room],
    *,
    staff: StaffDirectory,
    now: datetime,
) -> Mapping[RoomId, Burst]:
    """The rooms in which somebody joined, or somebody new spoke, with this batch counted in.

    Whom a colleague or one of our accounts invited is not counted.
    """
    joined, stirred = _joined(seen), _spoken(seen, now)
    asked = [rooms[room] for room in sorted(joined | stirred) if room in rooms]
    if not asked:
        return {}
    look = _Looking(connection, staff, now)
    joins = await _count(look, _JOINED, [one for one in asked if one.id in joined])
    said = await _count(look, _SAID, [one for one in asked if one.id in stirred], new=now - NEW)
    holds = await alarms_of(connection, [one.id for one in asked], now)
    return {
        one.id: Burst(
            joins=joins.get(one.id, 0),
            said=said.get(one.id, 0),
            usual_joins=await _usual_joins(look, one, joins.get(one.id, 0)),
            usual_said=await _usual_said(look, one, said.get(one.id, 0)),
            since=await _since(look, one, joins.get(one.id, 0), said.get(one.id, 0)),
            alarm=holds.get(one.id),
        )
        for one in asked
    }


def _joined(seen: Sequence[Seen]) -> set[RoomId]:
    return {
        one.room
        for one in seen
        if isinstance(one, SeenEvent)
        and isinstance(one.event, MembersJoined)
        and one.room is not None
    }


def _spoken(seen: Sequence[Seen], now: datetime) -> set[RoomId]:
    """Where somebody spoke who just came."""
    return {
        one.room
        for one in seen
        if isinstance(one, SeenMessage)
        and one.room is not None
        and one.sender.joined is not None
        and one.sender.joined >= now - NEW
    }


async def _count(
    look: _Looking,
    query: Mapping[str, Query],
    rooms: Sequence[Room],
    **times: datetime,
) -> Mapping[RoomId, int]:
    """How often, by room, but for what colleagues brought about."""
    if not rooms:
        return {}
    windows = {one.id: look.now - one.rules.raid.within for one in rooms}
    # Who came before a colleague said that all is well makes no second alarm.
    ended = await ended_by_people(look.connection, windows, min(windows.values()))
    since = [[room, micros(max(at, ended.get(room, at)))] for room, at in windows.items()]
    rows = await query[look.connection.dialect.name].rows(
        look.connection,
        rooms=json.dumps(since),
        **{name: micros(at) for name, at in times.items()},
    )
    found: dict[RoomId, int] = defaultdict(int)
    for number, *inviter, count in rows:
        if not await _is_colleague(look, inviter):
            found[number] += count
    return found


async def _is_colleague(look: _Looking, inviter: Iterable[Any]) -> bool:
    number, channel, ref, name, own = inviter
    if number is None:
        return False
    if own or look.staff.by_user(channel, ref):
        return True
    if not look.staff.by_name(channel, name):
        return False
    rows = await BEARER.rows(look.connection, channel=channel, name=name)
    return any(first == number for first, _ref in rows)


async def _usual_joins(look: _Looking, room: Room, now: int) -> float:
    """What is usual within the room's window; asked only where it may matter."""
    if now < room.rules.raid.joins:
        return 0.0
    statement = select(func.count(), func.min(membership.c.joined_at)).where(
        membership.c.room_id == room.id, membership.c.joined_at >= look.now - USUAL_JOINS
    )
    return await _rate(look, statement, room, now)


async def _usual_said(look: _Looking, room: Room, now: int) -> float:
    if now < room.rules.raid.messages:
        return 0.0
    statement = select(func.count(), func.min(message.c.sent_at)).where(
        message.c.room_id == room.id,
        message.c.sent_at >= look.now - USUAL_TALK,
        ~message.c.own,
    )
    return await _rate(look, statement, room, now)


async def _since(look: _Looking, about: Room, joins: int, said: int) -> datetime | None:
    """When the room was first heard of; what was said before that may have been imported."""
    rules = about.rules.raid
    if joins < rules.joins and said < rules.messages:
        return None
    oldest = (
        select(message.c.sent_at)
        .where(message.c.room_id == about.id)
        .order_by(message.c.sent_at)
        .limit(1)
        .scalar_subquery()
    )
    statement = select(room.c.created_at, oldest).where(room.c.id == about.id)
    known: list[datetime | None] = list((await look.connection.execute(statement)).one())
    return min((at for at in known if at is not None), default=None)


async def _rate(look: _Looking, statement: Select[Any, Any], room: Room, now: int) -> float:
    """So many within one window, on the average of the time before this window."""
    count, first = (await look.connection.execute(statement)).one()
    window = room.rules.raid.within
    before = look.now - window - first if first is not None else timedelta()
    if before < window:
        return 0.0
    return float(max(0, count - now) * (window / before))
