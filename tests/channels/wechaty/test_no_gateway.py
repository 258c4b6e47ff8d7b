"""What is no gateway is waited out."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import pytest

from bot.core.errors import ChannelAway
from bot.core.events import AccountState
from bot.core.ids import RoomRef
from bot.core.ports import Post
from tests.support.gateway import free_port
from tests.support.states import running, state, states
from tests.support.wechaty_stage import channel_to

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
NOWHERE = RoomRef("r0@chatroom")


async def closes(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(1 << 16):
        pass
    writer.close()


async def babbles(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        for _piece in range(50):
            writer.write(b"\x00\xff garbage \r\n\r\n" * 500)
            await writer.drain()
    writer.close()


async def speaks_http_1(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    writer.close()


async def starts_well_and_ends_in_garbage(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    writer.write(b"\x00\x00\x00\x04\x00\x00\x00\x00\x00")  # an empty HTTP/2 SETTINGS frame
    await reader.read(1)
    writer.write(b"\xff" * 4096)
    await writer.drain()
    writer.close()


@pytest.mark.parametrize(
    "serve", [closes, hangs, babbles, speaks_http_1, starts_well_and_ends_in_garbage]
)
async def test_what_is_no_gateway_is_told_as_away_and_tried_again(serve: Serve):
    visits = 0

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal visits
        visits += 1
        await serve(reader, writer)

    server = await asyncio.start_server(count, "127.0.0.1", 0)
    channel = channel_to(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", connect_seconds=0.3)

    async with running(channel) as heard:
        away = await state(heard, AccountState.AWAY)
        with pytest.raises(ChannelAway):
            await channel.say(NOWHERE, Post(text="有人吗"))
        await asyncio.sleep(1)  # it tries again, and has nothing new to say

    server.close()
    assert away.reason
    assert visits >= 2
    assert states(heard) == [AccountState.CONNECTING, AccountState.AWAY]


async def test_an_absent_gateway_is_waited_for():
    channel = channel_to(f"127.0.0.1:{free_port()}")

    async with running(channel) as heard:
        away = await state(heard, AccountState.AWAY)
        await asyncio.sleep(0.5)

    assert "ConnectionRefused" in away.reason
    assert states(heard) == [AccountState.CONNECTING, AccountState.AWAY]
