"""Who and what there is on the platform: people, bot accounts, rooms."""

import random
from collections.abc import Iterable

from bot.channels.simulator.account import Account
from bot.channels.simulator.ids import Ids
from bot.channels.simulator.views import SimRoom, room_listed
from bot.core.errors import ChannelRefused
from bot.core.events import RoomListed
from bot.core.ids import ChannelName, EventRef, RoomRef, UserRef
from bot.core.ports import ChannelTraits, Clock


class Directory:
    """People, accounts and rooms of a platform in memory, each with an id that the seed decides."""

    def __init__(self, clock: Clock, *, seed: int) -> None:
        self.clock = clock
        self.rooms: dict[RoomRef, SimRoom] = {}
        self.names: dict[UserRef, str] = {}
        self.accounts: list[Account] = []
        self._ids = Ids(seed)
        self._seed = seed
        self._namesakes: dict[str, int] = {}

    def person(self, name: str) -> UserRef:
        """A new person; two may have the same name."""
        number = self._namesakes.get(name, 0)
        self._namesakes[name] = number + 1
        user = self._ids.user(name, number)
        self.names[user] = name
        return user

    def account(
        self, channel: str, name: str = "小管家", *, traits: ChannelTraits | None = None
    ) -> Account:
        """A bot account, which the service sees through the channel of this name."""
        account = Account(
            channel=ChannelName(channel),
            user=self.person(name),
            name=name,
            traits=traits or ChannelTraits(can_recall=True),
            rng=random.Random(f"{self._seed}/{channel}"),  # noqa: S311 (repeatable, no secret)
        )
        self.accounts.append(account)
        return account

    def room(
        self, name: str, members: Iterable[UserRef] = (), *, owner: UserRef | None = None
    ) -> RoomRef:
        """A new room, with these people in it from the beginning."""
        namesakes = sum(1 for known in self.rooms.values() if known.name == name)
        place = SimRoom(ref=self._ids.room(name, namesakes), name=name, owner=owner)
        place.members = dict.fromkeys(members, "")
        self.rooms[place.ref] = place
        for account in self._watching(place):
            account.hear(self.listing(account, place.ref))
        return place.ref

    def rename(self, user: UserRef, name: str) -> None:
        """Somebody takes another name; platforms tell nobody, it shows with the next message."""
        self.names[user] = name

    def nickname(self, room: RoomRef, user: UserRef, nickname: str) -> None:
        """Somebody takes another name in one room."""
        self._place_of(room, user).members[user] = nickname

    def mute(self, room: RoomRef, user: UserRef) -> None:
        """Somebody may not speak in a room any more."""
        self.room_at(room).muted.add(user)

    def unmute(self, room: RoomRef, user: UserRef) -> None:
        """Somebody may speak in a room again."""
        self.room_at(room).muted.discard(user)

    def event_ref(self) -> EventRef:
        """A new id for something that is not a message."""
        return EventRef(f"e{self._ids.next(self.clock.now())}")

    def rooms_of(self, user: UserRef) -> list[RoomRef]:
        """Where somebody is."""
        return [place.ref for place in self.rooms.values() if user in place.members]

    def listing(self, account: Account, room: RoomRef) -> RoomListed:
        """A room as it stands, for an account in it."""
        return room_listed(
            account, self.room_at(room), self.names, ref=self.event_ref(), at=self.clock.now()
        )

    def room_at(self, room: RoomRef) -> SimRoom:
        """A room by its id."""
        place = self.rooms.get(room)
        if place is None:
            msg = f"no such room: {room}"
            raise ChannelRefused(msg)
        return place

    def _watching(self, place: SimRoom) -> list[Account]:
        return [account for account in self.accounts if account.user in place.members]

    def _place_of(self, room: RoomRef, user: UserRef) -> SimRoom:
        place = self.room_at(room)
        if user not in place.members:
            msg = f"{user} is not in {room}"
            raise ChannelRefused(msg)
        return place
