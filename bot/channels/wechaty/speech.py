"""What the account says and does on the platform."""

import asyncio
import stat
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from bot.channels.wechaty.apart import apart
from bot.channels.wechaty.faults import Answered, GatewayFault, channel_error
from bot.channels.wechaty.gateway import MAX_FILE, Gateway
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.settings import WechatySettings
from bot.channels.wechaty.texts import EVERYBODY, with_mentions
from bot.core.errors import ChannelRefused, ChannelUnsure
from bot.core.events import Media
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.ports import Accept, Act, Announce, Invite, Post, Recall, Receipt, Remove
from bot.core.text import storable

T = TypeVar("T")


class Speech:
    """Speaks only while an account is logged in; raises the three errors of a channel."""

    def __init__(self, line: Line, settings: WechatySettings) -> None:
        self._line = line
        self._seconds = settings.send_seconds
        self._max_text = settings.max_text
        self._mention_all = settings.mention_all_id

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        """Speak in a room, with mentions."""
        names = tuple(storable(one.name) for one in post.mentions)
        users = tuple(str(one.user) for one in post.mentions)
        if post.mention_all:
            names, users = (EVERYBODY, *names), (self._mention_all, *users)
        text = with_mentions(storable(post.text), names)
        return await apart(self._in_time(self._post(room, text, users, post.media)))

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        """Speak to one account alone; mentions mean nothing there."""
        posting = self._post(user, storable(post.text), (), post.media)
        return await apart(self._in_time(posting))

    async def act(self, act: Act) -> None:
        """Remove, invite, announce or accept."""
        await apart(self._in_time(self._act(act)))

    async def _in_time(self, doing: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._seconds):
                return await doing
        except TimeoutError as error:
            msg = "the gateway did not answer in time"
            raise ChannelUnsure(msg) from error
        except GatewayFault as fault:
            raise channel_error(fault) from fault

    async def _post(
        self, to: str, text: str, mentions: tuple[str, ...], media: Media | None
    ) -> Receipt:
        gateway = self._line.speaking
        if len(text) > self._max_text:
            msg = f"a post may have {self._max_text} characters, this one has {len(text)}"
            raise ChannelRefused(msg)
        if not text and media is None:
            msg = "nothing to say"
            raise ChannelRefused(msg)
        if media is None:
            ref = await gateway.send_text(to, text, mentions)
        else:
            ref = await _send_media(gateway, to, media)
            if text:
                ref = await _send_after(gateway, to, text, mentions)
        return Receipt(ref=MessageRef(ref) if ref else None)

    async def _act(self, act: Act) -> None:
        gateway = self._line.speaking
        match act:
            case Remove(room=room, user=user):
                await _remove(gateway, room, user)
            case Recall():
                msg = "WeChat lets nobody take back what others said"
                raise ChannelRefused(msg)
            case Invite(room=room, user=user):
                await _invite(gateway, room, user)
            case Announce(text=""):
                msg = "an announcement needs a text"
                raise ChannelRefused(msg)
            case Announce(room=room, text=text):
                await gateway.announce(room, storable(text))
            case Accept(invitation=invitation):
                await gateway.accept(invitation)


async def _send_after(
    gateway: Gateway, to: str, text: str, mentions: tuple[str, ...]
) -> str | None:
    try:
        return await gateway.send_text(to, text, mentions)
    except GatewayFault as fault:
        # Half of the post is out: it is neither done nor not done.
        msg = f"the file went out, the text did not: {fault}"
        raise ChannelUnsure(msg) from fault


async def _send_media(gateway: Gateway, to: str, media: Media) -> str | None:
    if media.app:
        return await gateway.send_mini_program(to, _mini_program(media))
    name = storable(media.name) or _file_name(media.url)
    if urlsplit(media.url).scheme not in {"http", "https"}:
        return await gateway.send_file(to, name, await asyncio.to_thread(_read, media.url))
    if media.mime == "text/html":
        link = {"title": name, "url": media.url, "description": storable(media.description)}
        return await gateway.send_link(to, link)
    return await gateway.send_file_at(to, media.url, name)


def _mini_program(media: Media) -> dict[str, str]:
    app, _, user = media.app.partition(" ")
    return {
        "appid": app,
        "username": user,
        "title": storable(media.name),
        "description": storable(media.description),
        "pagePath": media.url,
    }


def _file_name(url: str) -> str:
    return _path(url).name or "file"


def _path(url: str) -> Path:
    """Where a file is: a plain path is taken as it is, an address is decoded."""
    address = urlsplit(url)
    return Path(unquote(address.path) if address.scheme else url)


def _read(url: str) -> bytes:
    path = _path(url)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a device would never end, a pipe never begin
            msg = f"{path.name} is no file"
            raise ChannelRefused(msg)
        with path.open("rb") as opened:
            content = opened.read(MAX_FILE + 1)
    except OSError as error:
        msg = f"{path.name} cannot be read: {error.strerror}"
        raise ChannelRefused(msg) from error
    if len(content) > MAX_FILE:
        msg = f"{path.name} is larger than {MAX_FILE:,} bytes; give it as a web address"
        raise ChannelRefused(msg)
    if len(content) != found.st_size:  # a file of the system, /proc/self/environ, says 0 bytes
        msg = f"{path.name} is not as long as it says; is it still being written?"
        raise ChannelRefused(msg)
    return content


async def _remove(gateway: Gateway, room: str, user: str) -> None:
    try:
        await gateway.remove(room, user)
    except Answered:
        if user in await gateway.member_ids(room):
            raise  # else: gone already, and that is what was wanted


async def _invite(gateway: Gateway, room: str, user: str) -> None:
    try:
        await gateway.invite(room, user)
    except Answered:
        if user not in await gateway.member_ids(room):
            raise  # else: in it already
