"""What came in: the events a channel emits, already in our words (parse once, at the door).

Every event has `channel` and `ref`; together they are its identity, so a redelivered event
is recognised. Times are aware and UTC. Texts are as the platform gave them, after
`bot.core.text.storable` made them fit to be stored (no NUL, no lone surrogates, bounded).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.answers import Answer
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef


class MessageKind(StrEnum):
    """What a message is made of."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"
    AUDIO = "audio"
    VIDEO = "video"
    LINK = "link"
    CARD = "card"  # somebody's contact card
    MINI_PROGRAM = "mini_program"
    SYSTEM = "system"  # the platform's own grey line
    OTHER = "other"


class AccountState(StrEnum):
    """Where a bot account stands with its platform."""

    CONNECTING = "connecting"
    CONNECTED = "connected"  # the gateway answers; nobody is logged in yet
    SCAN = "scan"  # waits for its QR code to be scanned
    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    AWAY = "away"  # the gateway does not answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What hangs on a message besides its text: a file, a picture, a link, a card."""

    name: str = ""  # file name, link title, contact name, mini-program name
    url: str = ""
    mime: str = ""
    size: int | None = None  # bytes
    description: str = ""
    app: str = ""  # of a mini-program card to be posted: "<app id> <user name>"; `url` is its page


def kind_of_post(media: Media | None) -> MessageKind:
    """What a post that carries `media` looks like to the others."""
    if media is None:
        return MessageKind.TEXT
    if media.app:
        return MessageKind.MINI_PROGRAM
    if media.mime == "text/html":
        return MessageKind.LINK
    family = media.mime.partition("/")[0]
    kinds = {kind.value: kind for kind in (MessageKind.IMAGE, MessageKind.AUDIO, MessageKind.VIDEO)}
    return kinds.get(family, MessageKind.FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSeen:
    """An account as it shows itself in a room."""

    user: UserRef
    name: str
    nickname: str = ""  # 群昵称
    own: bool = False  # one of our own bot accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """Somebody said something, in a room or (room None) to the bot alone."""

    channel: ChannelName
    ref: MessageRef
    at: datetime
    room: RoomRef | None
    sender: UserRef
    sender_name: str
    text: str
    room_name: str = ""  # "" where the channel does not know it
    sender_nickname: str = ""
    kind: MessageKind = MessageKind.TEXT
    mentions: tuple[UserRef, ...] = ()
    quoted: MessageRef | None = None
    quoted_text: str = ""
    media: Media | None = None
    own: bool = False  # the platform showing us our own post: the echo
    nonce: str = ""  # our client id, where the platform carries one back
    to: UserRef | None = None  # whom an own direct message went to, where the platform says


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRecalled:
    """Somebody took a message back."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    room: RoomRef | None
    recalled: MessageRef
    by: UserRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited:
    """Somebody changed what they had said. What was said before stays in the archive.

    WeChat has no editing; the simulator does, and imports may tell of it.
    """

    channel: ChannelName
    ref: EventRef
    at: datetime
    room: RoomRef | None
    message: MessageRef
    text: str  # as it reads now
    by: UserRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersJoined:
    """People came into a room."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    room: RoomRef
    members: tuple[MemberSeen, ...]
    room_name: str = ""
    inviter: UserRef | None = None  # WeChat often does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersLeft:
    """People left a room, or were removed from it."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    room: RoomRef
    members: tuple[UserRef, ...]
    remover: UserRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChanged:
    """A room has a new name."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    room: RoomRef
    topic: str
    by: UserRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomInvited:
    """Somebody invites the bot into a room."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    invitation: str
    room_name: str
    inviter: UserRef | None = None
    inviter_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomListed:
    """A room as it stands, with everybody in it: said after login and after joining."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    room: RoomRef
    name: str
    members: tuple[MemberSeen, ...]
    owner: UserRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged:
    """A bot account logged in, logged out, shows a QR code, or lost its gateway."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    state: AccountState
    user: UserRef | None = None
    user_name: str = ""
    qr_code: str = ""  # the text to draw, while state is SCAN
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFound:
    """From `since` to `until` the channel could not hear: what was said then is unknown."""

    channel: ChannelName
    ref: EventRef
    at: datetime
    since: datetime
    until: datetime
    reason: str = ""
    details: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandDone:
    """What an errand about a message brought back: the message is judged once more with it."""

    channel: ChannelName
    ref: EventRef  # "errand:<id>"
    at: datetime
    room: RoomRef | None
    message: MessageRef
    answer: Answer


Event = (
    MessageReceived
    | MessageRecalled
    | MessageEdited
    | MembersJoined
    | MembersLeft
    | TopicChanged
    | RoomInvited
    | RoomListed
    | AccountChanged
    | GapFound
    | ErrandDone
)
