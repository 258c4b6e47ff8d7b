from datetime import UTC, datetime

import pytest

from bot.core.events import (
    MessageKind,
    MessageRecalled,
    MessageReceived,
)
from bot.core.ports import Mention, Post
from tests.channels.stage import listening
from tests.support.gateway_messages import heard_as
from tests.support.wechaty_stage import WechatyStage


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (0, MessageKind.OTHER),
        (1, MessageKind.FILE),
        (2, MessageKind.AUDIO),
        (4, MessageKind.OTHER),
        (5, MessageKind.IMAGE),
        (6, MessageKind.IMAGE),
        (7, MessageKind.TEXT),
        (8, MessageKind.OTHER),
        (10, MessageKind.SYSTEM),
        (11, MessageKind.OTHER),
        (12, MessageKind.OTHER),
        (15, MessageKind.VIDEO),
        (16, MessageKind.OTHER),
        (99, MessageKind.OTHER),
    ],
)
async def test_every_kind_of_message_is_kept(stage: WechatyStage, number, kind):
    async with listening(stage) as heard:
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), listenerId="bot", type=number, text="x"
        )

    assert (said.kind, said.text) == (kind, "x")


async def test_wechats_own_xml_is_nobodys_words(stage: WechatyStage):
    async with listening(stage) as heard:
        user = await stage.user("小明")
        picture = await heard_as(
            stage, heard, talkerId=user, listenerId="bot", type=6, text="<msg><img/></msg>"
        )
        text = await heard_as(stage, heard, talkerId=user, listenerId="bot", text="<3")

    assert (picture.text, text.text) == ("", "<3")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\udc00b", "a\ufffdb"),
        ("尾\ud83d", "尾\ufffd"),
        ("\u200b\u2060", "\u200b\u2060"),
        ("长" * 1_000_000, "长" * 1_000_000),
    ],
    ids=["NUL", "low surrogate", "high surrogate", "zero width", "a million characters"],
)
async def test_hostile_texts_arrive_fit_to_be_stored(stage: WechatyStage, text, stored):
    async with listening(stage) as heard:
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), listenerId="bot", text=text
        )

    assert said.text == stored


async def test_times_come_in_seconds_or_milliseconds(stage: WechatyStage):
    user = await stage.user("小明")
    now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - a gateway's clock is real

    async with listening(stage) as heard:
        said = [
            await heard_as(
                stage, heard, talkerId=user, listenerId="bot", text="x", timestamp=timestamp
            )
            for timestamp in (now.timestamp(), now.timestamp() * 1000)
        ]

    assert [one.at for one in said] == [now, now]


async def test_a_recall_that_names_nothing_is_a_line_of_the_platform(stage: WechatyStage):
    async with listening(stage) as heard:
        said = await heard_as(
            stage,
            heard,
            talkerId=await stage.user("小明"),
            listenerId="bot",
            type=13,
            text="小明 撤回了一条消息",
        )

    assert said.kind is MessageKind.SYSTEM
    assert heard.all(MessageRecalled) == []


async def test_whoever_is_mentioned_or_told_alone_is_seen(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    user = await stage.user("小明")

    async with listening(stage) as heard:
        mention = Mention(user=user, name="小明")
        await stage.channel.say(room, Post(text="欢迎", mentions=(mention,), mention_all=True))
        echo = await heard.one(MessageReceived)
        posted = await stage.posted(room)

    assert posted == ["@所有人\u2005@小明\u2005欢迎"]
    assert echo.mentions == ("notify@all", user)
    assert (echo.text, echo.own, echo.room) == ("欢迎", True, room)
