"""What is held against people, or in their favour."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.conduct import Listing, ListName, Mark, RoomAlarm, Standing
from bot.core.effects import AlarmRoom, Enlist, GiveMark
from bot.core.ids import RoomId, StudentId
from storage.bulk import among, listed
from storage.people.survivors import survivors
from storage.tables.conduct import listing, mark, room_alarm
from storage.tables.people import person
from storage.types import micros
from storage.upsert import InsertNew

_GIVE = InsertNew(
    mark,
    ("key", "student_id", "points", "kind", "room_id", "message_id", "author", "at"),
    index_elements=[mark.c.key],
)
# A person's conduct is that of every ID merged into theirs.
_BEARS = among(person.c.student_id, "ids") | among(person.c.merged_into, "ids")
_MARKS = (
    select(mark, person.c.merged_into)
    .join(person, person.c.student_id == mark.c.student_id)
    .where(_BEARS)
    .order_by(mark.c.at, mark.c.id)
)
_LISTED = (
    select(listing, person.c.merged_into)
    .join(person, person.c.student_id == listing.c.student_id)
    .where(_BEARS, listing.c.lifted_at.is_(None))
    .order_by(listing.c.since, listing.c.id)
)
_ALARMS = (
    select(room_alarm)
    .where(among(room_alarm.c.room_id, "rooms"), room_alarm.c.ended_by.is_(None))
    .order_by(room_alarm.c.until)
)


class Conduct:
    """Points, lists and alarms on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def apply(self, effects: Sequence[GiveMark | Enlist | AlarmRoom], now: datetime) -> None:
        """Write down what was decided."""
        await self.give([one for one in effects if isinstance(one, GiveMark)], now)
        for one in effects:
            match one:
                case GiveMark():
                    pass  # given above, all at once
                case Enlist():
                    await self.enlist(one, now)
                case AlarmRoom():
                    await self.alarm(one, now)
                case _:
                    assert_never(one)

    async def give(self, marks: Sequence[GiveMark], now: datetime) -> None:
        """Hold something against people; what is held already changes nothing."""
        now_is = await survivors(self._connection, {one.student for one in marks})
        await _GIVE.run(
            self._connection,
            [
                {
                    "key": one.key,
                    "student_id": now_is[one.student],
                    "points": one.points,
                    "kind": one.kind,
                    "room_id": one.room,
                    "message_id": one.message,
                    "author": one.author,
                    "at": micros(now),
                }
                for one in marks
            ],
        )

    async def enlist(self, one: Enlist, now: datetime) -> None:
        """Put a person on a list."""
        now_is = await survivors(self._connection, {one.student})
        await self._connection.execute(
            listing.insert().values(
                student_id=now_is[one.student],
                list=one.list.value,
                reason=one.reason,
                message_id=one.message,
                author=one.author,
                since=now,
                until=one.until,
            )
        )

    async def alarm(self, one: AlarmRoom, now: datetime) -> None:
        """Be stricter in a room; a longer alarm is added to a shorter one."""
        holds = (await self.alarms({one.room}, now)).get(one.room)
        if holds is None or holds.until < one.until:
            await self._connection.execute(
                room_alarm.insert().values(
                    room_id=one.room, why=one.why, since=now, until=one.until
                )
            )

    async def standings(
        self, students: Collection[StudentId], now: datetime
    ) -> Mapping[StudentId, Standing]:
        """The conduct of people; those of whom nothing is known are left out."""
        ids = {"ids": listed(students)}
        marks: dict[StudentId, list[Mark]] = defaultdict(list)
        for row in await self._connection.execute(_MARKS, ids):
            one_mark = _mark(row)
            marks[one_mark.student].append(one_mark)
        lists: dict[StudentId, dict[ListName, Listing]] = defaultdict(dict)
        for row in await self._connection.execute(_LISTED, ids):
            one = _listing(row)
            if one.until is None or one.until > now:
                lists[one.student][one.list] = one
        return {
            student: Standing(
                marks=tuple(marks.get(student, ())),
                denied=lists.get(student, {}).get(ListName.DENY),
                allowed=lists.get(student, {}).get(ListName.ALLOW),
                trusted=lists.get(student, {}).get(ListName.TRUST),
            )
            for student in marks.keys() | lists.keys()
        }

    async def alarms(self, rooms: Collection[RoomId], now: datetime) -> Mapping[RoomId, RoomAlarm]:
        """The alarms that hold in these rooms."""
        rows = await self._connection.execute(_ALARMS, {"rooms": listed(rooms)})
        found = (
            RoomAlarm(room=row.room_id, since=row.since, until=row.until, why=row.why)
            for row in rows
        )
        return {one.room: one for one in found if one.until > now}


def _mark(row: Row[Any]) -> Mark:
    return Mark(
        id=row.id,
        student=row.merged_into or row.student_id,
        points=row.points,
        kind=row.kind,
        key=row.key,
        at=row.at,
        author=row.author,
        revoked_by=row.revoked_by,
        revoked=row.revoked_at,
        room=row.room_id,
        message=row.message_id,
    )


def _listing(row: Row[Any]) -> Listing:
    return Listing(
        id=row.id,
        student=row.merged_into or row.student_id,
        list=ListName(row.list),
        since=row.since,
        until=row.until,
        reason=row.reason,
        author=row.author,
        message=row.message_id,
        lifted_by=row.lifted_by,
        lifted=row.lifted_at,
    )
