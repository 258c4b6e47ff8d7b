"""What every channel must do, whatever platform it speaks to.

A platform takes part by a `Stage` (how to make people do things there) and a subclass:

    class TestWechaty(ChannelContract):
        @pytest.fixture
        async def stage(self): ...

What a platform cannot do stands in `stage.cannot`; those tests are skipped by name, nothing else.
"""

import asyncio

import pytest

from bot.core.errors import ChannelAway, ChannelRefused, TooLarge
from bot.core.events import (
    AccountChanged,
    AccountState,
    GapFound,
    MessageKind,
    MessageReceived,
)
from bot.core.ids import MessageRef
from bot.core.ports import Post
from tests.channels.contract_hearing import HearingContract
from tests.channels.contract_speaking import SpeakingContract
from tests.channels.stage import PICTURE, Line, Stage, listening, need

STOP_SECONDS = 5.0  # the longest that a cancelled channel may take to end


class FetchingContract:
    """Pictures and files that hang on messages."""

    @pytest.mark.parametrize("size", [3_000, 300_000], ids=["small", "large"])
    async def test_a_picture_is_fetched_byte_for_byte(self, stage: Stage, size: int):
        need(stage, "files")
        content = bytes(number * number % 251 for number in range(size))
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            line = Line(kind=MessageKind.IMAGE, media=PICTURE, content=content)
            ref = await stage.says(room, "小明", line)
            said = await heard.one(MessageReceived, lambda e: e.ref == ref)
            assert said.media is not None
            fetched = await stage.channel.fetch(said.ref, said.media, size)

        assert fetched == content

    @pytest.mark.parametrize("size", [3_000, 300_000], ids=["small", "large"])
    async def test_more_than_was_asked_for_is_refused(self, stage: Stage, size: int):
        need(stage, "files")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            line = Line(kind=MessageKind.IMAGE, media=PICTURE, content=b"x" * size)
            ref = await stage.says(room, "小明", line)
            await heard.one(MessageReceived, lambda e: e.ref == ref)
            with pytest.raises(TooLarge):
                await stage.channel.fetch(ref, PICTURE, size - 1)
            await stage.channel.say(room, Post(text="收到"))

        assert await stage.posted(room) == ["收到"]

    async def test_where_nothing_hangs_nothing_is_fetched(self, stage: Stage):
        need(stage, "files")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            ref = await stage.says(room, "小明", Line(text="没有图"))
            await heard.one(MessageReceived, lambda e: e.ref == ref)
            with pytest.raises(ChannelRefused):
                await stage.channel.fetch(ref, PICTURE, 1_000)
            with pytest.raises(ChannelRefused):
                await stage.channel.fetch(MessageRef("no-such-message"), PICTURE, 1_000)

    async def test_before_it_runs_and_while_it_is_away_nothing_is_fetched(self, stage: Stage):
        need(stage, "files")
        with pytest.raises(ChannelAway):
            await stage.channel.fetch(MessageRef("m1"), PICTURE, 1_000)

        need(stage, "away")
        async with listening(stage) as heard:
            await stage.goes_away()
            await heard.one(AccountChanged, lambda e: e.state is AccountState.AWAY)
            with pytest.raises(ChannelAway):
                await stage.channel.fetch(MessageRef("m1"), PICTURE, 1_000)


class LivingContract:
    """How the channel starts, loses its platform, and stops."""

    async def test_before_it_runs_nothing_is_said(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])

        with pytest.raises(ChannelAway):
            await stage.channel.say(room, Post(text="有人吗"))

        assert await stage.posted(room) == []

    async def test_cancelling_ends_it_and_it_can_run_again(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.says(room, "小明", Line(text="第一次"))
            await heard.one(MessageReceived)
            stopping = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - stopping < STOP_SECONDS
        async with listening(stage) as again:
            await stage.says(room, "小明", Line(text="第二次"))
            said = await again.one(MessageReceived, lambda e: e.text == "第二次")

        assert said.room == room

    async def test_it_is_cancelled_even_while_the_inbox_is_full(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])

        async with asyncio.timeout(10), listening(stage) as heard:
            heard.shut()
            await stage.says(room, "小明", Line(text="没人收"))

    async def test_away_is_told_and_posts_are_not_done(self, stage: Stage):
        need(stage, "away")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.goes_away()
            await heard.one(AccountChanged, lambda e: e.state is AccountState.AWAY)
            with pytest.raises(ChannelAway):
                await stage.channel.say(room, Post(text="有人吗"))

        assert await stage.posted(room) == []

    async def test_when_it_comes_back_the_gap_is_told_and_it_hears_again(self, stage: Stage):
        need(stage, "away")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.goes_away()
            await stage.comes_back()
            gap = await heard.one(GapFound)
            await stage.says(room, "小明", Line(text="回来了"))
            said = await heard.one(MessageReceived, lambda e: e.text == "回来了")

        assert gap.since <= gap.until
        assert said.room == room

    async def test_told_to_connect_when_the_platform_is_back_it_hears_again(self, stage: Stage):
        need(stage, "away")
        room = await stage.room("英语学习打卡群", ["小明"])
        stage.channel.connect_now()  # before it runs that does nothing

        async with listening(stage) as heard:
            await stage.goes_away()
            await heard.one(AccountChanged, lambda e: e.state is AccountState.AWAY)
            await stage.comes_back()
            stage.channel.connect_now()
            await heard.one(GapFound)
            await stage.says(room, "小明", Line(text="回来了"))
            await heard.one(MessageReceived, lambda e: e.text == "回来了")

    async def test_told_to_connect_while_it_is_online_it_stays_so(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.says(room, "小明", Line(text="在吗"))
            await heard.one(MessageReceived)
            stage.channel.connect_now()
            await stage.channel.say(room, Post(text="在"))
            await stage.says(room, "小明", Line(text="好"))
            await heard.one(MessageReceived, lambda e: e.text == "好")

        assert not heard.all(AccountChanged, lambda e: e.state is AccountState.AWAY)


class ChannelContract(HearingContract, SpeakingContract, FetchingContract, LivingContract):
    """All of it."""
