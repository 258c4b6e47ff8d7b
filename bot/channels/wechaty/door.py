"""The door: what the gateway tells becomes our events here, and nothing of it goes further."""

import mimetypes
from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import blake2b

import structlog

from bot.channels.wechaty.faults import NO_USE
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.names import Names
from bot.channels.wechaty.texts import moment, recalled_ref, without_mentions
from bot.channels.wechaty.wire import EventType, MessageType, RawEvent, RawMessage
from bot.core.events import (
    Event,
    Media,
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageRecalled,
    MessageReceived,
    RoomInvited,
    TopicChanged,
)
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.quoting import unquote
from bot.core.text import storable

_log = structlog.get_logger(__name__)

_KINDS: dict[int, MessageKind] = {
    MessageType.ATTACHMENT: MessageKind.FILE,
    MessageType.AUDIO: MessageKind.AUDIO,
    MessageType.CONTACT: MessageKind.CARD,
    MessageType.EMOTICON: MessageKind.IMAGE,
    MessageType.IMAGE: MessageKind.IMAGE,
    MessageType.TEXT: MessageKind.TEXT,
    MessageType.MINI_PROGRAM: MessageKind.MINI_PROGRAM,
    MessageType.GROUP_NOTE: MessageKind.SYSTEM,
    MessageType.RECALLED: MessageKind.SYSTEM,  # one that does not say what it takes back
    MessageType.URL: MessageKind.LINK,
    MessageType.VIDEO: MessageKind.VIDEO,
}


class Door:
    """Makes events of ours. Raises a `GatewayFault` when the gateway cannot be asked."""

    def __init__(self, channel: ChannelName, line: Line, names: Names) -> None:
        self._channel = channel
        self._line = line
        self._names = names

    async def translate(self, raw: RawEvent, heard: datetime) -> Event | None:
        """The event; None for one that says nothing, such as a join of nobody."""
        ways: dict[int, Callable[[RawEvent, datetime], Awaitable[Event | None]]] = {
            EventType.MESSAGE: self._message,
            EventType.ROOM_JOIN: self._joined,
            EventType.ROOM_LEAVE: self._left,
            EventType.ROOM_TOPIC: self._topic,
            EventType.ROOM_INVITE: self._invited,
        }
        way = ways.get(raw.type)
        return await way(raw, heard) if way else None

    def bare(self, raw: RawEvent, heard: datetime) -> Event | None:
        """What is left of an event whose particulars the gateway cannot tell; None: nothing."""
        invitation = raw.text("roomInvitationId")
        if raw.type != EventType.ROOM_INVITE or not invitation:
            return None
        return RoomInvited(
            channel=self._channel,
            ref=EventRef(f"invitation:{invitation}"),
            at=heard,
            invitation=invitation,
            room_name="",
        )

    async def _message(self, event: RawEvent, heard: datetime) -> Event | None:
        ref = event.text("messageId")
        if not ref:
            return None
        raw = await self._line.gateway.message(ref)
        recalled = recalled_ref(raw.text) if raw.type == MessageType.RECALLED else ""
        if recalled:
            return MessageRecalled(
                channel=self._channel,
                ref=EventRef(ref),
                at=moment(raw.timestamp, heard),
                room=RoomRef(raw.room) if raw.room else None,
                recalled=MessageRef(recalled),
                by=UserRef(raw.talker) if raw.talker else None,
            )
        return await self._said(ref, raw, heard)

    async def _said(self, ref: str, raw: RawMessage, heard: datetime) -> MessageReceived:
        own = raw.talker != "" and raw.talker == self._line.self_ref
        kind = _KINDS.get(raw.type, MessageKind.OTHER)
        said = unquote(_text(raw, kind))
        member = await self._names.member(raw.room, raw.talker) if raw.room else None
        name = member.name if member else await self._names.contact(raw.talker)
        return MessageReceived(
            channel=self._channel,
            ref=MessageRef(ref),
            at=moment(raw.timestamp, heard),
            room=RoomRef(raw.room) if raw.room else None,
            room_name=await self._names.topic(raw.room),
            sender=UserRef(raw.talker),
            sender_name=name,
            sender_nickname=member.alias if member else "",
            text=without_mentions(said.text) if own else said.text,
            quoted_text=said.quoted,
            kind=kind,
            mentions=tuple(UserRef(one) for one in raw.mentions),
            media=await self._media(ref, raw, kind),
            own=own,
            to=_told(raw, own=own),
        )

    async def _media(self, ref: str, raw: RawMessage, kind: MessageKind) -> Media | None:
        match kind:
            case MessageKind.LINK:
                return await _card(ref, self._line.gateway.link)
            case MessageKind.MINI_PROGRAM:
                return await _card(ref, self._line.gateway.mini_program)
            case MessageKind.CARD:
                return await self._contact_card(ref)
            case MessageKind.IMAGE | MessageKind.FILE | MessageKind.AUDIO | MessageKind.VIDEO:
                return Media(name=raw.filename, mime=_mime(raw.filename))
            case _:
                return None

    async def _contact_card(self, ref: str) -> Media:
        try:
            user = await self._line.gateway.card(ref)
        except NO_USE as fault:
            _log.info("wechaty.card_unknown", message=ref, fault=str(fault)[:60])
            return Media()
        return Media(name=await self._names.contact(user), url=user)

    async def _joined(self, raw: RawEvent, heard: datetime) -> MembersJoined | None:
        room, users = raw.text("roomId"), raw.texts("inviteeIdList")
        if not room or not users:
            return None
        self._names.changed(room, users)
        at = moment(raw.number("timestamp"), heard)
        return MembersJoined(
            channel=self._channel,
            ref=_ref("join", at, room, *users),
            at=at,
            room=RoomRef(room),
            room_name=await self._names.topic(room),
            members=tuple([await self._names.seen(room, user) for user in users]),
            inviter=UserRef(raw.text("inviterId")) if raw.text("inviterId") else None,
        )

    async def _left(self, raw: RawEvent, heard: datetime) -> MembersLeft | None:
        room, users = raw.text("roomId"), raw.texts("removeeIdList")
        if not room or not users:
            return None
        self._names.changed(room, users)
        at = moment(raw.number("timestamp"), heard)
        return MembersLeft(
            channel=self._channel,
            ref=_ref("leave", at, room, *users),
            at=at,
            room=RoomRef(room),
            members=tuple(UserRef(user) for user in users),
            remover=UserRef(raw.text("removerId")) if raw.text("removerId") else None,
        )

    async def _topic(self, raw: RawEvent, heard: datetime) -> TopicChanged | None:
        room, topic = raw.text("roomId"), raw.text("newTopic")
        if not room:
            return None
        self._names.topic_changed(room, topic)
        at = moment(raw.number("timestamp"), heard)
        return TopicChanged(
            channel=self._channel,
            ref=_ref("topic", at, room, topic),
            at=at,
            room=RoomRef(room),
            topic=topic,
            by=UserRef(raw.text("changerId")) if raw.text("changerId") else None,
        )

    async def _invited(self, raw: RawEvent, heard: datetime) -> RoomInvited | None:
        invitation = raw.text("roomInvitationId")
        if not invitation:
            return None
        found = await self._line.gateway.invitation(invitation)
        return RoomInvited(
            channel=self._channel,
            ref=EventRef(f"invitation:{invitation}"),
            at=moment(found.timestamp, heard),
            invitation=invitation,
            room_name=found.topic,
            inviter=UserRef(found.inviter) if found.inviter else None,
            inviter_name=await self._names.contact(found.inviter),
        )


