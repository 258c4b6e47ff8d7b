"""Telegram Desktop: "Export chat history" (one chat) or "Export Telegram data", as JSON."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.core.ids import ChannelName, RoomRef, UserRef
from bot.importing.jsonstream import Broken, Entered, Found, JsonStream, Path
from bot.importing.pieces import Fields, fields, text
from bot.importing.refs import short_name, short_ref
from bot.importing.source import Source
from bot.importing.telegram_message import Chat, read_message
from bot.importing.telegram_names import names_in
from bot.importing.telegram_service import read_service
from bot.importing.times import moment
from bot.importing.values import Aside, Format, Item, Options

_LISTS = ("chats", "left_chats")
_DESCEND: frozenset[Path] = frozenset(
    [(), ("messages",)]
    + [
        path
        for chats in _LISTS
        for path in (
            (chats,),
            (chats, "list"),
            (chats, "list", "*"),
            (chats, "list", "*", "messages"),
        )
    ]
)
_PRIVATE = {"personal_chat", "bot_chat", "saved_messages", "replies", "verify_codes"}
_ONE_CHAT = re.compile(r'"messages"\s*:\s*\[')
_ALL_CHATS = re.compile(r'"(?:chats|personal_information|contacts|frequent_contacts)"\s*:')


def _misfit(sample: str) -> str:
    start = sample.lstrip()
    if not start.startswith("{"):
        return "not a JSON object"
    if '"guild"' in start[:4000] and '"channel"' in start:
        return 'has a "guild"'
    if _ONE_CHAT.search(start) and '"type"' in start:
        return ""
    if '"about"' in start and _ALL_CHATS.search(start):
        return ""
    return 'no list of "messages", and no "chats"'


@dataclass(slots=True)
class _Reading:
    """The chat whose messages are being read."""

    options: Options
    names: dict[str, UserRef]
    head: dict[str, object] = field(default_factory=dict)

    def begin(self) -> None:
        """A new chat: nothing is known of it yet."""
        self.head = {}

    def chat(self) -> Chat:
        """The chat, as far as its head was read."""
        number = short_ref(self.head.get("id"))
        name = short_name(self.head.get("name"))
        return Chat(
            channel=ChannelName(self.options.channel_name),
            ref=RoomRef(f"tg:{number}" if number else f"tg:{self.options.room_name}"),
            name=name or ("" if number else self.options.room_name),
            zone=self.options.zone,
            names=self.names,
        )


def _read(source: Source, options: Options) -> Iterator[Item]:
    reading = _Reading(options, names_in(source))
    for piece in JsonStream(source.chunks(), _DESCEND):
        match piece:
            case Broken(line=line, detail=detail, final=final):
                yield Aside(line=line, kind=_kind(final), detail=detail)
            case Entered(path=path) if path in {(), *((c, "list", "*") for c in _LISTS)}:
                reading.begin()
            case Found(path=(*_, "messages", "*"), value=value, line=line) as found:
                yield from _message(found, fields(value), line, reading)
            case Found(path=(key,) | (_, "list", "*", key), value=value):
                reading.head[key] = value
            case _:
                pass


def _kind(final: bool) -> str:  # noqa: FBT001 (the one thing it turns into words)
    return "the rest of the file cannot be read" if final else "not JSON"


def _message(found: Found, message: Fields, line: int, reading: _Reading) -> Iterator[Item]:
    chat = reading.chat()
    if found.path[0] in _LISTS and text(reading.head.get("type")) in _PRIVATE:
        yield Aside(line=line, kind="a private chat: only groups are taken from a full export")
        return
    if not reading.options.wants(chat.name):
        yield Aside(line=line, kind="not the room asked for")
        return
    if reason := _unfit(message):
        yield Aside(line=line, kind=reason, detail=short_ref(message.get("id")))
        return
    at = moment(message.get("date_unixtime"), chat.zone) or moment(message.get("date"), chat.zone)
    if at is None:
        yield Aside(line=line, kind="no time that can be read", detail=short_ref(message["id"]))
    elif message.get("type") == "service":
        yield from read_service(message, at, chat)
    else:
        yield read_message(message, at, chat)


def _unfit(message: Fields) -> str:
    if not message:
        return "not a message"
    if message.get("type") == "unsupported":
        return "Telegram did not export its content"
    if not short_ref(message.get("id")):
        return "no id"
    return ""


TELEGRAM = Format(name="telegram", title="Telegram Desktop JSON export", misfit=_misfit, read=_read)
