import pytest

from bot.channels.simulator.views import Saying
from bot.channels.simulator.world import World
from bot.clock import ManualClock
from bot.core.errors import ChannelRefused
from bot.core.events import MembersJoined, MessageReceived, RoomListed
from bot.core.ids import MessageRef, RoomRef
from tests.support.builders import NOON
from tests.support.hearing import Heard, running
from tests.support.world import a_class, a_world


def a_day(seed: int) -> list[tuple[str, str]]:
    """Some talk; everything that can be seen of it."""
    place = a_world(seed=seed)
    room = place.room("英语学习打卡群", "小明", "小红")
    for number in range(5):
        place.says(room, "小明", f"第{number}条")
        place.move(seconds=3)
    return [(said.ref, said.by) for said in place.world.transcript]


def test_the_same_seed_gives_the_same_ids():
    assert a_day(1) == a_day(1)
    assert {by for _, by in a_day(1)} != {by for _, by in a_day(2)}


def test_ids_ascend_even_while_the_clock_stands():
    place, room = a_class()

    refs = [place.says(room, "小明", "好") for _ in range(2_000)]

    assert refs == sorted(set(refs), key=int)
    assert {len(ref) for ref in refs} == {19}


def test_two_people_and_two_rooms_may_have_the_same_name():
    world = World(ManualClock(NOON))

    assert world.person("王伟") != world.person("王伟")
    assert world.room("业主群") != world.room("业主群")


def test_who_is_not_in_the_room_cannot_speak_there():
    place, room = a_class()

    with pytest.raises(ChannelRefused):
        place.says(room, "外人", "有人吗")
    with pytest.raises(ChannelRefused):
        place.says(RoomRef("nowhere"), "小明", "有人吗")


def test_who_is_muted_can_speak_again_later():
    place, room = a_class()
    place.world.mute(room, place.user("小明"))

    with pytest.raises(ChannelRefused):
        place.says(room, "小明", "广告")
    place.world.unmute(room, place.user("小明"))
    place.says(room, "小明", "我错了")

    assert place.world.transcript.said(room) == ["我错了"]


def test_only_the_newest_messages_are_remembered():
    world = World(ManualClock(NOON), keep=3)
    someone = world.person("小明")
    room = world.room("英语学习打卡群", [someone])
    refs = [world.says(room, someone, f"第{n}条") for n in range(5)]

    world.recalls(refs[0])

    assert world.transcript.said(room) == ["第2条", "第3条", "第4条"]
    assert world.transcript.find(MessageRef(refs[0])) is None
    assert len(world.transcript) == 3


async def test_names_and_nicknames_show_with_the_next_message():
    place, room = a_class()
    heard = Heard()

    async with running(place.channel, heard):
        place.world.nickname(room, place.user("小明"), "10001 小明")
        place.world.rename(place.user("小明"), "明明")
        place.says(room, "小明", "改名了")
        said = await heard.one(MessageReceived)

    assert (said.sender_name, said.sender_nickname) == ("明明", "10001 小明")


async def test_who_comes_in_twice_is_told_once():
    place, room = a_class()
    heard = Heard()

    async with running(place.channel, heard):
        place.joins(room, "小刚", "新人", inviter="小明")
        place.joins(room, "新人")
        place.leaves(room, "外人")
        place.says(room, "新人", "大家好")
        await heard.one(MessageReceived)

    joins = heard.all(MembersJoined)
    assert [[m.name for m in join.members] for join in joins] == [["新人"]]
    assert joins[0].inviter == place.user("小明")


async def test_a_room_made_or_entered_while_running_is_listed():
    place = a_world()
    heard = Heard()

    async with running(place.channel, heard):
        made = place.room("新群", "小明")
        entered = place.world.room("别人的群", [place.user("小红")])
        place.world.joins(entered, place.account.user)
        listed = await heard.some(2, RoomListed)

    assert [each.room for each in listed] == [made, entered]


async def test_everybody_is_mentioned_at_once():
    place, room = a_class()
    heard = Heard()

    async with running(place.channel, heard):
        place.says(room, "小明", Saying(text="@所有人 开会", mention_all=True))
        said = await heard.one(MessageReceived)

    assert set(said.mentions) == set(place.world.room_at(room).members)


async def test_two_accounts_in_one_room_hear_the_same():
    place, room = a_class()
    other = place.world.account("second", "二号管家")
    place.world.joins(room, other.user)
    heard = Heard()

    async with running(place.channel, heard):
        place.world.says(room, other.user, "我也是管家")
        said = await heard.one(MessageReceived)

    assert (said.channel, said.own) == ("sim", False)
