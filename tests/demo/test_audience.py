import asyncio

import pytest

from bot.channels.simulator.views import Saying
from bot.core.ids import RoomRef
from bot.demo.audience import Audience
from bot.demo.material import Replies, load_replies
from tests.support.world import Somewhere, a_class

ALERT = "[提醒] 疑似广告 #7\n回复「收到 7」表示由您处理，其他同事不再被打扰。"


def always(**changes) -> Replies:
    certain = {"take_alert": 1, "thank": 1, "join_in": 1}
    return load_replies().model_copy(update=certain | changes)


async def answers(
    place: Somewhere,
    replies: Replies,
    *posts: tuple[RoomRef | str, str | Saying],
    leaving: str = "",
):
    """What is said in the ten minutes after the bot's posts, by whom."""
    audience = Audience(place.world, place.account, replies, seed=1)
    bot = place.account.user
    async with asyncio.TaskGroup() as group:
        task = group.create_task(audience.run())
        for to, text in posts:
            if to in place.world.rooms:
                place.world.says(RoomRef(to), bot, text)
            else:
                place.world.tells(place.user(to), bot, text)
        for room in place.world.rooms:
            place.leaves(room, leaving)
        await asyncio.sleep(0)
        for _ in range(300):
            place.move(seconds=2)
            await asyncio.sleep(0)
        task.cancel()
    names = place.world.names
    return [(names[s.by], s.what.text) for s in place.world.transcript if s.by != bot]


async def test_a_colleague_takes_an_alert_on():
    place, _ = a_class()

    assert await answers(place, always(), ("王老师", ALERT)) == [("王老师", "收到 7")]


async def test_not_every_alert_is_taken_on():
    place, _ = a_class()

    assert await answers(place, always(take_alert=0), ("王老师", ALERT)) == []


async def test_other_private_posts_are_left_alone():
    place, _ = a_class()

    assert await answers(place, always(), ("小明", "你的学号是 10001")) == []


async def test_who_is_welcomed_says_thanks():
    place, room = a_class()
    welcome = Saying(text="欢迎，你的学号是 10001", mentions=(place.user("小红"),))

    ((who, text),) = await answers(place, always(), (room, welcome))

    assert (who, text in load_replies().thanks) == ("小红", True)


async def test_some_answer_what_is_said_to_everybody():
    place, room = a_class()

    told = await answers(place, always(), (room, "早上好，今天学第 3 课"))

    assert 1 <= len(told) <= 3
    assert {text for _, text in told} <= set(load_replies().posts)


async def test_who_has_left_meanwhile_says_nothing():
    place, room = a_class(["小明"])

    told = await answers(place, always(), (room, "早上好"), leaving="小明")

    assert told == []


async def test_in_an_empty_room_nobody_answers():
    place, room = a_class([])

    assert await answers(place, always(), (room, "早上好")) == []


@pytest.mark.parametrize("field", ["take_alert", "thank", "join_in"])
def test_people_are_people_and_do_not_always_answer(field: str):
    assert 0 < getattr(load_replies(), field) < 1
