"""What every channel must do."""

import pytest

from bot.core.errors import ChannelRefused, ChannelUnsure
from bot.core.events import (
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageReceived,
    RoomInvited,
    RoomListed,
)
from bot.core.ids import RoomRef
from bot.core.ports import Accept, Announce, Invite, Mention, Post, Remove
from bot.core.text import fingerprint
from tests.channels.stage import MEDIA, Line, Stage, listening, need


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
