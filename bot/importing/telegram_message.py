"""One message of a Telegram export, as an event."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from bot.core.events import Media, MessageKind, MessageReceived
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.text import storable
from bot.importing.pieces import Fields, count, fields, items, text
from bot.importing.refs import short_name, short_ref
from bot.importing.telegram_names import user_ref

DELETED = UserRef("deleted")  # Telegram names nobody for messages of deleted accounts

_KINDS = {
    "sticker": MessageKind.IMAGE,
    "voice_message": MessageKind.AUDIO,
    "audio_file": MessageKind.AUDIO,
    "video_message": MessageKind.VIDEO,
    "video_file": MessageKind.VIDEO,
    "animation": MessageKind.VIDEO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The room a message stands in."""

    channel: ChannelName
    ref: RoomRef
    name: str
    zone: ZoneInfo
    names: dict[str, UserRef]

    def message_ref(self, number: object) -> MessageRef:
        """Message ids are numbered per chat."""
        return MessageRef(f"{self.ref}:{short_ref(number)}")


def read_message(message: Fields, at: datetime, chat: Chat) -> MessageReceived:
    """A message that somebody wrote."""
    kind, media = _media(message)
    quoted = message.get("reply_to_message_id")
    # An answer to a message of another chat quotes nothing that this chat has.
    same_chat = "reply_to_peer_id" not in message
    return MessageReceived(
        channel=chat.channel,
        ref=chat.message_ref(message["id"]),
        at=at,
        room=chat.ref,
        room_name=chat.name,
        sender=user_ref(message.get("from_id")) or DELETED,
        sender_name=short_name(message.get("from")),
        text=storable(_text(message)),
        kind=kind,
        mentions=_mentions(message),
        quoted=chat.message_ref(quoted) if same_chat and short_ref(quoted) else None,
        media=media,
    )


def plain_text(value: object) -> str:
    """The text of a message: a string, or a list of strings and entities."""
    if isinstance(value, str):
        return value
    return "".join(
        part if isinstance(part, str) else text(fields(part).get("text")) for part in items(value)
    )


def _text(message: Fields) -> str:
    return (
        plain_text(message.get("text"))
        or plain_text(message.get("text_entities"))
        or text(message.get("sticker_emoji"))
        or text(fields(message.get("poll")).get("question"))
        or text(message.get("place_name"))
        or text(message.get("game_title"))
    )


def _mentions(message: Fields) -> tuple[UserRef, ...]:
    entities = items(message.get("text_entities")) or items(message.get("text"))
    return tuple(
        ref
        for entity in map(fields, entities)
        if entity.get("type") == "mention_name" and (ref := user_ref(entity.get("user_id")))
    )


def _media(message: Fields) -> tuple[MessageKind, Media | None]:
    kind = _kind(message)
    path = _path(message)
    contact = fields(message.get("contact_information"))
    name = (
        text(message.get("file_name"))
        or text(message.get("title"))
        or " ".join(filter(None, (text(contact.get("first_name")), text(contact.get("last_name")))))
        or PurePosixPath(path).name
    )
    forwarded = short_name(message.get("forwarded_from"))
    media = Media(
        name=short_name(name),
        url=storable(path),
        mime=short_name(message.get("mime_type")),
        size=count(message.get("file_size") or message.get("photo_file_size")),
        description=f"forwarded from {forwarded}" if "forwarded_from" in message else "",
    )
    return kind, None if media == Media() else media


def _kind(message: Fields) -> MessageKind:
    if "photo" in message:
        return MessageKind.IMAGE
    if "file" in message:
        return _KINDS.get(text(message.get("media_type")), MessageKind.FILE)
    if "contact_information" in message:
        return MessageKind.CARD
    others = ("poll", "location_information", "game_title", "invoice_information")
    return MessageKind.OTHER if any(name in message for name in others) else MessageKind.TEXT


def _path(message: Fields) -> str:
    """Where the file lies beside the export; "(File not included. ...)" is no place."""
    path = text(message.get("photo")) or text(message.get("file"))
    return "" if path.startswith("(") or " (File " in path else path[:1000]
