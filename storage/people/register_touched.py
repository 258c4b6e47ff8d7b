"""Whom and what the events of a batch name, so that it is looked up in one go."""

from dataclasses import dataclass, field

from bot.core.events import (
    AccountChanged,
    ErrandDone,
    Event,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageReceived,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from storage.people.register import Account, Place


@dataclass(slots=True)
class Touched:
    """What the events of a batch name, in the order in which they name it."""

    places: dict[Place, None] = field(default_factory=dict)
    met: dict[Account, bool] = field(default_factory=dict)  # shown to us; whether it is our own
    named: set[Account] = field(default_factory=set)  # only mentioned by their id
    pairs: set[tuple[Place, Account]] = field(default_factory=set)
    whole: set[Place] = field(default_factory=set)

    def meet(self, account: Account, place: Place | None, *, own: bool) -> None:
        """Take down an account that was shown, in a room or by itself."""
        self.met[account] = own or self.met.get(account, False)
        if place is not None:
            self.pairs.add((place, account))

    def note(self, event: Event) -> None:
        """Take down what one event names."""
        if isinstance(event, MessageReceived):
            place = None if event.room is None else (event.channel, event.room)
            if place is not None:
                self.places[place] = None
            self.meet((event.channel, event.sender), place, own=event.own)
        elif isinstance(event, MembersJoined | RoomListed):
            self._note_members(event)
        elif isinstance(event, MembersLeft | TopicChanged):
            self._note_place(event)
        elif isinstance(event, ErrandDone | MessageEdited) and event.room is not None:
            self.places[(event.channel, event.room)] = None
        elif isinstance(event, RoomInvited) and event.inviter is not None:
            self.named.add((event.channel, event.inviter))
        elif isinstance(event, AccountChanged) and event.user is not None:
            self.meet((event.channel, event.user), None, own=True)

    def _note_place(self, event: MembersLeft | TopicChanged) -> None:
        place = (event.channel, event.room)
        self.places[place] = None
        for user in event.members if isinstance(event, MembersLeft) else ():
            self.named.add((event.channel, user))
            self.pairs.add((place, (event.channel, user)))

    def _note_members(self, event: MembersJoined | RoomListed) -> None:
        place = (event.channel, event.room)
        self.places[place] = None
        if isinstance(event, RoomListed):
            self.whole.add(place)
        elif event.inviter is not None:
            self.named.add((event.channel, event.inviter))
        for member in event.members:
            self.meet((event.channel, member.user), place, own=member.own)
