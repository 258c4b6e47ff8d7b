"""`wechaty-grpc`'s stub, with the calls that its proto files of 2021 get wrong today.

- Texts and names are taken as bytes: a lone surrogate is not UTF-8, and must not cost us the
  message.
- `RoomAnnounce` carries its text in the field that gateways read since 1.0; in the old one they
  take a change for a question and answer with the announcement that stands.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Optional

import betterproto
from wechaty_grpc.wechaty import PuppetStub
from wechaty_grpc.wechaty import puppet as proto

from bot.core.text import storable


def readable(raw: bytes) -> str:
    """The text of a field, fit to be stored: what is not UTF-8, or a lone surrogate, is U+FFFD."""
    try:
        return storable(raw.decode("utf-8", errors="surrogatepass"))
    except UnicodeDecodeError:
        return storable(raw.decode("utf-8", errors="replace"))


@dataclass(eq=False, repr=False)
class Received(betterproto.Message):
    """A point of time, in seconds."""

    seconds: int = betterproto.int64_field(1)


@dataclass(eq=False, repr=False)
class MessagePayload(betterproto.Message):
    """A message."""

    id: bytes = betterproto.bytes_field(1)
    filename: bytes = betterproto.bytes_field(2)
    text: bytes = betterproto.bytes_field(3)
    timestamp: int = betterproto.uint64_field(4)
    type: int = betterproto.int32_field(5)
    talker_id: bytes = betterproto.bytes_field(6)
    room_id: bytes = betterproto.bytes_field(7)
    listener_id: bytes = betterproto.bytes_field(8)
    mention_ids: list[bytes] = betterproto.bytes_field(9)  # noqa: RUF009 - how it marks fields
    received: Received = betterproto.message_field(10)  # noqa: RUF009 - how it marks fields


@dataclass(eq=False, repr=False)
class ContactPayload(betterproto.Message):
    """Somebody."""

    name: bytes = betterproto.bytes_field(4)


@dataclass(eq=False, repr=False)
class MemberPayload(betterproto.Message):
    """Somebody in a room."""

    room_alias: bytes = betterproto.bytes_field(2)
    name: bytes = betterproto.bytes_field(5)


@dataclass(eq=False, repr=False)
class RoomPayload(betterproto.Message):
    """A room."""

    topic: bytes = betterproto.bytes_field(2)
    owner_id: bytes = betterproto.bytes_field(4)
    member_ids: list[bytes] = betterproto.bytes_field(6)  # noqa: RUF009 - how it marks fields


@dataclass(eq=False, repr=False)
class Ids(betterproto.Message):
    """Rooms, or members of one."""

    ids: list[bytes] = betterproto.bytes_field(1)  # noqa: RUF009 - how it marks fields


@dataclass(eq=False, repr=False)
class InvitationPayload(betterproto.Message):
    """An invitation."""

    inviter_id: bytes = betterproto.bytes_field(2)
    topic: bytes = betterproto.bytes_field(3)
    timestamp: int = betterproto.uint64_field(6)


@dataclass(eq=False, repr=False)
class _Announcement(betterproto.Message):
    id: str = betterproto.string_field(1)
    old_text: Optional[str] = betterproto.message_field(  # noqa: UP045 - it knows no X | None
        2, wraps=betterproto.TYPE_STRING
    )
    text: str = betterproto.string_field(3)


@dataclass(eq=False, repr=False)
class _Download(betterproto.Message):
    id: str = betterproto.string_field(1)


@dataclass(eq=False, repr=False)
class _Downloaded(betterproto.Message):
    chunk: bytes = betterproto.bytes_field(1)


class Stub(PuppetStub):  # type: ignore[misc]  # the library has no types
    """The gateway's calls, as they are today."""

    async def message(self, ref: str) -> MessagePayload:
        """A message's payload."""
        request = proto.MessagePayloadRequest(id=ref)
        found: MessagePayload = await self._unary_unary(
            "/wechaty.Puppet/MessagePayload", request, MessagePayload
        )
        return found

    async def contact(self, ref: str) -> ContactPayload:
        """A contact's payload."""
        request = proto.ContactPayloadRequest(id=ref)
        found: ContactPayload = await self._unary_unary(
            "/wechaty.Puppet/ContactPayload", request, ContactPayload
        )
        return found

    async def member(self, room: str, user: str) -> MemberPayload:
        """A member's payload."""
        request = proto.RoomMemberPayloadRequest(id=room, member_id=user)
        found: MemberPayload = await self._unary_unary(
            "/wechaty.Puppet/RoomMemberPayload", request, MemberPayload
        )
        return found

    async def room(self, ref: str) -> RoomPayload:
        """A room's payload."""
        request = proto.RoomPayloadRequest(id=ref)
        found: RoomPayload = await self._unary_unary(
            "/wechaty.Puppet/RoomPayload", request, RoomPayload
        )
        return found

    async def room_ids(self) -> Ids:
        """The rooms of the account."""
        request = proto.RoomListRequest()
        found: Ids = await self._unary_unary("/wechaty.Puppet/RoomList", request, Ids)
        return found

    async def member_ids(self, room: str) -> Ids:
        """Who is in a room."""
        request = proto.RoomMemberListRequest(id=room)
        found: Ids = await self._unary_unary("/wechaty.Puppet/RoomMemberList", request, Ids)
        return found

    async def invitation(self, ref: str) -> InvitationPayload:
        """An invitation's payload."""
        request = proto.RoomInvitationPayloadRequest(id=ref)
        path = "/wechaty.Puppet/RoomInvitationPayload"
        found: InvitationPayload = await self._unary_unary(path, request, InvitationPayload)
        return found

    async def download(self, box: str) -> AsyncGenerator[bytes, None]:
        """A file that the gateway keeps, in pieces."""
        stream = self._unary_stream("/wechaty.Puppet/Download", _Download(id=box), _Downloaded)
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                yield piece.chunk

    async def announce(self, room: str, text: str) -> None:
        """Set an announcement."""
        request = _Announcement(id=room, old_text=text, text=text)
        path = "/wechaty.Puppet/RoomAnnounce"
        await self._unary_unary(path, request, proto.RoomAnnounceResponse)
