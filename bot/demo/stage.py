"""The demo's stage: whoever looks at it lets members speak, and time run as fast as they like."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from bot.channels.simulator.casting import Names
from bot.channels.simulator.channel import SimulatorChannel
from bot.clock import PacedClock
from bot.core.errors import GroupkeeperError
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.demo.material import FOLDER, Cast, Word, load_material, read

SPEEDS = (0.0, 1.0, 10.0, 60.0)  # times as fast as life; 0: time stands
LONGEST = 1000  # characters that a member says at once


class Example(BaseModel, frozen=True, extra="forbid"):
    """Something worth trying. `room` is a key of the cast."""

    kind: Literal["advert", "disguised", "buying", "unanswered", "student_id"]
    room: Word
    who: Literal["newcomer", "member"]
    text: Word


class Examples(BaseModel, frozen=True, extra="forbid"):
    """Everything that is offered to be tried."""

    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRoom:
    """A room, and which members can be let speak in it."""

    ref: RoomRef
    key: str  # in the cast; "" for rooms that were opened since
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that somebody was let say."""

    channel: ChannelName
    ref: MessageRef
    room: RoomRef
    by: str
    came_in: bool  # joined for it


class Stage:
    """Lets members speak through the platform itself, as those speak who are played."""

    def __init__(self, channel: SimulatorChannel, clock: PacedClock, cast: Cast) -> None:
        self._channel = channel
        self._world = channel.world
        self._clock = clock
        self._keys = {each.name: key for key, each in cast.rooms.items()}
        staff = {name for each in cast.rooms.values() for name in each.staff}
        self._others: Collection[str] = staff | {channel.account.name}
        names = [*self._world.names.values()]
        self._names = Names(load_material(), random.Random(), names)  # noqa: S311 (a name, no secret)
        self.examples = read(Examples, FOLDER / "examples.yaml").examples

    @property
    def speed(self) -> float:
        """How many seconds pass in one; 0: time stands."""
        return self._clock.speed

    def go(self, speed: float) -> None:
        """Let time pass faster or slower, or stand."""
        self._clock.go(speed)

    def rooms(self) -> tuple[StageRoom, ...]:
        """Where members can be let speak."""
        return tuple(
            StageRoom(
                ref=place.ref,
                key=self._keys.get(place.name, ""),
                name=place.name,
                members=tuple(
                    name for user in place.members if (name := self._member(user)) is not None
                ),
            )
            for place in self._world.rooms.values()
            if self._channel.account.user in place.members
        )

    def _member(self, user: UserRef) -> str | None:
        name = self._world.names[user]
        return None if name in self._others else name

    def say(self, room: RoomRef, by: str, text: str) -> Said:
        """Let a member say something; "" is somebody new, who comes in for it.

        Raises GroupkeeperError where the member is not in the room, or may not speak.
        """
        if not self._channel.account.online:
            msg = "the bot account is not logged in; nothing would be heard"
            raise GroupkeeperError(msg)
        user = self._newcomer(room) if not by else self._known(room, by)
        ref = self._world.says(room, user, text)
        return Said(
            channel=self._channel.name,
            ref=ref,
            room=room,
            by=self._world.names[user],
            came_in=not by,
        )

    def _newcomer(self, room: RoomRef) -> UserRef:
        user = self._world.person(self._names.newcomer())
        self._world.joins(room, user)
        return user

    def _known(self, room: RoomRef, name: str) -> UserRef:
        found = [one for one in self._world.room_at(room).members if self._member(one) == name]
        if not found:
            msg = f"{name!r} is not a member of this room any more"
            raise GroupkeeperError(msg)
        return found[0]
