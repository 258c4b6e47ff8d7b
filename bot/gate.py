"""Which rooms are watched at all: `watch` in the rules of a room."""

from collections.abc import Callable

from bot.core.events import (
    Event,
    MembersJoined,
    MessageReceived,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from bot.core.rooms import RoomRules


class Gate:
    """Says of each event whether it is wanted; remembers what rooms are called."""

    def __init__(self, rules_for: Callable[[str, str, str], RoomRules]) -> None:
        self._rules_for = rules_for
        self._names: dict[tuple[str, str], str] = {}

    def learn(self, channel: str, ref: str, name: str) -> None:
        """Remember a room's name (at the start, from the archive)."""
        self._names[(channel, ref)] = name

    def wanted(self, event: Event) -> bool:
        """Whether the event is to be archived; accounts and direct talk always are."""
        room = getattr(event, "room", None)
        if room is None or isinstance(event, RoomInvited) or _is_echo(event):
            return True
        key = (str(event.channel), str(room))
        name = _name_in(event)
        if name:
            self._names[key] = name
        return self._rules_for(*key, self._names.get(key, "")).watch


def _is_echo(event: Event) -> bool:
    """Our own posts settle deliveries, wherever they stand."""
    return isinstance(event, MessageReceived) and event.own


def _name_in(event: Event) -> str:
    match event:
        case MessageReceived(room_name=name) | MembersJoined(room_name=name):
            return name
        case RoomListed(name=name):
            return name
        case TopicChanged(topic=name):
            return name
        case _:
            return ""
