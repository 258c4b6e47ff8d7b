"""The stage put together: the whole service in memory, without what it has no use for there."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.app import Service
from bot.channels.simulator.channel import SimulatorChannel
from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.simulator.world import World
from bot.clock import ManualClock
from bot.config import ChannelSettings, Settings
from bot.core.effects import Effect
from bot.core.errors import Failure
from bot.core.events import Event
from bot.core.ports import ChannelTraits
from bot.core.rooms import Mode, RoomsSettings
from bot.core.seen import Seen
from bot.plans.folder import PlanFolder
from bot.rehearsal.stage import Stage
from bot.rehearsal.values import Asked, Folders
from sop.parse import LoadedPlan
from sop.shelf import FoundFile, PlanFile
from storage.engine import Database
from storage.in_memory import in_memory

# What a rehearsal has no use for: it has no config.yaml to read again, and tells nobody.
_NOT_HERE = frozenset(
    {
        *("alive", "config", "deliveries", "questions", "quizzes", "prints"),
        *("work lists", "drift", "alerts"),
    }
)
# Laid out for longer at once than in the service, and read once: plans do not change meanwhile.
_SOP = {"start": (), "horizon_hours": 14 * 24, "reload_seconds": float(400 * 24 * 3600)}


class NotRehearsed(Failure):
    """The rehearsal itself went wrong; what it found so far would mislead."""


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


@asynccontextmanager
async def staged(asked: Asked, folders: Folders, start: datetime) -> AsyncIterator[Stage]:
    """The stage before anybody has come in; gone with all it knows when the block ends."""
    clock = ManualClock(start)
    world = World(clock, seed=asked.seed)
    account = world.account(asked.room.channel, traits=_traits(_entry(asked)))
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


def _traits(entry: ChannelSettings) -> ChannelTraits:
    """What the account of an entry can post, also where its platform is only played."""
    usual = ChannelTraits()
    return ChannelTraits(
        max_text=getattr(entry, "max_text", usual.max_text),
        mini_programs=getattr(entry, "mini_programs", usual.mini_programs),
        link_cards=getattr(entry, "link_cards", usual.link_cards),
    )


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
