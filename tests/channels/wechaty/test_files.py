"""Pictures and files through a real gateway: every way in which it says where one is."""

from base64 import b64encode

import pytest

from bot.core.errors import ChannelRefused, ChannelUnsure, TooLarge
from bot.core.events import Media
from bot.core.ids import MessageRef
from tests.channels.stage import PICTURE, listening
from tests.support.wechaty_stage import WechatyStage

PDF = Media(name="讲义.pdf", mime="application/pdf")
CONTENT = b"0123456789" * 300


async def _hangs(stage: WechatyStage, **file: object) -> MessageRef:
    await stage.gateway.do("file", message="m1", **file)
    return MessageRef("m1")


async def test_a_picture_that_the_puppet_gives_as_a_picture_only(stage: WechatyStage):
    packed = b64encode(CONTENT).decode()
    async with listening(stage):
        ref = await _hangs(stage, **{"as": "image"}, base64=packed)

        assert await stage.channel.fetch(ref, PICTURE, 10_000) == CONTENT
        with pytest.raises(ChannelRefused):
            await stage.channel.fetch(ref, PDF, 10_000)


async def test_a_picture_that_the_gateway_draws_itself(stage: WechatyStage):
    async with listening(stage):
        ref = await _hangs(stage, qrCode="https://example.com/hello")

        assert (await stage.channel.fetch(ref, PICTURE, 10_000)).startswith(b"\x89PNG")


async def test_a_file_of_a_hundred_megabytes_is_not_read_to_its_end(stage: WechatyStage):
    async with listening(stage):
        ref = await _hangs(stage, bytes=100_000_000)
        with pytest.raises(TooLarge):
            await stage.channel.fetch(ref, PICTURE, 1_000_000)
        again = await _hangs(stage, qrCode="https://example.com/hello")

        assert await stage.channel.fetch(again, PICTURE, 10_000)


async def test_a_size_told_with_the_message_is_believed(stage: WechatyStage):
    async with listening(stage):
        with pytest.raises(TooLarge):
            await stage.channel.fetch(MessageRef("m1"), Media(size=100_000_000), 1_000_000)


async def test_a_gateway_that_is_stuck_leaves_it_unsure(stage: WechatyStage):
    async with listening(stage):
        await stage.gateway.do("break", call="messageFile", times=1, error="hang")
        with pytest.raises(ChannelUnsure):
            await stage.channel.fetch(MessageRef("m1"), PICTURE, 1_000)
