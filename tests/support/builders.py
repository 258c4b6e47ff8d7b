"""Values of bot.core in one word: `message("加V领资料")`, `seen("加V领资料", sender=7)`.

Everything has a default and everything can be said otherwise. Refs and times follow from a
counter that a test never sees, so two messages are never the same event by accident.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.events import (
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageReceived,
    RoomInvited,
    RoomListed,
)
from bot.core.ids import (
    ChannelName,
    EventRef,
    IdentityId,
    MessageId,
    MessageRef,
    RoomId,
    RoomRef,
    StudentId,
    UserRef,
)
from bot.core.rooms import RoomRules
from bot.core.seen import Context, Copy, Room, Seen, SeenEvent, SeenMember, SeenMessage, Sender
from bot.core.text import repeat_key

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai
CHANNEL = ChannelName("sim")
ROOM = RoomRef("room-1")

_number = itertools.count(1)


def after(**delta: float) -> datetime:
    """A moment after noon: `after(minutes=5)`."""
    return NOON + timedelta(**delta)


def message(text: str = "大家好", *, sender: str = "u1", **other: Any) -> MessageReceived:
    """What somebody said in a room (room=None: to the bot alone)."""
    number = next(_number)
    given: dict[str, Any] = {
        "channel": CHANNEL,
        "ref": MessageRef(f"m{number}"),
        "at": NOON,
        "room": ROOM,
        "room_name": "英语学习打卡群" if other.get("room", ROOM) is not None else "",
        "sender": UserRef(sender),
        "sender_name": f"名字{sender}",
        "text": text,
    }
    return MessageReceived(**given | other)


def member(
    user: str = "u1", name: str = "", nickname: str = "", *, own: bool = False
) -> MemberSeen:
    """Somebody as shown in a room."""
    return MemberSeen(user=UserRef(user), name=name or f"名字{user}", nickname=nickname, own=own)


def joined(*users: str, room: str = ROOM, **other: Any) -> MembersJoined:
    """People came into a room."""
    given: dict[str, Any] = {
        "channel": CHANNEL,
        "ref": EventRef(f"e{next(_number)}"),
        "at": NOON,
        "room": RoomRef(room),
        "room_name": "英语学习打卡群",
        "members": tuple(member(user) for user in users),
    }
    return MembersJoined(**given | other)


def left(*users: str, room: str = ROOM, **other: Any) -> MembersLeft:
    """People left a room."""
    given: dict[str, Any] = {
        "channel": CHANNEL,
        "ref": EventRef(f"e{next(_number)}"),
        "at": NOON,
        "room": RoomRef(room),
        "members": tuple(UserRef(user) for user in users),
    }
    return MembersLeft(**given | other)


def listed(name: str, *users: str, room: str = ROOM, **other: Any) -> RoomListed:
    """A room as it stands."""
    given: dict[str, Any] = {
        "channel": CHANNEL,
        "ref": EventRef(f"e{next(_number)}"),
        "at": NOON,
        "room": RoomRef(room),
        "name": name,
        "members": tuple(member(user) for user in users),
    }
    return RoomListed(**given | other)


def invited(room_name: str = "新群", **other: Any) -> RoomInvited:
    """Somebody invites the bot."""
    number = next(_number)
    given: dict[str, Any] = {
        "channel": CHANNEL,
        "ref": EventRef(f"e{number}"),
        "at": NOON,
        "invitation": f"invitation-{number}",
        "room_name": room_name,
        "inviter": UserRef("u1"),
        "inviter_name": "名字u1",
    }
    return RoomInvited(**given | other)


def person(number: int = 1, **other: Any) -> SeenMember:
    """An identity with its person: number 1 is student 10001."""
    given: dict[str, Any] = {
        "identity": IdentityId(number),
        "student": StudentId(10000 + number),
        "name": f"名字u{number}",
    }
    return SeenMember(**given | other)


def seen(
    text: str = "大家好",
    *,
    sender: int = 1,
    room: int | None = 1,
    number: int | None = None,
    **event: Any,
) -> SeenMessage:
    """A message that was archived just now; what is left over goes to the event."""
    ref = None if room is None else RoomRef(f"room-{room}")
    given = message(text, sender=f"u{sender}", room=ref, **event)
    if given.own:
        author = person(sender, student=None)
    else:
        author = person(sender, name=given.sender_name, nickname=given.sender_nickname)
    return SeenMessage(
        event=given,
        id=MessageId(next(_number) if number is None else number),
        room=None if room is None else RoomId(room),
        sender=author,
    )


def seen_join(*numbers: int, room: int = 1, newcomer: bool = True, **event: Any) -> SeenEvent:
    """An archived join."""
    given = joined(*(f"u{n}" for n in numbers), room=f"room-{room}", **event)
    people = tuple(person(n, newcomer=newcomer) for n in numbers)
    return SeenEvent(event=given, room=RoomId(room), members=people)


def room(number: int = 1, name: str = "英语学习打卡群", **rules: Any) -> Room:
    """A room as decisions see it; what is left over goes to its rules."""
    return Room(
        id=RoomId(number),
        channel=CHANNEL,
        ref=RoomRef(f"room-{number}"),
        name=name,
        rules=RoomRules(**rules),
    )


def sender(number: int = 1, **other: Any) -> Sender:
    """An author as decisions see them."""
    given: dict[str, Any] = {
        "identity": IdentityId(number),
        "student": StudentId(10000 + number),
        "names": (f"名字u{number}",),
    }
    return Sender(**given | other)


def a_copy(*, sender: int = 1, room: int = 1, at: datetime = NOON) -> Copy:
    """An earlier message with the same text, for `context(earlier={text: [a_copy()]})`."""
    return Copy(
        message=MessageId(next(_number)), room=RoomId(room), sender=IdentityId(sender), at=at
    )


def context(
    *rooms: Room,
    senders: Iterable[tuple[int | None, Sender]] = (),
    earlier: Mapping[str, Iterable[Copy]] | None = None,
    **other: Any,
) -> Context:
    """What a batch may look at: rooms, (room number, sender) pairs, earlier copies by text."""
    copies = {
        key: tuple(found)
        for text, found in (earlier or {}).items()
        if (key := repeat_key(text)) is not None
    }
    known = {
        (None if number is None else RoomId(number), who.identity): who for number, who in senders
    }
    return Context(
        rooms={each.id: each for each in rooms or (room(),)},
        senders=known,
        copies=copies,
        **other,
    )


def context_for(batch: Iterable[Seen], *rooms: Room, **other: Any) -> Context:
    """A context that knows every author of the batch, as an ordinary member."""
    pairs = [
        (None if each.room is None else int(each.room), sender(int(each.sender.identity)))
        for each in batch
        if isinstance(each, SeenMessage)
    ]
    return context(*rooms, senders=pairs, **other)


def again(given: MessageReceived, **changes: Any) -> MessageReceived:
    """The same words as another message."""
    return replace(given, **{"ref": MessageRef(f"m{next(_number)}")} | changes)
