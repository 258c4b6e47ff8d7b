"""The contract's stage on the simulator."""

from collections.abc import Sequence

from bot.channels.simulator.account import Faults
from bot.channels.simulator.views import Saying
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.ports import Channel
from tests.channels.stage import Line
from tests.support.world import Somewhere


class SimulatorStage:
    """People of a `Somewhere`. Another channel over the same one may be put before it."""

    def __init__(self, place: Somewhere, channel: Channel | None = None) -> None:
        self.place = place
        self.cannot: frozenset[str] = frozenset()
        self._channel = channel or place.channel

    @property
    def channel(self) -> Channel:
        return self._channel

    async def room(self, name: str, members: Sequence[str]) -> RoomRef:
        return self.place.room(name, *members)

    async def user(self, name: str) -> UserRef:
        return self.place.user(name)

    async def says(self, room: RoomRef, name: str, line: Line) -> MessageRef:
        saying = Saying(
            text=line.text,
            kind=line.kind,
            media=line.media,
            content=line.content,
            mentions=line.mentions,
            quotes=line.quotes,
        )
        return self.place.says(room, name, saying)

    async def tells_bot(self, name: str, text: str) -> MessageRef:
        return self.place.tells(name, text)

    async def recalls(self, message: MessageRef) -> None:
        self.place.world.recalls(message)

    async def joins(self, room: RoomRef, name: str) -> None:
        self.place.joins(room, name)

    async def leaves(self, room: RoomRef, name: str) -> None:
        self.place.leaves(room, name)

    async def renames(self, room: RoomRef, topic: str) -> None:
        self.place.world.topic(room, topic)

    async def invites_bot(self, room_name: str, inviter: str) -> RoomRef:
        by = self.place.user(inviter)
        room = self.place.world.room(room_name, [by], owner=by)
        self.place.world.invites(self.place.account, room, by)
        return room

    async def posted(self, room: RoomRef) -> list[str]:
        return self.place.posted(room)

    async def told(self, name: str) -> list[str]:
        return self.place.told(name)

    async def members(self, room: RoomRef) -> set[UserRef]:
        return set(self.place.world.room_at(room).members)

    async def announcement(self, room: RoomRef) -> str:
        return self.place.world.room_at(room).announcement

    async def mutes_bot(self, room: RoomRef) -> None:
        self.place.world.mute(room, self.place.account.user)

    async def goes_away(self) -> None:
        self.place.channel.go_away()

    async def comes_back(self) -> None:
        self.place.channel.come_back()

    async def loses_answers(self) -> None:
        self.place.trouble(Faults(unsure_done=1))
