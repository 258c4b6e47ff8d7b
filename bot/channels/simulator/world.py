"""The platform itself: rooms, people, and what was said. Nothing here waits."""

from collections.abc import Callable

from bot.channels.simulator.account import Account
from bot.channels.simulator.directory import Directory
from bot.channels.simulator.transcript import Transcript
from bot.channels.simulator.views import Saying, SimRoom, Spoken, member_seen, message_received
from bot.core.errors import ChannelRefused
from bot.core.events import (
    Event,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageRecalled,
    RoomInvited,
    TopicChanged,
)
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.ports import Clock
from bot.core.text import storable


class World(Directory):
    """A chat platform in memory.

    Everything that happens is shown at once to the accounts that would see it. The same seed
    and the same happenings give the same ids and the same trouble. `keep` bounds how many
    messages are remembered, since the demo runs for ever. What the platform would not let
    somebody do raises `ChannelRefused`.
    """

    def __init__(self, clock: Clock, *, seed: int = 1, keep: int = 200_000) -> None:
        super().__init__(clock, seed=seed)
        self.invitations: dict[str, RoomRef] = {}
        self.transcript = Transcript(keep)
        self.listeners: list[Callable[[Spoken], None]] = []  # told of every message

    # ---- who comes and goes ----

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

    def _witnesses(self, said: Spoken) -> list[Account]:
        if said.room is not None:
            return self._watching(self.room_at(said.room))
        return [account for account in self.accounts if account.user in {said.by, said.to}]
