"""What a stretch of days held, day by day: counted anew from what was said and done."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.daily import Asked, DailyCount, DayMeasure, Stretch, number
from bot.core.ids import RoomId
from bot.core.staff import StaffDirectory
from storage.bulk import listed
from storage.only import only
from storage.people.ours import staff_identities
from storage.service.daily_rows import counts, members, questions, talk
from storage.service.today_rows import COLLEAGUES, Rooms
from storage.sop.past import Heard, heard_rooms
from storage.tables.people import room

_MINUTE = timedelta(minutes=1)
_BY_DAY = (
    DayMeasure.MESSAGES,
    DayMeasure.POSTS,
    DayMeasure.SPEAKERS,
    DayMeasure.RESPONDERS,
)


class Daily:
    """Counts in one transaction that only looks; as many queries however many rooms and days."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def rooms(self, within: Rooms) -> frozenset[RoomId]:
        """Which of these rooms there are; None: all."""
        found = await self._connection.scalars(select(room.c.id).where(only(room.c.id, within)))
        return frozenset(RoomId(one) for one in found)

    async def count(self, days: Stretch, within: Rooms, *, now: datetime) -> DailyCount:
        """Everything of these days in these rooms; None: in all."""
        names = {number(day): day for day in days.days}
        colleagues = await self._colleagues()
        by_day: dict[DayMeasure, dict[date, int]] = defaultdict(dict)
        spread: dict[int, int] = {}
        responders = 0
        statement = talk(days, within, self._connection.dialect.name)
        for what, key, *found in await self._connection.execute(statement, colleagues):
            if what:
                spread[int(key)] = int(found[0])
                responders += int(found[1])
            else:
                for measure, count in zip(_BY_DAY, found, strict=True):
                    by_day[measure][names[int(key)]] = int(count)
        for measure, counted in counts(days, within).items():
            rows = await self._connection.execute(counted, colleagues)
            by_day[measure] = {names[int(day)]: int(count) for day, count in rows}
        asked = await self._asked(days, within, now)
        for one in asked:
            _add(by_day[DayMeasure.QUESTIONS], one.day)
            if one.answered:
                _add(by_day[DayMeasure.ANSWERED], one.day)
        heard = await heard_rooms(self._connection, await self.rooms(within))
        return DailyCount(
            by_day=dict(by_day),
            spread=spread,
            responders=responders,
            asked=asked,
            members=int(await self._connection.scalar(members(days, within), colleagues) or 0),
            heard=min((one.since for one in heard.values()), default=None),
            deaf=_deaf(days, heard.values()),
        )

    async def _asked(self, days: Stretch, within: Rooms, now: datetime) -> list[Asked]:
        names = {number(day): day for day in days.days}
        rows = await self._connection.execute(questions(days, within))
        return [
            Asked(
                day=names[int(day)],
                minutes=max(((answered or closed or now) - asked) / _MINUTE, 0.0),
                answered=answered is not None,
            )
            for day, asked, answered, closed in rows
        ]

    async def _colleagues(self) -> dict[str, str]:
        """Their accounts, as a parameter of the statements."""
        channels = (await self._connection.scalars(select(room.c.channel).distinct())).all()
        found = await staff_identities(self._connection, frozenset(channels), self._staff)
        return {COLLEAGUES: listed(sorted(found))}


def _add(counted: dict[date, int], day: date) -> None:
    counted[day] = counted.get(day, 0) + 1


def _deaf(days: Stretch, heard: Iterable[Heard]) -> frozenset[date]:
    zone = ZoneInfo(days.zone)
    found: set[date] = set()
    gaps = {gap for one in heard for gap in one.gaps}
    for since, until in gaps:
        if since < days.until and until > days.since:
            begin = max(since, days.since).astimezone(zone).date()
            end = min(until, days.until - timedelta.resolution).astimezone(zone).date()
            found |= {begin + timedelta(n) for n in range((end - begin).days + 1)}
    return frozenset(found)
