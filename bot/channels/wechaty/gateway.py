"""The line to a Wechaty gateway: gRPC by the stubs of `wechaty-grpc`, and nothing but values out.

Only this module and `stub` know the library, and only a channel that runs imports them. The
`wechaty` class itself is left out on purpose: it starts a task for every event without bound,
ends the event loop when a start fails, logs the account out by stopping the gateway first,
writes files where it stands, and does not import on Python 3.11 and later.
"""

import asyncio
import json
import ssl
from base64 import b64encode
from collections.abc import AsyncGenerator, Awaitable, Iterator
from contextlib import aclosing, contextmanager
from typing import Self, TypeVar

from grpclib.client import Channel
from grpclib.config import Configuration
from grpclib.exceptions import GRPCError, StreamTerminatedError
from grpclib.exceptions import ProtocolError as GrpcProtocolError
from grpclib.protocol import H2Protocol
from h2.exceptions import ProtocolError

from bot.channels.wechaty.faults import (
    Answered,
    Broken,
    Garbled,
    GatewayFault,
    NotReached,
    Unanswered,
)
from bot.channels.wechaty.settings import TlsSettings, WechatySettings, split_endpoint
from bot.channels.wechaty.stub import Stub, readable
from bot.channels.wechaty.wire import (
    RawEvent,
    RawInvitation,
    RawMember,
    RawMessage,
    RawRoom,
    json_object,
)

T = TypeVar("T")

_START_SECONDS = 20.0  # a gateway gives its puppet 15 s to start
# The event stream may hold back at most its own share: what is left is for answers.
_EVENTS_WINDOW = 1 << 20
_LINE_WINDOW = 16 << 20
_IN_FULL = 2  # the kind of picture that is neither its thumbnail nor the raw file of the camera
MAX_FILE = 2_900_000  # bytes: a gateway takes no call above 4 MiB, and base64 adds a third


@contextmanager
def _faults() -> Iterator[None]:
    """Whatever the library raises becomes a fault; a garbled answer can raise anything."""
    try:
        yield
    except GatewayFault:
        raise
    except GRPCError as error:
        raise Answered(error.status.name, error.message or "") from error
    except TimeoutError as error:
        msg = "no answer in time"
        raise Unanswered(msg) from error
    except OSError as error:
        msg = f"the gateway cannot be reached ({type(error).__name__})"
        raise NotReached(msg) from error
    except (StreamTerminatedError, GrpcProtocolError, ProtocolError) as error:
        msg = f"the connection broke ({type(error).__name__})"
        raise Broken(msg) from error
    except Exception as error:
        raise Garbled(type(error).__name__) from error


class _OneConnection(Channel):
    """Connects once: a late call must not open a second line that nobody would close."""

    _was_connected = False

    async def __connect__(self) -> H2Protocol:
        if self._was_connected and not self._connected:
            raise ConnectionResetError
        protocol = await super().__connect__()
        self._was_connected = True
        return protocol


def _tls(tls: TlsSettings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=tls.ca_file or None)
    context.set_alpn_protocols(["h2"])
    if tls.ca_file:
        # Wechaty's own authority of 2021 lacks fields that Python 3.13 insists on.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


