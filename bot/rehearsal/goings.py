"""Who came into the room and who left it in its past, moved to the time of the rehearsal. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from bot.core.events import Event, MembersJoined, MembersLeft
from bot.core.ids import ChannelName, RoomRef, UserRef
from bot.rehearsal.values import Coming, Leaving, Talking


def goings(
    events: Iterable[Event],
    place: tuple[ChannelName, RoomRef],
    ours: Collection[UserRef],
    again: Callable[[datetime], datetime],
) -> tuple[Coming | Leaving, ...]:
    """Joins and leaves of members in a room, in order; our own accounts are not among them."""
    found: list[Coming | Leaving] = []
    for one in events:
        match one:
            case MembersJoined(channel=channel, room=room) if (channel, room) == place:
                found += [
                    Coming(at=again(one.at), by=who.user, name=who.nickname or who.name)
                    for who in one.members
                    if not who.own and who.user not in ours
                ]
            case MembersLeft(channel=channel, room=room) if (channel, room) == place:
                found += [
                    Leaving(at=again(one.at), by=user) for user in one.members if user not in ours
                ]
            case _:
                continue
    return tuple(sorted(found, key=lambda one: one.at))


def there_at_first(
    talk: Sequence[Talking], moves: Sequence[Coming | Leaving]
) -> Mapping[UserRef, bool]:
    """Everybody who speaks, comes or leaves: whether they were in the room when it began."""
    first = {one.by: one.at for one in reversed(talk)}
    found: dict[UserRef, bool] = {}
    for one in moves:
        spoke = first.get(one.by)
        found.setdefault(one.by, isinstance(one, Leaving) or (spoke is not None and spoke < one.at))
    return {**dict.fromkeys(first, True), **found}
