"""How people and rooms are called: asked of the gateway once, remembered, forgotten on change."""

import structlog

from bot.channels.wechaty.faults import NO_USE
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.memory import Memory
from bot.channels.wechaty.settings import WechatySettings
from bot.channels.wechaty.wire import DirtyType, RawEvent, RawMember
from bot.core.events import MemberSeen
from bot.core.ids import UserRef

_log = structlog.get_logger(__name__)


class Names:
    """Names by id. A gateway that does not know somebody leaves the name "", for a while."""

    def __init__(self, line: Line, settings: WechatySettings) -> None:
        self._line = line
        size, seconds = settings.names_kept, settings.names_seconds
        self._contacts = Memory(
            self._ask_contact, size=size, seconds=seconds, doubtful=lambda name: not name
        )
        self._members = Memory(
            self._ask_member, size=size, seconds=seconds, doubtful=lambda member: not member.name
        )
        self._rooms = Memory(
            self._ask_room, size=size, seconds=seconds, doubtful=lambda topic: not topic
        )

    async def contact(self, user: str) -> str:
        """Somebody's own name."""
        return await self._contacts.get(user) if user else ""

    async def member(self, room: str, user: str) -> RawMember:
        """Somebody's names in a room."""
        return await self._members.get((room, user)) if user else RawMember()

    async def seen(self, room: str, user: str) -> MemberSeen:
        """Somebody as they show themselves in a room."""
        found = await self.member(room, user)
        return MemberSeen(
            user=UserRef(user),
            name=found.name,
            nickname=found.alias,
            own=user == self._line.self_ref,
        )

    async def topic(self, room: str) -> str:
        """A room's name."""
        return await self._rooms.get(room) if room else ""

    def room_told(self, room: str, topic: str) -> str:
        """A room's name as the gateway told it just now, fit to be stored."""
        self._rooms.put(room, topic)
        return topic

    def topic_changed(self, room: str, topic: str) -> None:
        """A room got a new name."""
        self._rooms.put(room, topic)

    def changed(self, room: str, users: tuple[str, ...]) -> None:
        """People came or went."""
        for user in users:
            self._members.forget((room, user))

    def dirty(self, event: RawEvent) -> None:
        """The gateway says that something it told is out of date."""
        ref = event.text("payloadId")
        match event.number("payloadType"):
            case DirtyType.CONTACT:
                self._contacts.forget(ref)
                self._members.forget_where(lambda key: key[1] == ref)
            case DirtyType.ROOM:
                self._rooms.forget(ref)
            case DirtyType.ROOM_MEMBER:
                self._members.forget_where(lambda key: key[0] == ref)
            case _:
                return

    def forget_all(self) -> None:
        """Another account is logged in: nothing that was known holds."""
        for memory in (self._contacts, self._members, self._rooms):
            memory.forget_where(lambda _: True)

    async def _ask_contact(self, user: str) -> str:
        try:
            return await self._line.gateway.contact_name(user)
        except NO_USE as fault:
            _log.info("wechaty.contact_unknown", user=user, fault=type(fault).__name__)
            return ""

    async def _ask_member(self, key: tuple[str, str]) -> RawMember:
        room, user = key
        try:
            found = await self._line.gateway.member(room, user)
        except NO_USE as fault:
            _log.info("wechaty.member_unknown", room=room, user=user, fault=type(fault).__name__)
            found = RawMember()
        name = found.name or await self.contact(user)
        return RawMember(name=name, alias=found.alias)

    async def _ask_room(self, room: str) -> str:
        try:
            return (await self._line.gateway.room(room)).topic
        except NO_USE as fault:
            _log.info("wechaty.room_unknown", room=room, fault=type(fault).__name__)
            return ""