class Gateway:
    """One connection to a gateway. Every call raises a `GatewayFault` and nothing else."""

    def __init__(self, settings: WechatySettings) -> None:
        host, port = split_endpoint(settings.endpoint)
        name = settings.tls.server_name if settings.tls else ""
        self._line = _OneConnection(
            host,
            port,
            ssl=_tls(settings.tls) if settings.tls else None,
            config=Configuration(
                http2_stream_window_size=_EVENTS_WINDOW,
                http2_connection_window_size=_LINE_WINDOW,
                ssl_target_name_override=name or None,
            ),
        )
        secret = settings.token.get_secret_value()
        self._stub = Stub(self._line, metadata={"authorization": f"Wechaty {secret}"})
        self._seconds = settings.fetch_seconds
        self._connect_seconds = settings.connect_seconds
        self._send_seconds = settings.send_seconds

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._line.close()

    async def _ask(self, call: Awaitable[T], seconds: float | None = None) -> T:
        with _faults():
            async with asyncio.timeout(seconds or self._seconds):
                return await call

    # ---- the account ------------------------------------------------------------------------

    async def version(self) -> str:
        """The gateway's version: proves that it answers and takes our token."""
        return str((await self._ask(self._stub.version(), self._connect_seconds)).version)

    async def start(self) -> None:
        """Start the puppet; one that runs already goes on undisturbed."""
        await self._ask(self._stub.start(), _START_SECONDS)

    async def ding(self) -> None:
        """Ask for a sign of life; a "dong" comes through the stream where the puppet knows how."""
        await self._ask(self._stub.ding(data="groupkeeper"), self._connect_seconds)

    async def events(self) -> AsyncGenerator[RawEvent, None]:
        """What happens, until the gateway ends the stream."""
        with _faults():
            async with aclosing(self._stub.event()) as stream:
                async for response in stream:
                    yield RawEvent(type=int(response.type), payload=json_object(response.payload))

    # ---- what is asked ----------------------------------------------------------------------

    async def message(self, ref: str) -> RawMessage:
        """A message by its id."""
        found = await self._ask(self._stub.message(ref))
        with _faults():
            return RawMessage(
                id=readable(found.id) or ref,
                type=int(found.type),
                text=readable(found.text),
                timestamp=found.timestamp or found.received.seconds,
                talker=readable(found.talker_id),
                room=readable(found.room_id),
                listener=readable(found.listener_id),
                mentions=tuple(dict.fromkeys(readable(one) for one in found.mention_ids if one)),
                filename=readable(found.filename),
            )

    async def contact_name(self, user: str) -> str:
        """Somebody's own name."""
        return readable((await self._ask(self._stub.contact(user))).name)

    async def member(self, room: str, user: str) -> RawMember:
        """Somebody's names in a room."""
        found = await self._ask(self._stub.member(room, user))
        return RawMember(name=readable(found.name), alias=readable(found.room_alias))

    async def room(self, ref: str) -> RawRoom:
        """A room, with the ids of its members."""
        found = await self._ask(self._stub.room(ref))
        members = [readable(one) for one in found.member_ids] or await self.member_ids(ref)
        return RawRoom(
            topic=readable(found.topic),
            owner=readable(found.owner_id),
            members=tuple(dict.fromkeys(members)),
        )

    async def member_ids(self, room: str) -> tuple[str, ...]:
        """Who is in a room, as the gateway knows it now."""
        found = await self._ask(self._stub.member_ids(room))
        return tuple(readable(one) for one in found.ids)

    async def room_ids(self) -> tuple[str, ...]:
        """The rooms that the account is in."""
        found = await self._ask(self._stub.room_ids())
        return tuple(readable(one) for one in found.ids)

    async def invitation(self, ref: str) -> RawInvitation:
        """An invitation by its id."""
        found = await self._ask(self._stub.invitation(ref))
        return RawInvitation(
            inviter=readable(found.inviter_id),
            topic=readable(found.topic),
            timestamp=found.timestamp,
        )

    async def link(self, message: str) -> dict[str, object]:
        """The link card of a message."""
        return json_object((await self._ask(self._stub.message_url(id=message))).url_link)

    async def mini_program(self, message: str) -> dict[str, object]:
        """The mini-program card of a message."""
        found = await self._ask(self._stub.message_mini_program(id=message))
        return json_object(found.mini_program)

    async def card(self, message: str) -> str:
        """Whose contact card a message is."""
        return str((await self._ask(self._stub.message_contact(id=message))).id)

    async def file_box(self, message: str) -> dict[str, object]:
        """Where the file of a message is to be had, and how large it is if that is known."""
        return json_object((await self._ask(self._stub.message_file(id=message))).filebox)

    async def image_box(self, message: str) -> dict[str, object]:
        """The same for a picture that the gateway gives as a picture only."""
        call = self._stub.message_image(id=message, type=_IN_FULL)
        return json_object((await self._ask(call)).filebox)

    async def kept_file(self, box: str) -> AsyncGenerator[bytes, None]:
        """A file that the gateway keeps, in pieces."""
        with _faults():
            async with aclosing(self._stub.download(box)) as pieces:
                async for piece in pieces:
                    yield piece

    async def file(self, message: str) -> AsyncGenerator[bytes, None]:
        """The file of a message, which the gateway brings itself, in pieces."""
        with _faults():
            async with aclosing(self._stub.message_file_stream(id=message)) as answers:
                async for answer in answers:
                    yield answer.file_box_chunk.data

    async def image(self, message: str) -> AsyncGenerator[bytes, None]:
        """The same for a picture that the gateway gives as a picture only."""
        with _faults():
            stream = self._stub.message_image_stream(id=message, type=_IN_FULL)
            async with aclosing(stream) as answers:
                async for answer in answers:
                    yield answer.file_box_chunk.data

    # ---- what is done -----------------------------------------------------------------------

    async def send_text(self, to: str, text: str, mentions: tuple[str, ...]) -> str | None:
        """Say a text; the message's id, where the gateway tells it."""
        call = self._stub.message_send_text(
            conversation_id=to, text=text, mentonal_ids=list(mentions)
        )
        return (await self._ask(call, self._send_seconds)).id or None

    async def send_link(self, to: str, link: dict[str, str]) -> str | None:
        """Post a link card."""
        call = self._stub.message_send_url(conversation_id=to, url_link=json.dumps(link))
        return (await self._ask(call, self._send_seconds)).id or None

    async def send_mini_program(self, to: str, card: dict[str, str]) -> str | None:
        """Post a mini-program card."""
        call = self._stub.message_send_mini_program(
            conversation_id=to, mini_program=json.dumps(card)
        )
        return (await self._ask(call, self._send_seconds)).id or None

    async def send_file_at(self, to: str, url: str, name: str) -> str | None:
        """Post a file that the gateway fetches from a web address."""
        box = {"type": 2, "boxType": 2, "url": url, "remoteUrl": url, "name": name}
        call = self._stub.message_send_file(conversation_id=to, filebox=json.dumps(box))
        return (await self._ask(call, self._send_seconds)).id or None

    async def send_file(self, to: str, name: str, content: bytes) -> str | None:
        """Post a file of ours, of at most `MAX_FILE` bytes."""
        packed = b64encode(content).decode()
        box = {"type": 1, "boxType": 1, "base64": packed, "name": name}
        call = self._stub.message_send_file(conversation_id=to, filebox=json.dumps(box))
        return (await self._ask(call, self._send_seconds)).id or None

    async def remove(self, room: str, user: str) -> None:
        """Take somebody out of a room."""
        await self._ask(self._stub.room_del(id=room, contact_id=user), self._send_seconds)

    async def invite(self, room: str, user: str) -> None:
        """Bring somebody into a room."""
        await self._ask(self._stub.room_add(id=room, contact_id=user), self._send_seconds)

    async def announce(self, room: str, text: str) -> None:
        """Set a room's announcement."""
        await self._ask(self._stub.announce(room, text), self._send_seconds)

    async def accept(self, invitation: str) -> None:
        """Follow an invitation."""
        await self._ask(self._stub.room_invitation_accept(id=invitation), self._send_seconds)
