"""Discord, by DiscordChatExporter: one channel as JSON."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from bot.core.events import (
    Event,
    Media,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageReceived,
    TopicChanged,
)
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.text import storable
from bot.importing.jsonstream import Broken, Found, JsonStream
from bot.importing.pieces import Fields, count, fields, items, text
from bot.importing.refs import short_name, short_ref
from bot.importing.source import Source
from bot.importing.times import moment
from bot.importing.values import Aside, Format, Item, Options

_PLAIN = {"Default", "Reply", "ChatInputCommand", "ContextMenuCommand", "0", "19"}
_ENDINGS = {
    MessageKind.IMAGE: {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".heic"},
    MessageKind.VIDEO: {".mp4", ".mov", ".webm", ".mkv", ".avi"},
    MessageKind.AUDIO: {".mp3", ".ogg", ".wav", ".m4a", ".flac", ".aac"},
}
_NEW_NAME = re.compile(r"Changed the channel name: (.+?)\.?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    channel: ChannelName
    ref: RoomRef
    name: str


def _misfit(sample: str) -> str:
    start = sample.lstrip()
    if not start.startswith("{"):
        return "not a JSON object"
    missing = [name for name in ("guild", "channel", "messages") if f'"{name}"' not in start]
    return f"no {', no '.join(repr(name) for name in missing)}" if missing else ""


def _read(source: Source, options: Options) -> Iterator[Item]:
    head: dict[str, object] = {}
    for piece in JsonStream(source.chunks(), frozenset([(), ("messages",)])):
        match piece:
            case Broken(line=line, detail=detail, final=final):
                kind = "the rest of the file cannot be read" if final else "not JSON"
                yield Aside(line=line, kind=kind, detail=detail)
            case Found(path=("messages", "*"), value=value, line=line):
                made = _item(fields(value), _place(head, options), options)
                yield Aside(line=line, kind=made) if isinstance(made, str) else made
            case Found(path=(key,), value=value):
                head[key] = value
            case _:
                pass


def _place(head: dict[str, object], options: Options) -> _Place:
    room = fields(head.get("channel"))
    number = short_ref(room.get("id"))
    guild = short_name(fields(head.get("guild")).get("name"))
    name = " / ".join(filter(None, (guild, short_name(room.get("name")))))
    return _Place(
        channel=options.channel_name,
        ref=RoomRef(f"dc:{number or options.room_name}"),
        name=short_name(name) or options.room_name,
    )


def _item(message: Fields, place: _Place, options: Options) -> Event | str:
    if not options.wants(place.name):
        return "not the room asked for"
    number = short_ref(message.get("id"))
    at = moment(message.get("timestamp"), options.zone)
    author = fields(message.get("author"))
    if not number or at is None or not short_ref(author.get("id")):
        return "no id, no author or no time that can be read"
    ref = MessageRef(f"dc:{number}")
    kind = short_ref(message.get("type")) or "Default"
    if kind in _PLAIN:
        return _said(message, ref, at, place)
    return _service(message, kind, ref, at, place) or _grey(message, kind, ref, at, place)


def _said(message: Fields, ref: MessageRef, at: datetime, place: _Place) -> MessageReceived:
    author = fields(message.get("author"))
    forwarded = fields(message.get("forwardedMessage"))
    said = text(message.get("content")) or text(forwarded.get("content"))
    quoted = short_ref(fields(message.get("reference")).get("messageId"))
    kind, media = _media(forwarded or message)
    if forwarded:
        note = "forwarded"
        media = Media(description=note) if media is None else media
    return MessageReceived(
        channel=place.channel,
        ref=ref,
        at=at,
        room=place.ref,
        room_name=place.name,
        sender=_user(author),
        sender_name=short_name(author.get("name")),
        sender_nickname=_nickname(author),
        text=storable(said),
        kind=MessageKind.TEXT if kind is MessageKind.LINK and said else kind,
        mentions=tuple(_user(fields(who)) for who in items(message.get("mentions"))),
        quoted=MessageRef(f"dc:{quoted}") if quoted and not forwarded else None,
        media=media,
    )


def _service(
    message: Fields, kind: str, ref: MessageRef, at: datetime, place: _Place
) -> Event | None:
    author = _seen(fields(message.get("author")))
    others = tuple(_seen(fields(who)) for who in items(message.get("mentions")))
    if kind == "ChannelNameChange":
        found = _NEW_NAME.fullmatch(text(message.get("content")))
        return found and TopicChanged(
            channel=place.channel,
            ref=EventRef(ref),
            at=at,
            room=place.ref,
            topic=short_name(found[1]),
            by=author.user,
        )
    if kind in {"GuildMemberJoin", "RecipientAdd"}:
        return MembersJoined(
            channel=place.channel,
            ref=EventRef(ref),
            at=at,
            room=place.ref,
            room_name=place.name,
            members=others or (author,),
            inviter=author.user if others else None,
        )
    if kind == "RecipientRemove":
        gone = tuple(member.user for member in others) or (author.user,)
        return MembersLeft(
            channel=place.channel,
            ref=EventRef(ref),
            at=at,
            room=place.ref,
            members=gone,
            remover=None if gone == (author.user,) else author.user,
        )
    return None


def _grey(
    message: Fields, kind: str, ref: MessageRef, at: datetime, place: _Place
) -> MessageReceived:
    author = fields(message.get("author"))
    return MessageReceived(
        channel=place.channel,
        ref=ref,
        at=at,
        room=place.ref,
        room_name=place.name,
        sender=_user(author),
        sender_name=short_name(author.get("name")),
        sender_nickname=_nickname(author),
        text=storable(f"[{kind}] {text(message.get('content'))}".rstrip()),
        kind=MessageKind.SYSTEM,
    )


def _media(message: Fields) -> tuple[MessageKind, Media | None]:
    """The first attachment, sticker or embed; the others are named in its description."""
    attachments = [fields(one) for one in items(message.get("attachments"))]
    if attachments:
        first, *rest = attachments
        name = text(first.get("fileName"))
        media = Media(
            name=short_name(name),
            url=storable(text(first.get("url"))),
            size=count(first.get("fileSizeBytes")),
            description=storable(", ".join(text(other.get("fileName")) for other in rest)),
        )
        return _by_ending(name), media
    for sticker in map(fields, items(message.get("stickers"))):
        name, url = short_name(sticker.get("name")), storable(text(sticker.get("sourceUrl")))
        return MessageKind.IMAGE, Media(name=name, url=url)
    for embed in map(fields, items(message.get("embeds"))):
        title, about = short_name(embed.get("title")), storable(text(embed.get("description")))
        url = storable(text(embed.get("url")))
        return MessageKind.LINK, Media(name=title, url=url, description=about)
    return MessageKind.TEXT, None


def _by_ending(name: str) -> MessageKind:
    ending = PurePosixPath(name.lower()).suffix
    return next((kind for kind, known in _ENDINGS.items() if ending in known), MessageKind.FILE)


def _user(who: Fields) -> UserRef:
    return UserRef(short_ref(who.get("id")))


def _nickname(who: Fields) -> str:
    name, nickname = short_name(who.get("name")), short_name(who.get("nickname"))
    return "" if nickname == name else nickname


def _seen(who: Fields) -> MemberSeen:
    return MemberSeen(user=_user(who), name=short_name(who.get("name")), nickname=_nickname(who))


DISCORD = Format(
    name="discord", title="Discord (DiscordChatExporter JSON)", misfit=_misfit, read=_read
)
