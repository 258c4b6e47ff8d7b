"""Alarms of rooms: which room is stricter, until when, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.conduct import RoomAlarm
from bot.core.conduct_effects import AlarmRoom
from bot.core.ids import GROUPKEEPER, RoomId
from storage.bulk import among, listed
from storage.service.audit import Audit
from storage.tables.conduct import room_alarm
from storage.tables.people import room

_ALARMS = (
    select(room_alarm)
    .where(among(room_alarm.c.room_id, "rooms"), room_alarm.c.ended_by.is_(None))
    .order_by(room_alarm.c.until)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFound(RoomAlarm):
    """An alarm as staff read it."""

    name: str  # of the room


class Alarms:
    """The part of conduct that holds the alarms."""

    _connection: AsyncConnection

    async def alarm(self, one: AlarmRoom, now: datetime) -> None:
        """Be stricter in a room; a longer alarm is added to a shorter one."""
        holds = (await self.alarms({one.room}, now)).get(one.room)
        if holds is None or holds.until < one.until:
            # One that goes on is still the same raid: it began when the first alarm did.
            since = now if holds is None else holds.since
            await self._connection.execute(
                room_alarm.delete().where(
                    room_alarm.c.room_id == one.room, room_alarm.c.since == since
                )
            )
            await self._connection.execute(
                room_alarm.insert().values(
                    room_id=one.room, why=one.why, since=since, until=one.until
                )
            )
        if holds is None:
            await Audit(self._connection).note(
                "alarm.begin",
                f"room:{one.room}",
                author=GROUPKEEPER,
                now=now,
                reason=one.why,
                details=before_after({"alarm": None}, {"alarm": one.until.isoformat()}),
            )

    async def alarms(self, rooms: Collection[RoomId], now: datetime) -> Mapping[RoomId, RoomAlarm]:
        """The alarms that hold in these rooms."""
        return await alarms_of(self._connection, rooms, now)

    async def alarms_now(self, now: datetime) -> tuple[AlarmFound, ...]:
        """Every room that is alarmed, the newest alarm first."""
        rows = await self._connection.execute(
            select(room_alarm, room.c.name)
            .join(room, room.c.id == room_alarm.c.room_id)
            .where(room_alarm.c.ended_by.is_(None), room_alarm.c.until > now)
            .order_by(room_alarm.c.since.desc(), room_alarm.c.room_id)
        )
        return tuple(
            AlarmFound(
                room=row.room_id, name=row.name, since=row.since, until=row.until, why=row.why
            )
            for row in rows
        )

    async def end_alarm(self, room: RoomId, *, author: str, reason: str, now: datetime) -> bool:
        """End the alarm of a room before its time; False where none holds. Audited."""
        holds = (await self.alarms({room}, now)).get(room)
        if holds is None:
            return False
        await self._connection.execute(
            update(room_alarm)
            .where(room_alarm.c.room_id == room, room_alarm.c.ended_by.is_(None))
            .values(ended_by=author, until=now)
        )
        await Audit(self._connection).note(
            "alarm.end",
            f"room:{room}",
            author=author,
            now=now,
            reason=reason,
            details=before_after({"alarm": holds.until.isoformat()}, {"alarm": None}),
        )
        return True


async def ended_by_people(
    connection: AsyncConnection, rooms: Collection[RoomId], since: datetime
) -> Mapping[RoomId, datetime]:
    """When somebody said last that all is well in these rooms, since then."""
    rows = await connection.execute(
        select(room_alarm.c.room_id, func.max(room_alarm.c.until).label("ended"))
        .where(
            among(room_alarm.c.room_id, "rooms"),
            room_alarm.c.ended_by.is_not(None),
            room_alarm.c.until >= since,
        )
        .group_by(room_alarm.c.room_id),
        {"rooms": listed(rooms)},
    )
    return {row.room_id: row.ended for row in rows}


async def alarms_of(
    connection: AsyncConnection, rooms: Collection[RoomId], now: datetime
) -> Mapping[RoomId, RoomAlarm]:
    """The alarms that hold in these rooms."""
    if not rooms:
        return {}
    rows = await connection.execute(_ALARMS, {"rooms": listed(rooms)})
    found = (
        RoomAlarm(room=row.room_id, since=row.since, until=row.until, why=row.why) for row in rows
    )
    return {one.room: one for one in found if one.until > now}
