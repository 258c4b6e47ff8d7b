"""Plain JSONL, one message or other event a line: our own export, and what scripts write.

    {"at": "2024-05-01T09:30:00+08:00", "room": "小区业主群", "sender": "wxid_7", "text": "早"}

Needed: `at` (ISO 8601, or a Unix time; without a zone it is `--zone`), `room`, `sender`, `text`.
May be there: `id` (unique in its room), `sender_name`, `nickname`, `kind`, `reply_to` (an id),
`quoted_text`, `mentions` (senders), `media` {name, url, mime, size, description}, `own`, `channel`,
`room_ref`; `ref` and `reply_to_ref` are ids that are unique in the whole channel and win over
`id` and `reply_to`. A line with an `event` ("joined", "left", "topic", "recalled") is no message:
see `bot.importing.jsonl_events`. `room` null is talk to the bot alone. Other keys are ignored.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from bot.core.events import Event, Media, MessageKind, MessageReceived
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.text import storable
from bot.importing.jsonl_events import Place, read_event
from bot.importing.pieces import Fields, count, fields, items, text
from bot.importing.refs import MAX_NAME, Ordinals, short_name, short_ref
from bot.importing.source import Source
from bot.importing.times import moment
from bot.importing.values import DEFAULT_CHANNEL, Aside, Format, Item, Options

_SAYING = {"text", "sender", "event"}
_KINDS = {kind.value: kind for kind in MessageKind}


def _misfit(sample: str) -> str:
    lines = [line for line in sample.split("\n") if line.strip()][:50]
    if not lines:
        return "empty"
    for line in lines:
        found = _fields(line)
        if isinstance(found, dict) and "at" in found and _SAYING & found.keys():
            return ""
    return 'no line is a JSON object with "at" and "text"'


def _fields(line: str) -> Fields | str:
    """The line's object, or what is wrong with it."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return f"{error.msg} at column {error.colno}"
    except (ValueError, RecursionError):
        return "a number too long, or nested too deeply"
    return value if isinstance(value, dict) else "not an object"


def _read(source: Source, options: Options) -> Iterator[Item]:
    ordinals = Ordinals()
    for number, line in source.lines():
        if line is None:
            yield Aside(line=number, kind="the line is too long")
        elif line and not line.isspace():
            yield from read_line(line, number, options, ordinals)


def read_line(line: str, number: int, options: Options, ordinals: Ordinals) -> Iterator[Item]:
    """One line; nothing where its room is not asked for is an aside, too."""
    found = _fields(line)
    if isinstance(found, str):
        yield Aside(line=number, kind="not JSON", detail=found)
        return
    at = moment(found.get("at"), options.zone)
    if at is None:
        yield Aside(line=number, kind="no time that can be read in `at`")
        return
    place = _place(found, options)
    if place is None:
        yield Aside(line=number, kind="`room` is missing or no text")
    elif not options.wants(place.name):
        yield Aside(line=number, kind="not the room asked for")
    else:
        made = _event(found, at, place, ordinals)
        yield Aside(line=number, kind=made) if isinstance(made, str) else made


def _place(found: Fields, options: Options) -> Place | None:
    given = found.get("channel")
    channel = options.channel or ChannelName(short_name(given) or DEFAULT_CHANNEL)
    if "room" in found and found["room"] is None and not found.get("room_ref"):
        return Place(channel=channel, room=None, name="")
    room = found.get("room")
    name = short_name(room) or short_ref(room)
    ref = short_ref(found.get("room_ref")) or (name if len(name) < MAX_NAME else short_ref(room))
    if not ref and options.room:
        ref = name = options.room
    return Place(channel=channel, room=RoomRef(ref), name=name) if ref else None


def _event(found: Fields, at: datetime, place: Place, ordinals: Ordinals) -> Event | str:
    if "event" in found:
        return read_event(found, at, place, ordinals)
    sender = UserRef(short_ref(found.get("sender")))
    if not sender:
        return "`sender` is missing or no text"
    said = found.get("text", "")
    if not isinstance(said, str):
        return "`text` is no text"
    kind = _KINDS.get(text(found.get("kind")) or "text", MessageKind.OTHER)
    said = storable(said)
    own_ref = place.ref(found.get("ref"), found.get("id"))
    quoted = place.ref(found.get("reply_to_ref"), found.get("reply_to"))
    return MessageReceived(
        channel=place.channel,
        ref=MessageRef(own_ref) or ordinals.message(place.room or "", at, sender, said),
        at=at,
        room=place.room,
        room_name=place.name,
        sender=sender,
        sender_name=short_name(found.get("sender_name")),
        sender_nickname=short_name(found.get("nickname")),
        text=said,
        kind=kind,
        mentions=tuple(UserRef(r) for m in items(found.get("mentions")) if (r := short_ref(m))),
        quoted=MessageRef(quoted) if quoted else None,
        quoted_text=storable(text(found.get("quoted_text"))),
        media=_media(fields(found.get("media"))),
        own=found.get("own") is True,
    )


def _media(found: Fields) -> Media | None:
    media = Media(
        name=short_name(found.get("name")),
        url=storable(text(found.get("url"))),
        mime=short_name(found.get("mime")),
        size=count(found.get("size")),
        description=storable(text(found.get("description"))),
    )
    return None if media == Media() else media


JSONL = Format(name="jsonl", title="plain JSONL", misfit=_misfit, read=_read)
