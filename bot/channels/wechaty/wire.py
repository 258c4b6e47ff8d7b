"""The gateway's numbers and payloads, as plain values whose texts are fit to be stored."""

import json
from dataclasses import dataclass
from enum import IntEnum

from bot.core.text import storable


class EventType(IntEnum):
    """What an event of the stream is about."""

    HEARTBEAT = 1
    MESSAGE = 2
    DONG = 3
    ERROR = 16
    FRIENDSHIP = 17
    ROOM_INVITE = 18
    ROOM_JOIN = 19
    ROOM_LEAVE = 20
    ROOM_TOPIC = 21
    SCAN = 22
    READY = 23
    RESET = 24
    LOGIN = 25
    LOGOUT = 26
    DIRTY = 27


class MessageType(IntEnum):
    """Kinds of messages as gateways number them (not as the proto file does)."""

    ATTACHMENT = 1
    AUDIO = 2
    CONTACT = 3
    CHAT_HISTORY = 4
    EMOTICON = 5
    IMAGE = 6
    TEXT = 7
    LOCATION = 8
    MINI_PROGRAM = 9
    GROUP_NOTE = 10
    TRANSFER = 11
    RED_ENVELOPE = 12
    RECALLED = 13
    URL = 14
    VIDEO = 15


class DirtyType(IntEnum):
    """What an event DIRTY says is out of date."""

    CONTACT = 2
    ROOM = 3
    ROOM_MEMBER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEvent:
    """One event of the stream; `payload` is whatever the gateway wrote into its JSON object."""

    type: int
    payload: dict[str, object]

    def text(self, key: str) -> str:
        """A text of the payload; "" where it is missing or something else."""
        found = self.payload.get(key)
        return storable(found) if isinstance(found, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts of the payload, without repeats; empty where it is missing."""
        found = self.payload.get(key)
        if not isinstance(found, list):
            return ()
        texts = (storable(one) for one in found if isinstance(one, str) and one)
        return tuple(dict.fromkeys(texts))

    def number(self, key: str) -> float:
        """A number of the payload; 0 where it is missing or something else."""
        found = self.payload.get(key)
        return found if isinstance(found, int | float) and not isinstance(found, bool) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """A message as the gateway tells it."""

    id: str
    type: int
    text: str
    timestamp: float  # seconds or milliseconds, as the gateway likes; 0: unknown
    talker: str
    room: str
    listener: str
    mentions: tuple[str, ...]
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMember:
    """Somebody's names in a room."""

    name: str = ""
    alias: str = ""  # 群昵称


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRoom:
    """A room as the gateway tells it."""

    topic: str = ""
    owner: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawInvitation:
    """An invitation into a room."""

    inviter: str = ""
    topic: str = ""
    timestamp: float = 0


def json_object(text: str) -> dict[str, object]:
    """A JSON object; {} for anything else, so that one garbled event does not end the stream."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
