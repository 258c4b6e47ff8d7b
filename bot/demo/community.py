"""Puts the demo's people into rooms and lets them talk, on any clock, for ever."""

import asyncio
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.channels.simulator.channel import SimulatorChannel
from bot.channels.simulator.script import Troupe, act_out
from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.simulator.weave import Weaver
from bot.channels.simulator.world import World
from bot.clock import HastenedClock, SystemClock
from bot.core.ports import Clock
from bot.demo.audience import Audience
from bot.demo.material import Cast, load_cast, load_material, load_replies

REMEMBERED = 20_000  # messages; the demo may run for weeks
MORNING = time(8, 25)  # shortly before the first steps of the plan `demo-day`


def demo_start(today: datetime) -> datetime:
    """When the demo's day begins: 08:25 in its zone, on the day that `today` falls on there."""
    zone = ZoneInfo(load_cast().zone)
    return datetime.combine(today.astimezone(zone).date(), MORNING, zone).astimezone(today.tzinfo)


def simulator_channel(settings: SimulatorSettings, clock: Clock) -> SimulatorChannel:
    """The channel for a `kind: simulator` entry, with its community if it has one."""
    if settings.community == "demo":
        return _demo_channel(settings, clock)
    world = World(clock, seed=settings.seed)
    return SimulatorChannel(world, world.account(settings.name))


def _demo_channel(settings: SimulatorSettings, clock: Clock) -> SimulatorChannel:
    cast = load_cast()
    zone = ZoneInfo(cast.zone)
    world = World(clock, seed=settings.seed, keep=REMEMBERED)
    account = world.account(settings.name, cast.bot)
    troupe = Troupe(world, account, {})
    for key, each in cast.rooms.items():
        people = [troupe.user(name) for name in (*each.staff, *each.members)]
        owner = troupe.user(each.owner)
        troupe.enter(key, world.room(each.name, [*people, account.user], owner=owner))
    pace = _pace(clock, settings.speed)
    start = pace.now()
    weaver = Weaver(
        load_material(),
        members_by_room(cast),
        seed=settings.seed,
        opening=cast.opening,
        hour=lambda at: (start + timedelta(seconds=at)).astimezone(zone).hour,
    )
    cues = weaver.cues()  # one endless talk, also when the channel is stopped and runs again

    audience = Audience(world, account, load_replies(), seed=settings.seed)

    async def play() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(act_out(cues, troupe, pace, start))
            group.create_task(audience.run())

    return SimulatorChannel(world, account, play=play)


def _pace(clock: Clock, speed: float) -> Clock:
    """On the machine's own clock only the talk is hastened; any other clock is fast itself."""
    return HastenedClock(clock, speed) if isinstance(clock, SystemClock) else clock


def members_by_room(cast: Cast) -> dict[str, tuple[str, ...]]:
    """Who may play a member's role; staff speak under their own names only."""
    return {key: each.members for key, each in cast.rooms.items()}
