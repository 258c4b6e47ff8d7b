"""Events of a small made-up community, for tests of what is stored."""

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.core.events import (
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageRecalled,
    MessageReceived,
    RoomListed,
    TopicChanged,
)
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from storage.talk.archive import Archive

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_numbers = count(1)


def at(minutes: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=minutes)


def said(text, who="lin", room="study", minute=0.0, **more):
    """A message; its ref is new unless one is given."""
    return MessageReceived(
        channel=ChannelName(more.pop("channel", "wx")),
        ref=MessageRef(more.pop("ref", f"m{next(_numbers)}")),
        at=at(minute),
        room=None if room is None else RoomRef(room),
        room_name=more.pop("room_name", "" if room is None else f"{room} 群"),
        sender=UserRef(who),
        sender_name=more.pop("name", f"小{who}"),
        sender_nickname=more.pop("nickname", ""),
        text=text,
        **more,
    )


def shown(who, name=None, nickname="", *, own=False):
    """Somebody as a room shows them."""
    return MemberSeen(user=UserRef(who), name=name or f"小{who}", nickname=nickname, own=own)


def joined(*members, room="study", minute=0.0, inviter=None):
    """People came in."""
    return MembersJoined(
        channel=ChannelName("wx"),
        ref=EventRef(f"j{next(_numbers)}"),
        at=at(minute),
        room=RoomRef(room),
        members=tuple(members),
        inviter=None if inviter is None else UserRef(inviter),
    )


def left(*users, room="study", minute=0.0):
    """People went away."""
    return MembersLeft(
        channel=ChannelName("wx"),
        ref=EventRef(f"l{next(_numbers)}"),
        at=at(minute),
        room=RoomRef(room),
        members=tuple(map(UserRef, users)),
    )


def room_listed(*members, room="study", minute=0.0, name="学习群"):
    """A room as it stands."""
    return RoomListed(
        channel=ChannelName("wx"),
        ref=EventRef(f"r{next(_numbers)}"),
        at=at(minute),
        room=RoomRef(room),
        name=name,
        members=tuple(members),
    )


def recalled(ref, room="study", minute=0.0):
    """Somebody took a message back."""
    return MessageRecalled(
        channel=ChannelName("wx"),
        ref=EventRef(f"x{next(_numbers)}"),
        at=at(minute),
        room=RoomRef(room),
        recalled=MessageRef(ref),
    )


def edited(ref, text, room="study", minute=0.0, event=""):
    """Somebody changed a message."""
    return MessageEdited(
        channel=ChannelName("wx"),
        ref=EventRef(event or f"x{next(_numbers)}"),
        at=at(minute),
        room=RoomRef(room),
        message=MessageRef(ref),
        text=text,
    )


def renamed(topic, room="study", minute=0.0):
    """A room got a new name."""
    return TopicChanged(
        channel=ChannelName("wx"),
        ref=EventRef(f"t{next(_numbers)}"),
        at=at(minute),
        room=RoomRef(room),
        topic=topic,
    )


async def save(database, *events, minute=0.0):
    """Archive events in one transaction; what was seen for the first time."""
    async with database.write() as connection:
        return await Archive(connection).save(events, received=at(minute))
