"""The stage: the service's own desk, pipeline and store, in memory, on a clock that stands still.

Nothing runs by itself here: whoever plays moves the clock, lets people speak, and asks the
service to hear, to look after what is due, and to speak.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import Service
from bot.channels.simulator.channel import SimulatorChannel
from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.simulator.world import World
from bot.clock import ManualClock
from bot.config import ChannelSettings, Settings
from bot.core.effects import Effect, NotifyStaff
from bot.core.errors import ChannelRefused, GroupkeeperError
from bot.core.events import Event
from bot.core.fit import fit
from bot.core.ids import MessageRef, OccurrenceId
from bot.core.outbound import Delivery, Failed, Pace, Sent
from bot.core.ports import ChannelTraits, Receipt
from bot.core.rooms import Mode, RoomsSettings
from bot.core.seen import Seen
from bot.core.sending import SendBudget
from bot.intake import Waiting
from bot.performing.begin import Terms, begin, settle
from bot.performing.orders import carry_out
from bot.pipeline import BATCH
from bot.plan_folder import PlanFolder
from bot.rehearsal.values import Asked, Folders
from bot.ticker import Duty
from sop.parse import LoadedPlan
from sop.shelf import FoundFile, PlanFile
from storage.engine import Database
from storage.in_memory import in_memory
from storage.sop.next_times import NextTimes, next_times
from storage.unit import Unit

# What a rehearsal has no use for: it has no config.yaml to read again, and tells nobody.
_NOT_HERE = frozenset(
    {
        *("alive", "config", "deliveries", "questions", "quizzes", "prints"),
        *("work lists", "drift", "alerts"),
    }
)
_OWNER = "rehearsal"
_AT_ONCE = 50  # posts that leave in one go
# Laid out for longer at once than in the service, and read once: plans do not change meanwhile.
_SOP = {"start": (), "horizon_hours": 14 * 24, "reload_seconds": float(400 * 24 * 3600)}


class NotRehearsed(GroupkeeperError):
    """The rehearsal itself went wrong; what it found so far would mislead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A post that went out."""

    ref: MessageRef
    occurrence: OccurrenceId | None
    part: bool  # of a text that is too long for one


def _out(delivery: Delivery, receipt: Receipt) -> Out:
    # The simulator always tells a post's id; a delivery that was cut has parts "#2", "#3", ...
    ref = receipt.ref or MessageRef("")
    return Out(ref=ref, occurrence=delivery.occurrence, part="#" in delivery.key)


class _Folder:
    """The rehearsed plans, with the files that lie beside them."""

    def __init__(self, plans: Sequence[LoadedPlan], folder: PlanFolder) -> None:
        self._files: tuple[PlanFile, ...] | None = tuple(
            PlanFile(file=one.file, source=one.source) for one in plans
        )
        self._folder = folder

    def changed(self) -> tuple[PlanFile, ...] | None:
        """The plans, once."""
        files, self._files = self._files, None
        return files

    def find(self, file: str) -> FoundFile:
        """A file that a plan posts."""
        return self._folder.find(file)


class _Watcher:
    """Implements `bot.pipeline.Watcher`: in memory nothing may go wrong."""

    def committed(self, seen: Sequence[Seen], effects: Sequence[Effect], seconds: float) -> None:
        """Nobody looks on."""

    def set_aside(self, event: Event) -> None:
        """A message that the service cannot read would be missing in what is told."""
        msg = f"the message {event.ref} could not be worked on; see the log"
        raise NotRehearsed(msg)

    def storage_away(self) -> None:
        """Memory is always there."""


@dataclass(kw_only=True)
class Stage:
    """The service as it stands on the stage."""

    clock: ManualClock
    channel: SimulatorChannel
    database: Database
    service: Service
    duties: Sequence[Duty[Unit]]
    budget: SendBudget

    @property
    def world(self) -> World:
        """The platform."""
        return self.channel.world

    async def hear(self) -> int:
        """Take in what was said since; how many events that were."""
        events: list[Event] = []
        account = self.channel.account
        while account.waiting:
            events.append((await account.next()).event)
            account.taken()
        await self.take(events)
        return len(events)

    async def take(self, events: Sequence[Event]) -> None:
        """Take in events, as the intake hands them to the pipeline."""
        for first in range(0, len(events), BATCH):
            batch = [Waiting(event=fit(event)) for event in events[first : first + BATCH]]
            await self.service.pipeline.settle(batch)

    async def look_after(self) -> None:
        """One tick of the service, in one transaction: nobody else is kept waiting here."""
        now = self.clock.now()
        async with self.service.store.write() as unit:
            for duty in self.duties:
                effects = await duty.look(unit, now)
                if effects:
                    await unit.apply(effects, now=now)
        for duty in self.duties:
            duty.done()

    async def speak(self) -> list[Out]:
        """Say what waits in the outbox and may go out now."""
        now = self.clock.now()
        said: list[Out] = []
        async with self.service.store.write() as unit:
            claimed = await unit.outbox.claim(self.channel.name, _OWNER, now, limit=_AT_ONCE)
            if claimed.alerts:
                await unit.apply(claimed.alerts, now=now)
            for delivery in claimed.deliveries:
                given = await begin(unit, delivery, self._terms(now))
                if given is None:
                    continue
                try:
                    receipt = await carry_out(given, self.channel, _Unheard())
                except ChannelRefused as error:
                    await settle(unit, delivery, Failed(reason=str(error)), now)
                else:
                    await settle(unit, delivery, Sent(ref=receipt.ref), now)
                    said.append(_out(delivery, receipt))
        return said

    async def next_times(self, *, questions: bool) -> NextTimes:
        """When something is next to be done; `questions`: also where nobody answers."""
        async with self.database.read() as connection:
            return await next_times(connection, self.clock.now(), questions=questions)

    def _terms(self, now: datetime) -> Terms:
        pace = Pace(budget=self.budget, gap=timedelta(seconds=self.budget.spacing_seconds))
        return Terms(
            traits=self.channel.traits,
            pace=pace,
            rules_for=self.service.rulebook.rules_for,
            grace=self.service.rulebook.settings.delivery.grace,
            now=now,
            public_url=self.public_url,
        )

    @property
    def public_url(self) -> str:
        """Where short links would be served; "": links stay as they are, and nobody counts."""
        web = self.service.settings.web
        return web.public_url if web.enabled else ""


class _Unheard:
    """Implements `AlertCourier`: alerts are listed, not told."""

    async def deliver(self, deed: NotifyStaff) -> Receipt:
        """Nobody is told."""
        raise ChannelRefused(deed.target)


@asynccontextmanager
async def staged(asked: Asked, folders: Folders, start: datetime) -> AsyncIterator[Stage]:
    """The stage before anybody has come in; gone with all it knows when the block ends."""
    limit = getattr(_entry(asked), "max_text", ChannelTraits().max_text)
    clock = ManualClock(start)
    world = World(clock, seed=asked.seed)
    account = world.account(asked.room.channel, traits=ChannelTraits(max_text=limit))
    database = await in_memory()
    try:
        yield _wired(asked, folders, SimulatorChannel(world, account), clock, database)
    finally:
        await database.close()


def _wired(
    asked: Asked,
    folders: Folders,
    channel: SimulatorChannel,
    clock: ManualClock,
    database: Database,
) -> Stage:
    plans = [one.loaded for one in (asked.run, *asked.beside)]
    # They are there, so that plans may name them, and sit in no room.
    others = [
        SimulatorChannel(channel.world, channel.world.account(one.name))
        for one in asked.settings.channels
        if one.name != channel.name
    ]
    service = Service(
        settings=_settings(asked),
        clock=clock,
        channels=[channel, *others],
        plans=folders.plans,
        campaigns=folders.campaigns,
        contents=folders.contents,
        folder=_Folder(plans, PlanFolder(folders.plans)),
        instead=database,
    )
    service.pipeline.watcher = _Watcher()
    service.pipeline.spill = _spill
    return Stage(
        clock=clock,
        channel=channel,
        database=database,
        service=service,
        duties=[duty for duty in service.ticker.duties if duty.name not in _NOT_HERE],
        budget=_entry(asked).budget,
    )


def _entry(asked: Asked) -> ChannelSettings:
    """The settings of the account that sits in the room; of a made-up one where there is none."""
    name = asked.room.channel
    known = (one for one in asked.settings.channels if one.name == name)
    return next(known, SimulatorSettings(name=name))


async def _spill(event: Event, error: str, _now: datetime) -> None:
    msg = f"{event.ref}: {error}"
    raise NotRehearsed(msg)


def _settings(asked: Asked) -> Settings:
    """The settings in force, for one room, in which nobody is removed."""
    given, room = asked.settings, asked.room
    rules = given.rooms.rules_for(room.channel, room.ref, room.name)
    others = tuple(one for one in given.channels if one.name != room.channel)
    return given.model_copy(
        update={
            "channels": (_entry(asked), *others),
            "rooms": RoomsSettings(defaults=rules.model_copy(update={"mode": Mode.OBSERVE})),
            "sop": given.sop.model_copy(update=_SOP),
        }
    )
