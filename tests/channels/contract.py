"""What every channel must do, whatever platform it speaks to.

A platform takes part by a `Stage` (how to make people do things there) and a subclass:

    class TestWechaty(ChannelContract):
        @pytest.fixture
        async def stage(self): ...

What a platform cannot do stands in `stage.cannot`; those tests are skipped by name, nothing else.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import pytest

from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure, TooLarge
from bot.core.events import (
    AccountChanged,
    AccountState,
    GapFound,
    Media,
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageRecalled,
    MessageReceived,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.ports import Accept, Announce, Channel, Invite, Mention, Post, Remove
from bot.core.text import fingerprint
from tests.support.hearing import Heard, running

PICTURE = Media(name="海报.png", mime="image/png")
STOP_SECONDS = 5.0  # the longest that a cancelled channel may take to end

MEDIA = {
    MessageKind.IMAGE: Media(name="打卡.jpg", mime="image/jpeg", url="https://x.example/a.jpg"),
    MessageKind.FILE: Media(name="讲义.pdf", mime="application/pdf", url="https://x.example/a.pdf"),
    MessageKind.AUDIO: Media(name="朗读.mp3", mime="audio/mpeg", url="https://x.example/a.mp3"),
    MessageKind.VIDEO: Media(name="口语.mp4", mime="video/mp4", url="https://x.example/a.mp4"),
    MessageKind.LINK: Media(name="公开课", mime="text/html", url="https://x.example/lesson"),
    MessageKind.CARD: Media(name="王老师"),
    MessageKind.MINI_PROGRAM: Media(name="打卡小程序"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What somebody says on the stage; `quotes` is an earlier message of the same room."""

    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    media: Media | None = None
    mentions: tuple[UserRef, ...] = ()
    quotes: MessageRef | None = None
    content: bytes | None = None  # of the picture or file


class Stage(Protocol):
    """How people do things on a platform. People are called by unique names.

    `cannot` names what the platform has no way to do or to show:
    "recall" "quote" "mention" "mute" "unsure" "announce" "invite" "acts" (acts change nothing),
    "told" (private posts cannot be read back), "away", "join", "leave", "topic", "long",
    "files" (nothing can be fetched), "surrogates" (its wire carries none), and
    "kind:<MessageKind>", e.g. "kind:mini_program".
    """

    cannot: frozenset[str]

    @property
    def channel(self) -> Channel:
        """The channel under test."""
        ...

    async def room(self, name: str, members: Sequence[str]) -> RoomRef:
        """A new room with these people and the bot in it, before or while the channel runs."""
        ...

    async def user(self, name: str) -> UserRef:
        """The platform's id of a person; made when not there yet."""
        ...

    async def says(self, room: RoomRef, name: str, line: Line) -> MessageRef:
        """Somebody says something; returns the id under which the channel will show it."""
        ...

    async def tells_bot(self, name: str, text: str) -> MessageRef:
        """Somebody writes to the bot alone."""
        ...

    async def recalls(self, message: MessageRef) -> None:
        """The author takes it back."""
        ...

    async def joins(self, room: RoomRef, name: str) -> None:
        """Somebody comes in."""
        ...

    async def leaves(self, room: RoomRef, name: str) -> None:
        """Somebody goes."""
        ...

    async def renames(self, room: RoomRef, topic: str) -> None:
        """The room gets another name."""
        ...

    async def invites_bot(self, room_name: str, inviter: str) -> RoomRef:
        """Somebody invites the bot into a new room, whose id is returned."""
        ...

    async def posted(self, room: RoomRef) -> list[str]:
        """What the bot's posts say in a room, as the platform has them, oldest first."""
        ...

    async def told(self, name: str) -> list[str]:
        """What the bot told somebody alone."""
        ...

    async def members(self, room: RoomRef) -> set[UserRef]:
        """Who is in a room now."""
        ...

    async def announcement(self, room: RoomRef) -> str:
        """The announcement of a room."""
        ...

    async def mutes_bot(self, room: RoomRef) -> None:
        """The bot may not speak in a room any more."""
        ...

    async def goes_away(self) -> None:
        """The platform cannot be reached from now on; returns when the channel noticed."""
        ...

    async def comes_back(self) -> None:
        """The platform can be reached again."""
        ...

    async def loses_answers(self) -> None:
        """From now on calls are carried out but the answers do not come back."""
        ...


def need(stage: Stage, *abilities: str) -> None:
    """Skip what this platform cannot do."""
    for ability in abilities:
        if ability in stage.cannot:
            pytest.skip(f"this platform cannot do: {ability}")


@contextlib.asynccontextmanager
async def listening(stage: Stage) -> AsyncIterator[Heard]:
    """The channel runs and is logged in; what it brings is heard."""
    heard = Heard()
    async with running(stage.channel, heard):
        yield heard


def people(heard: Heard, room: RoomRef) -> list[MessageReceived]:
    """What others said in a room."""
    return heard.all(MessageReceived, lambda e: e.room == room and not e.own)


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


