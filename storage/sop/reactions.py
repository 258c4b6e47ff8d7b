"""What came of posts: counted from the archive, and held against the room's own usual level."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Reacting, Reaction, Usual, Watched
from bot.core.ids import ChannelName, OccurrenceId, RoomId, RunId
from bot.core.said_words import says_one_of
from bot.core.staff import StaffDirectory
from storage.bulk import among, listed
from storage.people.ours import staff_identities
from storage.sop.acts import clicks_in, sign_ups_in
from storage.sop.windows import Line, Talk, Window, lines_in, members_at, talk_in
from storage.tables.people import gap, room
from storage.tables.sop import run
from storage.tables.talk import message

WEEKS = 8  # looked back for what is usual
_WEEK = timedelta(days=7)
_SPAN = WEEKS + 1  # windows of one watch: the post's own, and as many before it

Counts = dict[Reacting, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A room's channel, since when we hear it, and when we could not."""

    channel: ChannelName
    since: datetime
    gaps: Sequence[tuple[datetime, datetime]] = ()

    def throughout(self, window: Window) -> bool:
        """Whether we heard all of the window: only then an empty one says something."""
        deaf = any(since < window.until and until > window.since for since, until in self.gaps)
        return window.since >= self.since and not deaf


class Reactions:
    """What members did after posts, in one transaction."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def measure(
        self, watches: Sequence[Watched], *, usual: bool = True
    ) -> dict[OccurrenceId, Reaction]:
        """What was counted in each watched time; a constant number of queries for all.

        Staff, our accounts and so the poster never count; recalled messages do not either. What
        is usual is the same wall time of the last 8 weeks, as far as we heard the room then;
        `usual=False` leaves it out, for a look in between.
        """
        if not watches:
            return {}
        heard = await self._heard({one.room for one in watches})
        zones = await self._zones({one.run for one in watches}) if usual else {}
        own = [_window(place * _SPAN, one) for place, one in enumerate(watches)]
        past = [
            window
            for place, one in enumerate(watches)
            if usual
            for window in _weeks(place * _SPAN, one, zones.get(one.run, UTC), heard[one.room])
        ]
        staff = await staff_identities(
            self._connection, {place.channel for place in heard.values()}, self._staff
        )
        windows = [*own, *past]
        wordy = [window for window in windows if watches[window.key // _SPAN].words]
        lines = await lines_in(self._connection, wordy, staff)
        told = _Told(
            talk=await talk_in(self._connection, windows, staff),
            matches=_matches(lines, watches),
            members=await members_at(self._connection, own, staff),
            clicks=await clicks_in(self._connection, watches),
            sign_ups=await sign_ups_in(self._connection, watches),
            past=_by_watch(past),
        )
        return {one.occurrence: told.reaction(place, one) for place, one in enumerate(watches)}

    async def _heard(self, rooms: Collection[RoomId]) -> dict[RoomId, _Heard]:
        first = (
            select(func.min(message.c.sent_at)).where(message.c.room_id == room.c.id)
        ).scalar_subquery()
        rows = await self._connection.execute(
            select(room.c.id, room.c.channel, room.c.created_at, first.label("first")).where(
                among(room.c.id, "rooms")
            ),
            {"rooms": listed(rooms)},
        )
        found = rows.all()
        gaps = await self._gaps({row.channel for row in found})
        return {
            RoomId(row.id): _Heard(
                channel=row.channel,
                since=min(row.created_at, row.first or row.created_at),
                gaps=gaps.get(row.channel, ()),
            )
            for row in found
        }

    async def _gaps(
        self, channels: Collection[ChannelName]
    ) -> Mapping[ChannelName, list[tuple[datetime, datetime]]]:
        found: dict[ChannelName, list[tuple[datetime, datetime]]] = {}
        rows = await self._connection.execute(
            select(gap.c.channel, gap.c.since, gap.c.until).where(among(gap.c.channel, "channels")),
            {"channels": listed(channels)},
        )
        for row in rows:
            found.setdefault(row.channel, []).append((row.since, row.until))
        return found

    async def _zones(self, runs: Collection[RunId]) -> dict[RunId, ZoneInfo]:
        rows = await self._connection.execute(
            select(run.c.id, run.c.zone).where(among(run.c.id, "runs")), {"runs": listed(runs)}
        )
        return {RunId(row.id): ZoneInfo(row.zone) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Everything that was counted, by window."""

    talk: Mapping[int, Talk]
    matches: Mapping[int, int]
    members: Mapping[int, int]
    clicks: Mapping[OccurrenceId, int]
    sign_ups: Mapping[OccurrenceId, int]
    past: Mapping[int, Sequence[int]]  # keys of the earlier weeks that were heard

    def reaction(self, place: int, watch: Watched) -> Reaction:
        key = place * _SPAN
        weeks = [self._counted(week, watch) for week in self.past.get(place, ())]
        acts = {
            Reacting.CLICKS: self.clicks.get(watch.occurrence, 0),
            Reacting.SIGN_UPS: self.sign_ups.get(watch.occurrence, 0),
        }
        kinds = weeks[0] if weeks else ()
        return Reaction(
            occurrence=watch.occurrence,
            members=self.members.get(key, 0),
            counts=self._counted(key, watch) | acts,
            usual={kind: usual_level([week[kind] for week in weeks]) for kind in kinds},
        )

    def _counted(self, key: int, watch: Watched) -> Counts:
        talk = self.talk.get(key, Talk())
        counts = {Reacting.REPLIES: talk.messages, Reacting.SPEAKERS: talk.speakers}
        return counts | ({Reacting.MATCHES: self.matches.get(key, 0)} if watch.words else {})


def usual_level(weeks: Sequence[int]) -> Usual:
    """Median and median absolute deviation; at least one week is given."""
    middle = median(weeks)
    return Usual(
        median=float(middle),
        spread=float(median(abs(week - middle) for week in weeks)),
        weeks=len(weeks),
    )


def _window(key: int, watch: Watched) -> Window:
    return Window(key=key, room=watch.room, since=watch.since, until=watch.until)


def _weeks(key: int, watch: Watched, zone: tzinfo, heard: _Heard) -> list[Window]:
    """The same wall time in the weeks before, as far as the room was heard all through it."""
    wall, length = watch.since.astimezone(zone), watch.until - watch.since
    starts = [(wall - week * _WEEK).astimezone(UTC) for week in range(1, _SPAN)]
    windows = [
        Window(key=key + week, room=watch.room, since=start, until=start + length)
        for week, start in enumerate(starts, start=1)
    ]
    return [window for window in windows if heard.throughout(window)]


def _by_watch(windows: Iterable[Window]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for window in windows:
        found.setdefault(window.key // _SPAN, []).append(window.key)
    return found


def _matches(lines: Iterable[Line], watches: Sequence[Watched]) -> dict[int, int]:
    """How many people said one of the words, by window."""
    people: dict[int, set[int]] = {}
    for line in lines:
        if says_one_of(line.text, watches[line.key // _SPAN].words):
            people.setdefault(line.key, set()).add(line.person)
    return {key: len(found) for key, found in people.items()}
