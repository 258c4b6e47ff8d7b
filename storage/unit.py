"""One transaction with every repository on it, and the store that opens them."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerting import AlertSettings
from bot.core.effects import Effect
from bot.core.events import Event
from bot.core.ids import ChannelName
from bot.core.notices import News
from bot.core.rooms import RoomRules
from bot.core.seen import Closer, Context, Seen, SeenMessage, Suspect
from bot.core.sending import DeliverySettings
from bot.core.staff import StaffDirectory
from storage.access.access import Access
from storage.campaigns.campaigns import Campaigns
from storage.conduct.conduct import Conduct
from storage.delivery.outbox import Outbox
from storage.engine import Database
from storage.errands.errands import Errands
from storage.judging.closer import look_closer
from storage.judging.records import Records
from storage.learning.reviews import Reviews
from storage.learning.samples import Samples
from storage.learning.versions import Versions
from storage.noting import noted
from storage.people.roster import Roster
from storage.privacy.erasures import Erasures
from storage.privacy.exports import Exports
from storage.service.abroad import Abroad
from storage.service.alerts import Alerts
from storage.service.audit import Audit
from storage.service.daily import Daily
from storage.service.heartbeat import Heartbeat
from storage.service.secrets import Secrets
from storage.service.today import Today
from storage.service.waiting import Waiting
from storage.sop.absences import Absences
from storage.sop.agenda_pages import Agenda
from storage.sop.consents import Consents
from storage.sop.content import Contents
from storage.sop.facts import Facts
from storage.sop.feeds import Feeds
from storage.sop.links import Links
from storage.sop.occasions import Occasions
from storage.sop.places import Places
from storage.sop.reactions import Reactions
from storage.sop.results import Results
from storage.sop.runs import Runs
from storage.sop.tasks import Tasks
from storage.sop.watches import Watches
from storage.sorting import sort_out
from storage.talk.archive import Archive
from storage.talk.context import load_context
from storage.talk.search import Search
from storage.talk.timeline import Timeline


class Surroundings(Protocol):
    """What a transaction needs to know of the settings in force."""

    @property
    def staff(self) -> StaffDirectory:
        """Who is a colleague."""
        ...

    @property
    def repeat_window(self) -> timedelta:
        """How far back repeats are looked for."""
        ...

    @property
    def alerting(self) -> AlertSettings:
        """Which alerts are told, and when repeats are told again."""
        ...

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        """The rules of one room."""
        ...

    def kin(self, channel: ChannelName) -> Sequence[ChannelName]:
        """The other channels of the same platform: a ref means the same account there."""
        ...


class Unit:
    """The repositories on one connection. Inside `Store.write` they commit together."""

    def __init__(
        self,
        connection: AsyncConnection,
        surroundings: Surroundings,
        delivery: DeliverySettings,
    ) -> None:
        self._connection = connection
        self._surroundings = surroundings
        self.archive = Archive(connection, surroundings.kin)
        self.roster = Roster(connection)
        self.records = Records(connection)
        self.search = Search(connection)
        self.audit = Audit(connection)
        self.outbox = Outbox(connection, delivery)
        self.alerts = Alerts(connection, surroundings.alerting)
        self.runs = Runs(connection)
        self.tasks = Tasks(connection)
        self.absences = Absences(connection)
        self.secrets = Secrets(connection)
        self.access = Access(connection)
        self.campaigns = Campaigns(connection)
        self.sign_ups = self.campaigns.sign_ups
        self.contents = Contents(connection)
        self.reactions = Reactions(connection, surroundings.staff)
        self.watches = Watches(connection)
        self.occasions = Occasions(connection)
        self.consents = Consents(connection)
        self.facts = Facts(connection, surroundings.staff)
        self.places = Places(connection)
        self.conduct = Conduct(connection)
        self.errands = Errands(connection)
        self.samples = Samples(connection)
        self.versions = Versions(connection)
        self.reviews = Reviews(connection)
        self.heartbeat = Heartbeat(connection)

    @property
    def agenda(self) -> Agenda:
        """The calendar of plans, page by page."""
        return Agenda(self._connection)

    @property
    def abroad(self) -> Abroad:
        """What any process committed lately."""
        return Abroad(self._connection)

    @property
    def feeds(self) -> Feeds:
        """Addresses of calendar feeds."""
        return Feeds(self._connection)

    @property
    def today(self) -> Today:
        """What a day held, hour by hour."""
        return Today(self._connection, self._surroundings.staff)

    @property
    def daily(self) -> Daily:
        """What a stretch of days held, day by day."""
        return Daily(self._connection, self._surroundings.staff)

    @property
    def waiting(self) -> Waiting:
        """What waits for people."""
        return Waiting(self._connection)

    @property
    def links(self) -> Links:
        """Short links, and who followed them."""
        return Links(self._connection)

    @property
    def timeline(self) -> Timeline:
        """Rooms as people read them."""
        return Timeline(self._connection, self._surroundings.staff)

    @property
    def results(self) -> Results:
        """How steps of plans were said, and who answered."""
        return Results(self._connection, self._surroundings.staff)

    @property
    def erasures(self) -> Erasures:
        """People whose data is erased."""
        return Erasures(self._connection)

    @property
    def exports(self) -> Exports:
        """Everything that is held about a person."""
        return Exports(self._connection)

    async def save(self, events: Sequence[Event], *, now: datetime) -> list[Seen]:
        """Archive events; give back those never seen before."""
        return await self.archive.save(events, received=now)

    async def settle_echoes(self, own: Sequence[SeenMessage], *, now: datetime) -> list[Effect]:
        """Match our own posts with what we sent."""
        return list(await self.outbox.settle_echo(own, now))

    async def load_context(self, seen: Sequence[Seen], *, now: datetime) -> Context:
        """Everything the decisions on these events may look at."""
        return await load_context(
            self._connection,
            seen,
            rules_for=self._surroundings.rules_for,
            staff=self._surroundings.staff,
            window=self._surroundings.repeat_window,
            now=now,
        )

    async def look_closer(self, suspects: Sequence[Suspect], *, now: datetime) -> Closer:
        """What is to be known of suspects before anything is decided about them."""
        return await look_closer(self._connection, suspects, now=now)

    async def set_aside(self, event: Event, error: str, *, now: datetime) -> None:
        """Keep an event that cannot be processed."""
        await self.archive.save_poison(event, error, now)

    async def apply(self, effects: Sequence[Effect], *, now: datetime) -> None:
        """Write records; intents go into the outbox."""
        out = sort_out(effects)
        for task in out.tasks:
            await self.tasks.assign(task, now)
        await self.alerts.raise_all(out.alerts, now)
        if out.records:
            await self.records.apply(out.records, now)
        if out.conduct:
            await self.conduct.apply(out.conduct, now)
        if out.errands:
            await self.errands.apply(out.errands, now)
        if out.samples:
            await self.samples.apply(out.samples, now)
        if out.campaigns:
            await self.campaigns.apply(out.campaigns, now)
        if out.intents:
            await self.outbox.enqueue(out.intents, now)


class Store:
    """Opens units on one database."""

    def __init__(
        self,
        database: Database,
        surroundings: Surroundings,
        delivery: Callable[[], DeliverySettings],
        news: News | None = None,
    ) -> None:
        self.database = database
        self._surroundings = surroundings
        self._delivery = delivery
        self._news = news

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Unit]:
        """A unit that commits at the end of the block, or not at all; who watches is told."""
        news = self._news
        if news is None or not news.watched:
            async with self.database.write() as connection:
                yield Unit(connection, self._surroundings, self._delivery())
            return
        async with self.database.write() as connection:
            with noted(connection) as notices:
                yield Unit(connection, self._surroundings, self._delivery())
        news.post_all(notices)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Unit]:
        """A unit to look only; it keeps no writer waiting."""
        async with self.database.read() as connection:
            yield Unit(connection, self._surroundings, self._delivery())