class SpeakingContract:
    """What the channel does."""

    async def test_what_the_bot_says_is_read_in_the_room(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])
        other = await stage.room("3栋业主群", ["小红"])

        async with listening(stage):
            await stage.channel.say(room, Post(text="早上好，今天学第 3 课"))
            await stage.channel.say(room, Post(text="晚上八点直播"))

        assert await stage.posted(room) == ["早上好，今天学第 3 课", "晚上八点直播"]
        assert await stage.posted(other) == []

    async def test_own_posts_come_back_as_own_and_in_order(self, stage: Stage):
        assert stage.channel.traits.echoes
        room = await stage.room("英语学习打卡群", ["小明"])
        texts = [f"第 {n} 条通知" for n in range(5)]

        async with listening(stage) as heard:
            receipts = [
                await stage.channel.say(room, Post(text=text, nonce=f"nonce-{n}"))
                for n, text in enumerate(texts)
            ]
            echoes = await heard.some(5, MessageReceived, lambda e: e.own and e.room == room)

        assert [e.text for e in echoes] == texts
        assert all(r.ref in {None, e.ref} for r, e in zip(receipts, echoes, strict=True))
        if stage.channel.traits.nonces:
            assert [e.nonce for e in echoes] == [f"nonce-{n}" for n in range(5)]

    async def test_the_echo_of_a_post_with_a_mention_is_still_recognised(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])
        post_text = "欢迎新同学，你的学号是 10001"

        async with listening(stage) as heard:
            mention = Mention(user=await stage.user("小明"), name="小明")
            await stage.channel.say(room, Post(text=post_text, mentions=(mention,)))
            echo = await heard.one(MessageReceived, lambda e: e.own)

        # The delivery rules find a post by the fingerprint of its text: what the platform
        # writes before it ("@小明 ") must not be part of the echo's text.
        assert fingerprint(echo.text) == fingerprint(post_text)

    async def test_a_file_and_a_link_can_be_posted(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.channel.say(room, Post(media=MEDIA[MessageKind.LINK]))
            echo = await heard.one(MessageReceived, lambda e: e.own)

        assert echo.kind is MessageKind.LINK

    async def test_what_is_told_to_one_is_not_read_by_the_room(self, stage: Stage):
        need(stage, "told")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            user = await stage.user("小明")
            await stage.channel.tell(user, Post(text="你的学号是 10001"))
            echo = await heard.one(MessageReceived, lambda e: e.own)

        assert await stage.told("小明") == ["你的学号是 10001"]
        assert await stage.posted(room) == []
        assert (echo.room, echo.to) == (None, user)

    async def test_a_member_is_removed_and_a_second_time_changes_nothing(self, stage: Stage):
        need(stage, "acts")
        room = await stage.room("英语学习打卡群", ["小明", "发广告的"])
        user = await stage.user("发广告的")

        async with listening(stage) as heard:
            await stage.channel.act(Remove(room=room, user=user))
            left = await heard.one(MembersLeft, lambda e: e.room == room)
            await stage.channel.act(Remove(room=room, user=user))

        assert left.members == (user,)
        assert user not in await stage.members(room)

    async def test_a_member_can_be_brought_back(self, stage: Stage):
        need(stage, "acts", "invite")
        room = await stage.room("英语学习打卡群", ["小明"])
        user = await stage.user("小红")

        async with listening(stage) as heard:
            await stage.channel.act(Invite(room=room, user=user))
            joined = await heard.one(MembersJoined, lambda e: e.room == room)

        assert [m.user for m in joined.members] == [user]

    async def test_an_announcement_is_set(self, stage: Stage):
        need(stage, "acts", "announce")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage):
            await stage.channel.act(Announce(room=room, text="群规：不发广告"))

        assert await stage.announcement(room) == "群规：不发广告"

    async def test_an_invitation_says_who_invites_and_where(self, stage: Stage):
        await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.invites_bot("新班级群", "小明")
            invited = await heard.one(RoomInvited)

        assert (invited.room_name, invited.inviter_name) == ("新班级群", "小明")
        assert invited.inviter == await stage.user("小明")

    async def test_a_room_is_listed_and_heard_after_its_invitation_is_followed(self, stage: Stage):
        need(stage, "acts")
        await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            room = await stage.invites_bot("新班级群", "小明")
            invited = await heard.one(RoomInvited)
            await stage.channel.act(Accept(invitation=invited.invitation))
            listed = await heard.one(RoomListed, lambda e: e.room == room)
            await stage.says(room, "小明", Line(text="欢迎管家"))
            said = await heard.one(MessageReceived, lambda e: e.room == room)

        assert listed.name == "新班级群"
        assert said.text == "欢迎管家"

    async def test_posts_that_the_platform_does_not_take_are_refused(self, stage: Stage):
        room = await stage.room("英语学习打卡群", ["小明"])
        limit = stage.channel.traits.max_text

        async with listening(stage):
            with pytest.raises(ChannelRefused):
                await stage.channel.say(room, Post(text="长" * (limit + 1)))
            with pytest.raises(ChannelRefused):
                await stage.channel.say(room, Post())

        assert await stage.posted(room) == []

    async def test_a_room_the_bot_is_not_in_refuses(self, stage: Stage):
        need(stage, "mute")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage):
            await stage.mutes_bot(room)
            with pytest.raises(ChannelRefused):
                await stage.channel.say(room, Post(text="有人吗"))
            with pytest.raises(ChannelRefused):
                await stage.channel.say(RoomRef("no-such-room"), Post(text="有人吗"))

        assert await stage.posted(room) == []

    async def test_a_lost_answer_leaves_it_unsure_and_the_echo_tells(self, stage: Stage):
        need(stage, "unsure")
        room = await stage.room("英语学习打卡群", ["小明"])

        async with listening(stage) as heard:
            await stage.loses_answers()
            with pytest.raises(ChannelUnsure):
                await stage.channel.say(room, Post(text="今晚直播"))
            echo = await heard.one(MessageReceived, lambda e: e.own)

        assert echo.text == "今晚直播"
        assert await stage.posted(room) == ["今晚直播"]


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


class ChannelContract(HearingContract, SpeakingContract, FetchingContract, LivingContract):
    """All of it."""