def _text(raw: RawMessage, kind: MessageKind) -> str:
    # Pictures, files and cards carry WeChat's own XML as their text: nobody said that.
    if kind is not MessageKind.TEXT and raw.text.lstrip().startswith("<"):
        return ""
    return raw.text


def _mime(filename: str) -> str:
    """What kind of file a name speaks of; "" where it does not say."""
    try:
        return mimetypes.guess_type(filename)[0] or ""
    except ValueError:  # Python 3.13 takes "//[" for an address, and a broken one
        return ""


def _told(raw: RawMessage, *, own: bool) -> UserRef | None:
    """Whom an own direct message went to; a gateway that names us as its listener does not say."""
    says = own and not raw.room and raw.listener not in ("", raw.talker)
    return UserRef(raw.listener) if says else None


async def _card(ref: str, ask: Callable[[str], Awaitable[dict[str, object]]]) -> Media:
    try:
        card = await ask(ref)
    except NO_USE as fault:
        _log.info("wechaty.card_unknown", message=ref, fault=str(fault)[:60])
        return Media()
    texts = {key: storable(value) for key, value in card.items() if isinstance(value, str)}
    return Media(
        name=texts.get("title", ""),
        url=texts.get("url", "") or texts.get("pagePath", ""),
        # By its id a mini-program can be allowed whatever its title says.
        description=texts.get("description", "") or texts.get("appid", ""),
    )


def _ref(what: str, at: datetime, *parts: str) -> EventRef:
    """An id for an event that the platform gives none: the same event has the same id."""
    digest = blake2b("\0".join(parts).encode(errors="replace"), digest_size=8).hexdigest()
    return EventRef(f"{what}:{at.timestamp():.3f}:{digest}")
