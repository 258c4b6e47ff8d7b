"""Lines of our JSONL that are no messages.

{"event": "joined", "at": ..., "room": ..., "members": [{"user", "name"?, "nickname"?}], "by"?}
{"event": "left", "at": ..., "room": ..., "members": ["wxid_7"], "by"?}
{"event": "topic", "at": ..., "room": ..., "topic": "...", "by"?}
{"event": "found_out", "at": ..., "room": ..., "about": id (or "about_ref"), "answer": {...}}
{"event": "recalled", "at": ..., "room": ..., "recalled": id (or "recalled_ref"), "by"?}
"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from bot.core.answers import Answer
from bot.core.events import (
    ErrandDone,
    Event,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageRecalled,
    TopicChanged,
)
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.text import storable
from bot.importing.pieces import Fields, fields, items, text
from bot.importing.refs import Ordinals, digest, short_name, short_ref

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_PAST = "past-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a line stands."""

    channel: ChannelName
    room: RoomRef | None
    name: str

    def ref(self, whole: object, in_room: object) -> str:
        """A ref that is unique in the channel: given so, or made from an id within the room."""
        if ref := short_ref(whole):
            return ref
        number = short_ref(in_room)
        if not number:
            return ""
        ref = f"{self.room or ''}#{number}"
        return ref if short_ref(ref) == ref else digest(ref)


def read_event(found: Fields, at: datetime, place: Place, ordinals: Ordinals) -> Event | str:
    """The event of a line, or what is wrong with it."""
    kind = text(found.get("event"))
    ref = EventRef(place.ref(found.get("ref"), found.get("id")))
    if not ref:
        ref = ordinals.event(place.room or "", at, kind, repr(found.get("members", found)))
    by = UserRef(short_ref(found.get("by"))) or None
    if kind == "recalled":
        recalled = place.ref(found.get("recalled_ref"), found.get("recalled"))
        if not recalled:
            return "`recalled` is missing"
        return MessageRecalled(
            channel=place.channel,
            ref=ref,
            at=at,
            room=place.room,
            recalled=MessageRef(recalled),
            by=by,
        )
    if kind in {"edited", "found_out"}:
        read = _edited if kind == "edited" else _found_out
        return read(found, at, place, ref, by)
    if place.room is None:
        return "`room` is missing or no text"
    return _in_room(found, kind, _Head(place.channel, ref, at, place.room, by), place.name)


def _edited(
    found: Fields, at: datetime, place: Place, ref: EventRef, by: UserRef | None
) -> Event | str:
    edited = place.ref(found.get("edited_ref"), found.get("edited"))
    if not edited:
        return "`edited` is missing"
    return MessageEdited(
        channel=place.channel,
        ref=ref,
        at=at,
        room=place.room,
        message=MessageRef(edited),
        text=storable(text(found.get("text"))),
        by=by,
    )


def _found_out(
    found: Fields, at: datetime, place: Place, ref: EventRef, _by: UserRef | None
) -> Event | str:
    about = place.ref(found.get("about_ref"), found.get("about"))
    if not about:
        return "`about` is missing"
    try:
        answer = _ANSWER.validate_python(found.get("answer"))
    except ValidationError:
        return "`answer` is not one that an errand brings"
    return ErrandDone(
        channel=place.channel,
        # Errands of this installation have numbers too: an old answer must not pass for a new one.
        ref=ref if ref.startswith(_PAST) else EventRef(f"{_PAST}{ref}"),
        at=at,
        room=place.room,
        message=MessageRef(about),
        answer=answer,
    )


@dataclass(frozen=True, slots=True)
class _Head:
    channel: ChannelName
    ref: EventRef
    at: datetime
    room: RoomRef
    by: UserRef | None


def _in_room(found: Fields, kind: str, head: _Head, room_name: str) -> Event | str:
    members = tuple(member for value in items(found.get("members")) if (member := _member(value)))
    if kind == "topic":
        return TopicChanged(
            channel=head.channel,
            ref=head.ref,
            at=head.at,
            room=head.room,
            topic=short_name(found.get("topic")),
            by=head.by,
        )
    if kind not in {"joined", "left"}:
        return "`event` is not one of joined, left, topic, recalled, edited, found_out"
    if not members:
        return "`members` is missing or empty"
    if kind == "left":
        return MembersLeft(
            channel=head.channel,
            ref=head.ref,
            at=head.at,
            room=head.room,
            members=tuple(member.user for member in members),
            remover=head.by,
        )
    return MembersJoined(
        channel=head.channel,
        ref=head.ref,
        at=head.at,
        room=head.room,
        room_name=room_name,
        members=members,
        inviter=head.by,
    )


def _member(value: object) -> MemberSeen | None:
    found = fields(value) or {"user": value}
    user = UserRef(short_ref(found.get("user")))
    if not user:
        return None
    return MemberSeen(
        user=user,
        name=short_name(found.get("name")),
        nickname=short_name(found.get("nickname")),
        own=found.get("own") is True,
    )
