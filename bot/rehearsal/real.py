"""What a rehearsal takes from the real database, which it only looks at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.simulator.views import Saying
from bot.config import Settings
from bot.core.events import MessageReceived
from bot.core.ids import ChannelName, RoomId, RoomRef
from bot.core.located import BrokenFile
from bot.core.plans import PlanRoom, RunState
from bot.core.rehearsing import Against
from bot.core.staff import StaffDirectory
from bot.rehearsal.goings import goings
from bot.rehearsal.span import limit_of
from bot.rehearsal.values import Asked, AtWork, Coming, Leaving, Past, Rates, Room, Talking
from sop.model import Against as Than
from sop.parse import parse_plan
from sop.walltime import instant
from storage.sop.absences import Absences
from storage.sop.content import Contents
from storage.sop.room_rates import LOOKED_BACK, Lives
from storage.sop.runs import Runs
from storage.talk.reading import Past as Archive
from storage.talk.reading import Wanted

Again = Callable[[datetime], datetime]  # when it happens in the rehearsal

_WEEK = timedelta(days=7)
_MOST_SAID = 20_000  # messages before, the newest; more would take longer than it tells
_KNOWN_WELL = 7  # days of history from which on it says something


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """The real database, in one look at it."""

    connection: AsyncConnection
    settings: Settings
    now: datetime

    @property
    def _staff(self) -> StaffDirectory:
        return StaffDirectory.of(self.settings.staff)

    async def rooms(self) -> list[PlanRoom]:
        """Every room in which we sit."""
        return await Runs(self.connection).rooms()

    async def room(self, place: PlanRoom) -> Room:
        """A room as it is, and as lively as it was."""
        found = await Lives(self.connection, self._staff).rates(place, self.now)
        rates = Rates()
        if found.days >= _KNOWN_WELL and found.members:
            answering = rates.answering if found.answering is None else found.answering
            rates = Rates(
                messages_a_day=found.messages / found.days / found.members,
                answering=min(answering, 1.0),
                joining_a_day=found.joined / found.days,
                days=found.days,
            )
        return Room(
            channel=place.channel,
            ref=place.ref,
            name=place.name,
            members=found.members,
            rates=rates,
        )

    async def beside(self, room: RoomId, plan: str) -> tuple[AtWork, ...]:
        """The other plans that run in the room, as they are in force."""
        runs = Runs(self.connection)
        texts = {one.name: one for one in await runs.editions.in_force()}
        found: list[AtWork] = []
        for run in await runs.live_in([room]):
            kept = texts.get(run.plan)
            if run.plan == plan or run.state is not RunState.ACTIVE or kept is None:
                continue
            try:
                loaded = parse_plan(kept.source, file=kept.path)
            except BrokenFile:
                continue  # this release reads it more strictly: it says nothing now either
            found.append(AtWork(loaded=loaded, starts_on=run.starts_on, event_at=run.event_at))
        return tuple(found)

    async def with_all(self, asked: Asked, place: PlanRoom) -> Asked:
        """The same, with who is away, what is approved, and what was said in the room."""
        approvals = await Contents(self.connection).approvals()
        asked = replace(
            asked,
            away=tuple(await Absences(self.connection).listed(self.now)),
            approved=tuple(approvals.values()),
        )
        newest = await Lives(self.connection, self._staff).newest(place)
        if newest is None:
            newest = self.now
        if asked.against is Against.PAST:
            asked = await self._with_past(asked, place, newest)
        return await self._with_usual(asked, place, newest) if _knows_usual(asked) else asked

    async def _with_past(self, asked: Asked, place: PlanRoom, newest: datetime) -> Asked:
        """The newest talk of the room that fits the weekdays and is over."""
        since, until = limit_of(asked)
        back = max(0, -((newest - until) // _WEEK)) * _WEEK
        said = await self._said(place, since - back, until - back)
        past = _past(said, back, place, since, until, asked.zone)
        moves = await self._moves(place, since - back, until - back, _later(back, asked.zone))
        return replace(asked, past=replace(past, moves=moves))

    async def _with_usual(self, asked: Asked, place: PlanRoom, newest: datetime) -> Asked:
        """The eight weeks before, so that one knows what is usual in the room."""
        since, _ = limit_of(asked)
        back = max(0, (since - newest) // _WEEK) * _WEEK
        if asked.past is not None:
            back = asked.past.back
        # A week more: a week counts where the room was heard from its beginning.
        said = await self._said(place, since - back - LOOKED_BACK - _WEEK, since - back)
        again = [_again(one, back, asked.zone) for one in said[-_MOST_SAID:]]
        return replace(asked, before=tuple(one for one in again if one.at < since))

    async def _moves(
        self, place: PlanRoom, since: datetime, until: datetime, again: Again
    ) -> tuple[Coming | Leaving, ...]:
        """Who came into the room, and who left it."""
        wanted = Wanted(since=since, until=until, room=str(place.ref))
        ours = await Lives(self.connection, self._staff).own_users(place.channel)
        events = [one async for page in Archive(self.connection).happened(wanted) for one in page]
        return goings(events, (place.channel, place.ref), ours, again)

    async def _said(
        self, place: PlanRoom, since: datetime, until: datetime
    ) -> list[MessageReceived]:
        wanted = Wanted(since=since, until=until, room=str(place.ref))
        said: list[MessageReceived] = []
        async for batch in Archive(self.connection).by_time(wanted):
            said += [one.event for one in batch if one.room == place.id and not one.event.own]
        return said


def _knows_usual(asked: Asked) -> bool:
    """Whether a step is held against what is usual in the room."""
    expected = (step.expect for step in asked.run.loaded.plan.all_steps)
    levels = (level for one in expected if one is not None for level in one.levels.values())
    return any(level.of is Than.USUAL for level in levels)


def _past(
    said: Sequence[MessageReceived],
    back: timedelta,
    place: PlanRoom,
    since: datetime,
    until: datetime,
    zone: str,
) -> Past:
    heard = min([place.first_seen, *(one.at for one in said)])
    span = until - since
    covered = (until - back - max(since - back, heard)) / span
    names = {one.sender: one.sender_nickname or one.sender_name for one in said}
    return Past(
        back=back,
        covered=min(max(covered, 0.0), 1.0),
        people=names,
        talk=tuple(_again(one, back, zone) for one in said),
    )


def _again(one: MessageReceived, back: timedelta, zone: str) -> Talking:
    """The same said later, at the same time of the wall clock."""
    saying = Saying(text=one.text, kind=one.kind, media=one.media, mentions=one.mentions)
    return Talking(at=_later(back, zone)(one.at), by=one.sender, saying=saying)


def _later(back: timedelta, zone: str) -> Again:
    def later(at: datetime) -> datetime:
        local = (at.astimezone(ZoneInfo(zone)) + back).replace(tzinfo=None)
        return instant(local.date(), local.time(), zone)

    return later


def made_up(settings: Settings, name: str, members: int) -> Room:
    """A room that is not there yet."""
    channel = settings.channels[0].name if settings.channels else ChannelName("sim")
    return Room(channel=channel, ref=RoomRef(name), name=name, members=members, known=False)
