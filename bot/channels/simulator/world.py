"""The platform itself: rooms, people, and what was said. Nothing here waits."""

import random
from collections.abc import Callable, Iterable

from bot.channels.simulator.account import Account
from bot.channels.simulator.ids import Ids
from bot.channels.simulator.transcript import Transcript
from bot.channels.simulator.views import (
    Saying,
    SimRoom,
    Spoken,
    member_seen,
    message_received,
    room_listed,
)
from bot.core.errors import ChannelRefused
from bot.core.events import (
    Event,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageRecalled,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.ports import ChannelTraits, Clock
from bot.core.text import storable


class World:
    """A chat platform in memory.

    Everything that happens is shown at once to the accounts that would see it. The same seed
    and the same happenings give the same ids and the same trouble. `keep` bounds how many
    messages are remembered, since the demo runs for ever. What the platform would not let
    somebody do raises `ChannelRefused`.
    """

    def __init__(self, clock: Clock, *, seed: int = 1, keep: int = 200_000) -> None:
        self.clock = clock
        self.rooms: dict[RoomRef, SimRoom] = {}
        self.names: dict[UserRef, str] = {}
        self.accounts: list[Account] = []
        self.invitations: dict[str, RoomRef] = {}
        self._ids = Ids(seed)
        self._seed = seed
        self.transcript = Transcript(keep)
        self.listeners: list[Callable[[Spoken], None]] = []  # told of every message
        self._namesakes: dict[str, int] = {}

    # ---- who is there ----

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

    def joins(self, room: RoomRef, *users: UserRef, inviter: UserRef | None = None) -> None:
        """People come in; who is in already stays."""
        place = self.room_at(room)
        new = [user for user in users if user not in place.members]
        if not new:
            return
        place.members.update(dict.fromkeys(new, ""))
        for account in self._watching(place):
            if account.user in new:
                account.hear(self.listing(account, room))
                continue
            account.hear(
                MembersJoined(
                    channel=account.channel,
                    ref=self.event_ref(),
                    at=self.clock.now(),
                    room=room,
                    room_name=place.name,
                    members=tuple(member_seen(account, place, user, self.names) for user in new),
                    inviter=inviter,
                )
            )

    def leaves(self, room: RoomRef, *users: UserRef, remover: UserRef | None = None) -> None:
        """People go, or are removed; who is not in is not missed."""
        place = self.room_at(room)
        gone = tuple(user for user in users if user in place.members)
        if not gone:
            return
        self._show(
            place,
            lambda account: MembersLeft(
                channel=account.channel,
                ref=self.event_ref(),
                at=self.clock.now(),
                room=room,
                members=gone,
                remover=remover,
            ),
        )
        for user in gone:
            del place.members[user]

    def topic(self, room: RoomRef, topic: str, *, by: UserRef | None = None) -> None:
        """The room gets a new name."""
        place = self.room_at(room)
        place.name = topic
        self._show(
            place,
            lambda account: TopicChanged(
                channel=account.channel,
                ref=self.event_ref(),
                at=self.clock.now(),
                room=room,
                topic=topic,
                by=by,
            ),
        )

    def announce(self, room: RoomRef, text: str, *, by: UserRef) -> None:
        """The room gets an announcement."""
        self._place_of(room, by).announcement = text

    def invites(self, account: Account, room: RoomRef, inviter: UserRef) -> str:
        """Somebody invites a bot account; returns the invitation."""
        invitation = f"invitation-{self._ids.next(self.clock.now())}"
        self.invitations[invitation] = room
        account.hear(
            RoomInvited(
                channel=account.channel,
                ref=self.event_ref(),
                at=self.clock.now(),
                invitation=invitation,
                room_name=self.room_at(room).name,
                inviter=inviter,
                inviter_name=self.names[inviter],
            )
        )
        return invitation

    def accepts(self, account: Account, invitation: str) -> None:
        """A bot account follows an invitation."""
        if invitation not in self.invitations:
            msg = f"no such invitation: {invitation}"
            raise ChannelRefused(msg)
        self.joins(self.invitations[invitation], account.user)

    # ---- what is said ----

    def says(self, room: RoomRef, user: UserRef, what: str | Saying) -> MessageRef:
        """Somebody says something in a room."""
        place = self._place_of(room, user)
        if user in place.muted:
            msg = f"{user} is muted in {room}"
            raise ChannelRefused(msg)
        spoken = self._utter(room, None, user, what)
        self._show(place, lambda account: self._message(account, spoken))
        return spoken.ref

    def tells(self, to: UserRef, user: UserRef, what: str | Saying) -> MessageRef:
        """Somebody says something to one person alone."""
        if to not in self.names:
            msg = f"no such person: {to}"
            raise ChannelRefused(msg)
        spoken = self._utter(None, to, user, what)
        for account in self.accounts:
            if account.user in {to, user}:
                account.hear(self._message(account, spoken))
        return spoken.ref

    def recalls(self, message: MessageRef, *, by: UserRef | None = None) -> None:
        """The author takes a message back, or `by` does; one that is forgotten already stays."""
        said = self.transcript.find(message)
        if said is None:
            return
        for account in self._witnesses(said):
            account.hear(
                MessageRecalled(
                    channel=account.channel,
                    ref=self.event_ref(),
                    at=self.clock.now(),
                    room=said.room,
                    recalled=message,
                    by=by or said.by,
                )
            )

    def edits(self, message: MessageRef, text: str, *, by: UserRef | None = None) -> None:
        """The author changes a message; one that is forgotten already stays as it is."""
        said = self.transcript.find(message)
        if said is None:
            return
        for account in self._witnesses(said):
            account.hear(
                MessageEdited(
                    channel=account.channel,
                    ref=self.event_ref(),
                    at=self.clock.now(),
                    room=said.room,
                    message=message,
                    text=storable(text),
                    by=by or said.by,
                )
            )

    # ---- what accounts are shown ----

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

    def _utter(
        self, room: RoomRef | None, to: UserRef | None, by: UserRef, what: str | Saying
    ) -> Spoken:
        now = self.clock.now()
        spoken = Spoken(
            ref=MessageRef(self._ids.next(now)),
            at=now,
            room=room,
            to=to,
            by=by,
            what=Saying(text=what) if isinstance(what, str) else what,
        )
        self.transcript.add(spoken)
        for listener in self.listeners:
            listener(spoken)
        return spoken

    def _message(self, account: Account, spoken: Spoken) -> Event:
        place = None if spoken.room is None else self.rooms[spoken.room]
        quoted = self.transcript.find(spoken.what.quotes)
        return message_received(account, spoken, place, self.names, quoted)

    def _show(self, place: SimRoom, view: Callable[[Account], Event]) -> None:
        for account in self._watching(place):
            account.hear(view(account))

    def _watching(self, place: SimRoom) -> list[Account]:
        return [account for account in self.accounts if account.user in place.members]

    def _witnesses(self, said: Spoken) -> list[Account]:
        if said.room is not None:
            return self._watching(self.room_at(said.room))
        return [account for account in self.accounts if account.user in {said.by, said.to}]

    def room_at(self, room: RoomRef) -> SimRoom:
        """A room by its id."""
        place = self.rooms.get(room)
        if place is None:
            msg = f"no such room: {room}"
            raise ChannelRefused(msg)
        return place

    def _place_of(self, room: RoomRef, user: UserRef) -> SimRoom:
        place = self.room_at(room)
        if user not in place.members:
            msg = f"{user} is not in {room}"
            raise ChannelRefused(msg)
        return place
