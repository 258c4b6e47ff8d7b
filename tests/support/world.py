"""A world in two lines:

world = a_world()
room = world.room("英语学习打卡群", "小明", "小红")
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.channels.simulator.account import Faults
from bot.channels.simulator.channel import Play, SimulatorChannel
from bot.channels.simulator.views import Saying
from bot.channels.simulator.world import World
from bot.clock import ManualClock
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.ports import ChannelTraits, Clock
from tests.support.builders import NOON


class Somewhere:
    """A `World` with one bot account in it, where people are called by their names."""

    def __init__(self, world: World, channel: SimulatorChannel) -> None:
        self.world = world
        self.channel = channel
        self.account = channel.account
        self._users: dict[str, UserRef] = {}

    def user(self, name: str) -> UserRef:
        """Somebody; made at the first mention."""
        if name not in self._users:
            self._users[name] = self.world.person(name)
        return self._users[name]

    def room(self, name: str, *members: str) -> RoomRef:
        """A room with these people and the bot."""
        users = [self.user(member) for member in members]
        return self.world.room(name, [*users, self.account.user], owner=self.account.user)

    def says(self, room: RoomRef, name: str, what: str | Saying) -> MessageRef:
        """Somebody says something."""
        return self.world.says(room, self.user(name), what)

    def tells(self, name: str, text: str) -> MessageRef:
        """Somebody writes to the bot alone."""
        return self.world.tells(self.account.user, self.user(name), text)

    def joins(self, room: RoomRef, *names: str, inviter: str | None = None) -> None:
        """People come in."""
        by = None if inviter is None else self.user(inviter)
        self.world.joins(room, *(self.user(name) for name in names), inviter=by)

    def leaves(self, room: RoomRef, *names: str) -> None:
        """People go."""
        self.world.leaves(room, *(self.user(name) for name in names))

    def posted(self, room: RoomRef) -> list[str]:
        """What the bot said in a room."""
        return self.world.transcript.said(room, by=self.account.user)

    def told(self, name: str) -> list[str]:
        """What the bot told somebody alone."""
        return self.world.transcript.told(self.user(name), by=self.account.user)

    def trouble(self, faults: Faults) -> None:
        """From now on, these things go wrong."""
        self.account.faults = faults

    def move(self, **delta: float) -> datetime:
        """Let time pass (worlds on a `ManualClock`): `move(minutes=5)`."""
        assert isinstance(self.world.clock, ManualClock)
        self.world.clock.move(timedelta(**delta))
        return self.world.clock.now()


def a_world(
    *,
    clock: Clock | None = None,
    channel: str = "sim",
    seed: int = 1,
    traits: ChannelTraits | None = None,
    play: Play | None = None,
) -> Somewhere:
    """A world at noon on a clock that stands still, unless another clock is given."""
    world = World(ManualClock(NOON) if clock is None else clock, seed=seed)
    account = world.account(channel, traits=traits)
    return Somewhere(world, SimulatorChannel(world, account, play=play))


def a_class(names: Iterable[str] = ("小明", "小红", "小刚")) -> tuple[Somewhere, RoomRef]:
    """A world with one room in it."""
    place = a_world()
    return place, place.room("英语学习打卡群", *names)
