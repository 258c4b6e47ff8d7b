"""What every channel must bring in."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.events import (
    AccountChanged,
    AccountState,
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageRecalled,
    MessageReceived,
    RoomListed,
    TopicChanged,
)
from tests.channels.stage import MEDIA, Line, Stage, listening, need, people


class HearingContract:
    """What the channel brings in."""

    async def test_a_login_is_told_and_every_room_is_listed(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明", "小红"])

        async with listening(stage) as heard:
            login = await heard.one(AccountChanged, lambda e: e.state is AccountState.LOGGED_IN)
            listed = await heard.one(RoomListed, lambda e: e.room == room)

        assert login.user is not None
        assert listed.name == "英语学习打卡群"
        assert {m.name for m in listed.members if not m.own} == {"小明", "小红"}
        assert [m.user for m in listed.members if m.own] == [login.user]
        assert all(event.channel == stage.channel.name for event in heard.events)

    async def test_a_message_says_who_where_and_when(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            ref = await stage.says(room, "小明", Line(text="老师好，今天打卡 ✅"))
            said = await heard.one(MessageReceived, lambda e: e.room == room)

        assert (said.ref, said.text, said.own) == (ref, "老师好，今天打卡 ✅", False)
        assert (said.sender, said.sender_name) == (await stage.user("小明"), "小明")
        assert said.kind is MessageKind.TEXT
        assert said.at.utcoffset() == timedelta(0)

    async def test_every_message_comes_once_and_in_the_order_of_its_room(self, stage: Stage):
        rooms = [await stage.room(f"{n}栋业主群", ["小明", "小红"]) for n in range(3)]

        async with listening(stage) as heard:
            for number in range(40):
                for room in rooms:
                    await stage.says(room, ("小明", "小红")[number % 2], Line(text=f"第{number}条"))
            await heard.some(120, MessageReceived)

        for room in rooms:
            assert [m.text for m in people(heard, room)] == [f"第{n}条" for n in range(40)]
        refs = [m.ref for m in heard.all(MessageReceived)]
        assert len(set(refs)) == len(refs) == 120

    async def test_a_full_inbox_makes_the_channel_wait_and_nothing_is_lost(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            heard.shut()
            for number in range(300):
                await stage.says(room, "小明", Line(text=f"第{number}条"))
            await asyncio.sleep(0.05)  # long enough to meet the full inbox
            assert people(heard, room) == []
            heard.open()
            await heard.some(300, MessageReceived)

        assert [m.text for m in people(heard, room)] == [f"第{n}条" for n in range(300)]

    @pytest.mark.parametrize("kind", MEDIA, ids=str)
    async def test_a_message_keeps_its_kind_and_what_hangs_on_it(
        self, stage: Stage, kind: MessageKind
    ):
        need(stage, f"kind:{kind}")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.says(room, "小明", Line(kind=kind, media=MEDIA[kind]))
            said = await heard.one(MessageReceived, lambda e: e.room == room)

        assert said.kind is kind
        assert said.media is not None
        assert said.media.name == MEDIA[kind].name

    async def test_whoever_is_mentioned_is_known(self, stage: Stage):
        need(stage, "mention")
        room = await stage.room("英语学习打卡群", ["小明", "小红"])

        async with listening(stage) as heard:
            red = await stage.user("小红")
            await stage.says(room, "小明", Line(text="@小红 你打卡了吗", mentions=(red,)))
            said = await heard.one(MessageReceived, lambda e: e.room == room)

        assert said.mentions == (red,)

    async def test_a_reply_brings_the_words_it_answers(self, stage: Stage):
        need(stage, "quote")
        room = await stage.room("英语学习打卡群", ["小明", "小红"])

        async with listening(stage) as heard:
            asked = await stage.says(room, "小明", Line(text="几点上课？"))
            await stage.says(room, "小红", Line(text="晚上八点", quotes=asked))
            reply = (await heard.some(2, MessageReceived))[1]

        assert (reply.text, reply.quoted_text) == ("晚上八点", "几点上课？")
        assert reply.quoted in {asked, None}

    async def test_a_recalled_message_is_named(self, stage: Stage):
        need(stage, "recall")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            ref = await stage.says(room, "小明", Line(text="发错了"))
            await heard.one(MessageReceived)
            await stage.recalls(ref)
            recalled = await heard.one(MessageRecalled)

        assert (recalled.recalled, recalled.room) == (ref, room)

    async def test_whoever_joins_is_named(self, stage: Stage):
        need(stage, "join")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.joins(room, "小刚")
            joined = await heard.one(MembersJoined, lambda e: e.room == room)

        assert [m.user for m in joined.members] == [await stage.user("小刚")]
        assert [m.name for m in joined.members] == ["小刚"]

    async def test_whoever_leaves_is_named(self, stage: Stage):
        need(stage, "leave")
        room = await stage.room("英语学习打卡群", ["小明", "小红"])

        async with listening(stage) as heard:
            await stage.leaves(room, "小红")
            left = await heard.one(MembersLeft, lambda e: e.room == room)

        assert left.members == (await stage.user("小红"),)

    async def test_a_new_topic_is_told(self, stage: Stage):
        need(stage, "topic")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.renames(room, "英语打卡 2 期")
            changed = await heard.one(TopicChanged, lambda e: e.room == room)

        assert changed.topic == "英语打卡 2 期"

    async def test_what_is_said_to_the_bot_alone_has_no_room(self, stage: Stage):
        await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            ref = await stage.tells_bot("小明", "我的学号")
            said = await heard.one(MessageReceived, lambda e: e.ref == ref)

        assert (said.room, said.text, said.own) == (None, "我的学号", False)
        assert said.sender == await stage.user("小明")

    @pytest.mark.parametrize(
        "text",
        ["\u200b\u200d\u2060", "👨‍👩‍👧‍👦" * 50, "长" * 20_000, "第一行\n第二行\t<b>&amp;"],
        ids=["zero-width", "emoji", "long", "markup"],
    )
    async def test_odd_texts_come_as_they_are(self, stage: Stage, text: str):
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.says(room, "小明", Line(text=text))
            said = await heard.one(MessageReceived, lambda e: e.room == room)

        assert said.text == text

    async def test_a_text_no_database_takes_is_made_fit(self, stage: Stage):
        need(stage, "surrogates")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.says(room, "小明", Line(text="a\x00b\ud83dc"))
            said = await heard.one(MessageReceived, lambda e: e.room == room)

        assert said.text == "a\ufffdb\ufffdc"
