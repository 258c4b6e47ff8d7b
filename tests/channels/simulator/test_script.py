import asyncio
from datetime import timedelta

from bot.channels.simulator.script import Cue, Does, Troupe, act_out
from bot.core.events import (
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageKind,
    MessageRecalled,
    MessageReceived,
    RoomInvited,
    TopicChanged,
)
from tests.support.builders import NOON
from tests.support.hearing import Heard, running
from tests.support.world import Somewhere, a_world


def a_troupe(*members: str) -> tuple[Somewhere, Troupe]:
    place = a_world()
    troupe = Troupe(place.world, place.account, {})
    users = [troupe.user(name) for name in members]
    troupe.enter("study", place.world.room("英语学习打卡群", [*users, place.account.user]))
    return place, troupe


def cue(at: float, who: str, text: str = "", **other) -> Cue:
    return Cue(at=at, room="study", who=who, text=text, **other)


async def test_everything_that_people_do_can_be_heard():
    place, troupe = a_troupe("小明", "小红")
    heard = Heard()
    cues = [
        cue(0, "小明", "几点上课", key="1"),
        cue(1, "小红", "八点", about="1", key="2"),
        cue(2, "小红", "@小明 你来吗", mentions=("小明",)),
        cue(3, "小红", "八点半", does=Does.EDITS, about="2"),
        cue(3, "小红", does=Does.RECALLS, about="2"),
        cue(4, "小刚", does=Does.JOINS),
        cue(5, "小刚", "10003 小刚", does=Does.NICKNAME),
        cue(6, "小刚", kind=MessageKind.IMAGE),
        cue(7, "小刚", does=Does.LEAVES),
        cue(8, "小明", "英语 2 期", does=Does.TOPIC),
        cue(9, "小明", "我的学号", does=Does.TELLS),
        cue(10, "小明", "新班级群", does=Does.INVITES),
    ]

    async with running(place.channel, heard):
        for each in cues:
            troupe.perform(each)
        invited = await heard.one(RoomInvited)

    said = heard.all(MessageReceived)
    assert [m.text for m in said] == ["几点上课", "八点", "@小明 你来吗", "", "我的学号"]
    assert said[1].quoted_text == "几点上课"
    assert said[2].mentions == (troupe.user("小明"),)
    (changed,) = heard.all(MessageEdited)
    assert (changed.message, changed.text) == (said[1].ref, "八点半")
    assert changed.by == troupe.user("小红")
    assert heard.all(MessageRecalled)[0].recalled == said[1].ref
    assert heard.all(MembersJoined)[0].members[0].name == "小刚"
    assert (said[3].kind, said[3].sender_nickname) == (MessageKind.IMAGE, "10003 小刚")
    assert heard.all(MembersLeft)[0].members == (troupe.user("小刚"),)
    assert heard.all(TopicChanged)[0].topic == "英语 2 期"
    assert said[4].room is None
    assert (invited.room_name, invited.inviter_name) == ("新班级群", "小明")


async def test_in_the_new_room_people_talk_before_the_bot_comes():
    place, troupe = a_troupe("小明", "小红")
    troupe.perform(cue(0, "小明", "新班级群", does=Does.INVITES))
    troupe.perform(Cue(at=1, room="新班级群", who="小红", text="来了"))

    texts = [said.what.text for said in place.world.transcript]

    assert texts == ["来了"]


def test_who_was_removed_says_no_more():
    place, troupe = a_troupe("小明", "发广告的")
    room = place.world.rooms_of(place.account.user)[0]
    place.world.leaves(room, troupe.user("发广告的"))

    troupe.perform(cue(0, "发广告的", "加V领资料"))
    troupe.perform(cue(0, "小明", does=Does.RECALLS, about="never said"))
    troupe.perform(Cue(at=0, room="no such room", who="小明", text="有人吗"))

    assert list(place.world.transcript) == []


async def test_cues_are_performed_when_their_time_has_come():
    place, troupe = a_troupe("小明")
    cues = [cue(0, "小明", "一"), cue(30, "小明", "二"), cue(90, "小明", "三")]

    async def so_far() -> list[str]:
        for _ in range(5):
            await asyncio.sleep(0)
        return [said.what.text for said in place.world.transcript]

    async with asyncio.TaskGroup() as group:
        group.create_task(act_out(cues, troupe, place.world.clock, NOON))
        assert await so_far() == ["一"]
        place.move(seconds=29)
        assert await so_far() == ["一"]
        place.move(seconds=1)
        assert await so_far() == ["一", "二"]
        place.move(seconds=60)
        assert await so_far() == ["一", "二", "三"]


async def test_after_a_long_stop_talk_goes_on_from_now_without_a_flood():
    place, troupe = a_troupe("小明")
    cues = [cue(10 * number, "小明", str(number)) for number in range(1_000)]
    place.move(hours=1)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(act_out(cues, troupe, place.world.clock, NOON))
        for _ in range(100):
            await asyncio.sleep(0)
        assert place.world.clock.now() == NOON + timedelta(hours=1)
        assert len(place.world.transcript) == 1
        place.move(seconds=20)
        for _ in range(100):
            await asyncio.sleep(0)
        assert len(place.world.transcript) == 3
        task.cancel()
