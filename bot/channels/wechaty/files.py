"""Pictures and files that hang on messages, brought through the gateway and never past a limit.

The gateway tells where a file is. What it keeps itself, or has to bring from elsewhere, it sends
in pieces; we never open an address that came out of a message.
"""

import asyncio
from base64 import b64decode
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass

from bot.channels.wechaty.apart import apart
from bot.channels.wechaty.faults import Answered, Garbled, GatewayFault, channel_error
from bot.channels.wechaty.gateway import Gateway
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.settings import WechatySettings
from bot.core.errors import ChannelUnsure, TooLarge
from bot.core.events import Media
from bot.core.ids import MessageRef


class Files:
    """Fetches only while an account is logged in; raises the three errors of a channel."""

    def __init__(self, line: Line, settings: WechatySettings) -> None:
        self._line = line
        self._seconds = settings.file_seconds

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        """The picture or file of a message, of at most `limit` bytes."""
        return await apart(self._in_time(message, media, limit))

    async def _in_time(self, message: MessageRef, media: Media, limit: int) -> bytes:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._fetch(message, media, limit)
        except TimeoutError as error:
            msg = "the gateway did not bring the file in time"
            raise ChannelUnsure(msg) from error
        except GatewayFault as fault:
            raise channel_error(fault) from fault

    async def _fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        gateway = self._line.speaking
        if media.size is not None:
            _check(media.size, limit)
        found = await _find(gateway, message, media)
        if isinstance(found.size, int):
            _check(found.size, limit)
        if found.packed is not None:
            return _unpacked(found.packed, limit)
        # Only for a box that the gateway named just now: asked for another one, it crashes.
        pieces = gateway.kept_file(found.kept) if found.kept else found.bring(message)
        return await _read(pieces, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Where a file is. `bring` makes the gateway send it, wherever that is."""

    bring: Callable[[str], AsyncGenerator[bytes, None]]
    size: object = None
    packed: object = None  # in base64
    kept: str = ""  # by the gateway, under this name


async def _find(gateway: Gateway, message: str, media: Media) -> _Found:
    try:
        return _found(await gateway.file_box(message), gateway.file)
    except Answered as fault:
        if _is_there(fault):
            return _Found(bring=gateway.file)
        if media.mime and not media.mime.startswith("image/"):
            raise
    # Some puppets give a picture as a picture only.
    try:
        return _found(await gateway.image_box(message), gateway.image)
    except Answered as fault:
        if _is_there(fault):
            return _Found(bring=gateway.image)
        raise


def _found(
    box: Mapping[str, object], bring: Callable[[str], AsyncGenerator[bytes, None]]
) -> _Found:
    kept = box.get("uuid")
    return _Found(
        bring=bring,
        size=box.get("size"),
        packed=box.get("base64"),
        kept=kept if isinstance(kept, str) else "",
    )


def _is_there(fault: Answered) -> bool:
    """Whether the gateway has the file, and stumbled over telling where.

    wechaty-puppet-service 1.19 cannot tell of a small file that its puppet holds in memory.
    """
    return "toJSON" in fault.message


async def _read(pieces: AsyncGenerator[bytes, None], limit: int) -> bytes:
    content = bytearray()
    async with aclosing(pieces):
        async for piece in pieces:
            content += piece
            _check(len(content), limit)
    if not content:
        msg = "the gateway sent an empty file"
        raise Garbled(msg)
    return bytes(content)


def _unpacked(packed: object, limit: int) -> bytes:
    if not isinstance(packed, str):
        msg = "no base64"
        raise Garbled(msg)
    _check(len(packed) * 3 // 4 - 2, limit)
    try:
        return b64decode(packed)
    except ValueError as error:
        msg = "no base64"
        raise Garbled(msg) from error


def _check(size: int, limit: int) -> None:
    if size > limit:
        msg = f"{size:,} bytes; {limit:,} were asked for"
        raise TooLarge(msg)
