"""The same wall time in the weeks before a post, as far as we heard the room then."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Watched
from bot.core.ids import ChannelName, RoomId, RunId
from storage.bulk import among, listed
from storage.sop.windows import Window
from storage.tables.people import gap, room
from storage.tables.sop import run
from storage.tables.talk import message

WEEKS = 8  # looked back for what is usual
SPAN = WEEKS + 1  # keys of one watch: the post's own window, and as many before it
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A room's channel, since when we hear it, and when we could not."""

    channel: ChannelName
    since: datetime
    gaps: Sequence[tuple[datetime, datetime]] = ()

    def throughout(self, window: Window) -> bool:
        """Whether we heard all of the window: only then an empty one says something."""
        deaf = any(since < window.until and until > window.since for since, until in self.gaps)
        return window.since >= self.since and not deaf


def own_windows(watches: Sequence[Watched]) -> list[Window]:
    """The window of each watch itself; its key is the watch's place times SPAN."""
    return [_window(place * SPAN, one) for place, one in enumerate(watches)]


async def windows_before(
    connection: AsyncConnection, watches: Sequence[Watched], heard: Mapping[RoomId, Heard]
) -> list[Window]:
    """The windows of the weeks before; keys follow that of the watch's own window."""
    zones = await _zones(connection, {one.run for one in watches})
    return [
        window
        for place, one in enumerate(watches)
        for window in _weeks(place * SPAN, one, zones.get(one.run, UTC), heard[one.room])
    ]


def by_watch(windows: Sequence[Window]) -> dict[int, list[int]]:
    """The keys of the windows, by the place of their watch."""
    found: dict[int, list[int]] = {}
    for window in windows:
        found.setdefault(window.key // SPAN, []).append(window.key)
    return found


async def heard_rooms(
    connection: AsyncConnection, rooms: Collection[RoomId]
) -> dict[RoomId, Heard]:
    """Since when we hear these rooms, by their first message or when we came."""
    first = (
        select(func.min(message.c.sent_at)).where(message.c.room_id == room.c.id)
    ).scalar_subquery()
    rows = await connection.execute(
        select(room.c.id, room.c.channel, room.c.created_at, first.label("first")).where(
            among(room.c.id, "rooms")
        ),
        {"rooms": listed(rooms)},
    )
    found = rows.all()
    gaps = await _gaps(connection, {row.channel for row in found})
    return {
        RoomId(row.id): Heard(
            channel=row.channel,
            since=min(row.created_at, row.first or row.created_at),
            gaps=gaps.get(row.channel, ()),
        )
        for row in found
    }


async def _gaps(
    connection: AsyncConnection, channels: Collection[ChannelName]
) -> Mapping[ChannelName, list[tuple[datetime, datetime]]]:
    found: dict[ChannelName, list[tuple[datetime, datetime]]] = {}
    rows = await connection.execute(
        select(gap.c.channel, gap.c.since, gap.c.until).where(among(gap.c.channel, "channels")),
        {"channels": listed(channels)},
    )
    for row in rows:
        found.setdefault(row.channel, []).append((row.since, row.until))
    return found


async def _zones(connection: AsyncConnection, runs: Collection[RunId]) -> dict[RunId, ZoneInfo]:
    rows = await connection.execute(
        select(run.c.id, run.c.zone).where(among(run.c.id, "runs")), {"runs": listed(runs)}
    )
    return {RunId(row.id): ZoneInfo(row.zone) for row in rows}


def _window(key: int, watch: Watched) -> Window:
    return Window(key=key, room=watch.room, since=watch.since, until=watch.until)


def _weeks(key: int, watch: Watched, zone: tzinfo, heard: Heard) -> list[Window]:
    wall, length = watch.since.astimezone(zone), watch.until - watch.since
    starts = [(wall - week * _WEEK).astimezone(UTC) for week in range(1, SPAN)]
    windows = [
        Window(key=key + week, room=watch.room, since=start, until=start + length)
        for week, start in enumerate(starts, start=1)
    ]
    return [window for window in windows if heard.throughout(window)]
