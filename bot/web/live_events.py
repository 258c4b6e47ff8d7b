"""Events of the live stream, as they go over the line."""

from collections.abc import Sequence

from bot.core.ids import RoomId
from bot.core.notices import Notice
from bot.web.reading import to_json

TALK = frozenset({"message", "event"})


def event_of(kind: str, content: str) -> str:
    """An event, without its id."""
    return f"event: {kind}\ndata: {content}\n\n"


def talk_of(notices: Sequence[Notice], rooms: frozenset[RoomId] | None) -> list[str]:
    """Where something was said, in one event."""
    talked = dict.fromkeys(one.room for one in notices if one.room is not None and one.kind in TALK)
    seen = [room for room in talked if rooms is None or room in rooms]
    return [event_of("talk", to_json({"kind": "talk", "rooms": seen}))] if seen else []


def told_of(notice: Notice) -> dict[str, object]:
    """What a client is told of a notice: never what it says."""
    told: dict[str, object] = {"kind": notice.kind, "id": notice.id, "room": notice.room}
    return told | ({"channel": notice.channel} if notice.kind == "channel" else {})
