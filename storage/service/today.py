"""What a day held, hour by hour: counted in the archive, room by room and for the house."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import RoomId
from bot.core.staff import StaffDirectory
from bot.core.today import HOURS, Day, DayCount, Hours, Measure
from storage.bulk import listed
from storage.only import only
from storage.people.ours import staff_identities
from storage.service.today_rows import COLLEAGUES, Rooms, counts, speakers, speakers_of_house
from storage.sop.past import Heard, heard_rooms
from storage.sop.windows import Window
from storage.tables.people import room


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRooms:
    """The rooms that count, by name, and whether we heard them."""

    names: Mapping[RoomId, str]
    heard: Mapping[RoomId, Heard]

    def throughout(self, place: RoomId, day: Day, hours: float) -> bool:
        """Whether we heard a room all through the first hours of a day."""
        return self.heard[place].throughout(_part(place, day, hours))

    def all_throughout(self, day: Day, hours: float) -> bool:
        """Whether every room that we heard by then was heard all through."""
        then = [place for place, heard in self.heard.items() if heard.since <= day.since]
        return bool(then) and all(self.throughout(place, day, hours) for place in then)


def _part(place: RoomId, day: Day, hours: float) -> Window:
    length = (day.until - day.since) * min(hours / HOURS, 1.0)
    return Window(key=0, room=place, since=day.since, until=day.since + length)


class Today:
    """Counts in one transaction that only looks."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def rooms(self, within: Rooms) -> CountedRooms:
        """The rooms that count."""
        rows = await self._connection.execute(
            select(room.c.id, room.c.name, room.c.ref).where(only(room.c.id, within))
        )
        names = {RoomId(row.id): row.name or row.ref for row in rows}
        return CountedRooms(names=names, heard=await heard_rooms(self._connection, names.keys()))

    async def count(self, day: Day, within: Rooms) -> DayCount:
        """Everything of a day: as many queries however many rooms there are."""
        colleagues = await self._colleagues()
        rooms: dict[RoomId, dict[Measure, list[int]]] = defaultdict(dict)
        house: dict[Measure, list[int]] = {}
        statements = counts(day, within) | {Measure.SPEAKERS: speakers(day, within)}
        for measure, statement in statements.items():
            for place, hour, count in await self._connection.execute(statement, colleagues):
                _add(rooms[RoomId(place)], measure, day, hour, count)
                if measure is not Measure.SPEAKERS:
                    _add(house, measure, day, hour, count)
        once = await self._connection.execute(speakers_of_house(day, within), colleagues)
        for hour, count in once:
            _add(house, Measure.SPEAKERS, day, hour, count)
        return DayCount(
            house=_frozen(house), rooms={place: _frozen(here) for place, here in rooms.items()}
        )

    async def _colleagues(self) -> dict[str, str]:
        """Their accounts, as a parameter of the statements."""
        channels = (await self._connection.scalars(select(room.c.channel).distinct())).all()
        found = await staff_identities(self._connection, frozenset(channels), self._staff)
        return {COLLEAGUES: listed(sorted(found))}


def _add(counted: dict[Measure, list[int]], measure: Measure, day: Day, hour: int, n: int) -> None:
    wall = day.hours[min(int(hour), len(day.hours) - 1)]
    counted.setdefault(measure, [0] * HOURS)[wall] += n


def _frozen(counted: Mapping[Measure, list[int]]) -> dict[Measure, Hours]:
    return {measure: tuple(hours) for measure, hours in counted.items()}
