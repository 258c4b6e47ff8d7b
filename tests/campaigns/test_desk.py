"""Members and the desk, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.conduct import ListName
from bot.core.conduct_effects import Enlist
from bot.core.effects import Intent, RemoveMember
from bot.core.signups import RecordSignUp, SignUpState
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from tests.support.campaign_stage import Stage
from tests.support.campaigning import CAMPAIGN, STARTS

LIMITED = CAMPAIGN + "sign_up: {limit: 2, waitlist: 1}\n"


@pytest.fixture
async def stage(database):
    made = Stage(database, LIMITED)
    await made.come("lin", "wu", "zhao", "qian")
    await made.tick()
    return made


async def test_a_word_in_the_room_is_a_place_and_is_answered_with_the_number(stage):
    effects = await stage.say("报名")
    await stage.tick(seconds=1)

    assert [type(one) for one in effects] == [RecordSignUp]
    assert await stage.people() == ["lin"]
    assert await stage.posts() == ["春季公开课：报名成功，第 1 位（共 2 个名额）"]


async def test_the_waitlist_moves_up_and_is_told_where_it_asked(stage):
    for who in ("lin", "wu", "zhao", "qian"):
        await stage.say("报名", who)
    await stage.say("取消报名", "wu")
    await stage.tick(seconds=1)

    assert await stage.people() == ["lin", "zhao"]
    assert await stage.people(state=SignUpState.WAITING) == []
    (post,) = await stage.posts()
    assert "名字qian · 春季公开课：名额（2 位）和候补（1 位）都已满，这次没有报上" in post
    assert "名字zhao · 春季公开课：有人取消，你从候补递补成功，第 2 位" in post


async def test_to_the_bot_alone_a_member_signs_up_and_is_answered_alone(stage):
    await stage.say("报名", room=None)
    await stage.tick(seconds=1)

    assert await stage.people() == ["lin"]
    assert await stage.alone() == ["春季公开课：报名成功，第 1 位（共 2 个名额）"]
    assert await stage.posts() == []


async def test_who_left_the_room_or_was_never_in_it_signs_up_for_nothing(stage):
    await stage.go("lin")
    await stage.say("报名", room=None)
    await stage.say("报名", "fremd", room=None)
    await stage.tick(seconds=1)

    assert await stage.people() == []
    assert await stage.alone() == ["春季公开课：请先加入活动群，再来报名"] * 2


async def _deny(stage, who):
    student = await stage.student(who)
    async with stage.store.write() as unit:
        entry = Enlist(
            student=student, list=ListName.DENY, reason="广告", until=None, author="wang"
        )
        await unit.conduct.enlist(entry, stage.now)


async def test_who_is_on_the_deny_list_gets_no_place(stage):
    await _deny(stage, "lin")
    await stage.say("报名")
    await stage.tick(seconds=1)

    assert await stage.people() == []
    assert await stage.posts() == ["春季公开课：暂时不能参加；如有疑问请联系管理员"]


async def test_who_is_denied_later_loses_the_place_within_a_minute(stage):
    for who in ("lin", "wu", "zhao"):
        await stage.say("报名", who)
    await _deny(stage, "wu")
    await stage.tick(seconds=61)

    assert await stage.people() == ["lin", "zhao"]


async def test_who_was_removed_from_a_room_takes_no_part_until_they_are_back(stage):
    await stage.come("lin", room="r2")
    await stage.say("报名", room="r2")
    async with stage.store.write() as unit:
        room = next(one.id for one in await unit.runs.rooms() if one.ref == "r1")
        members = await unit.campaigns.members_of([room], [await stage.student("lin")])
        (_, lin) = members[await stage.student("lin")]
        removal = RemoveMember(room=room, member=lin)
        await unit.outbox.enqueue([Intent(deed=removal, key="r", reason="广告")], stage.now)
    await stage.go_out()
    await stage.go("lin", room="r1")
    await stage.tick(seconds=61)
    gone = await stage.people()
    await stage.say("报名", room="r2")
    await stage.tick(seconds=11)
    told = (await stage.posts())[-1]
    await stage.come("lin", room="r1")
    await stage.say("报名", room="r2")

    assert gone == []
    assert told == "春季公开课：暂时不能参加；如有疑问请联系管理员"
    assert await stage.people() == ["lin"]


async def test_many_at_once_over_rooms_and_batches_never_get_more_than_there_are(store_url):
    """Two processes on one database, twenty batches of five at the same time, each said twice."""
    text = CAMPAIGN + "sign_up: {limit: 10}\n"
    engines = [Database(make_engine(StorageSettings(url=store_url))) for _ in range(2)]
    stages = [Stage(engine, text) for engine in engines]
    people = [f"p{n}" for n in range(50)]
    for room in ("r1", "r2"):
        await stages[0].come(*people, room=room)
    for stage in stages:
        await stage.tick()
    batches = [
        [
            stages[0].said("报名", who, f"r{1 + n % 2}", ref=f"{n}-{who}")
            for who in people[n : n + 5]
        ]
        for n in range(0, 50, 5)
    ]

    await asyncio.gather(
        *(stages[n % 2].hear(*batch) for n, batch in enumerate([*batches, *reversed(batches)]))
    )

    figures = await stages[0].figures()
    signed = await stages[0].people()
    waiting = await stages[0].people(state=SignUpState.WAITING)
    for engine in engines:
        await engine.close()
    assert (figures.count, figures.waiting, figures.left) == (10, 40, 0)
    assert sorted(signed + waiting) == sorted(people)


async def test_in_one_batch_the_order_of_arrival_decides(stage):
    await stage.hear(*(stage.said("报名", who) for who in ("zhao", "lin", "wu")))

    assert await stage.people() == ["zhao", "lin"]
    assert await stage.people(state=SignUpState.WAITING) == ["wu"]


async def test_a_message_that_comes_again_changes_nothing(stage):
    said = stage.said("报名")
    await stage.hear(said)
    await stage.hear(stage.said("取消报名"))
    await stage.hear(said)

    assert await stage.people() == []


async def test_with_two_campaigns_people_are_asked_which(database):
    other = CAMPAIGN.replace("name: lecture", "name: salon").replace("春季公开课", "读书沙龙")
    stage = Stage(database, CAMPAIGN, other)
    await stage.come("lin")
    await stage.tick()

    await stage.say("报名")
    await stage.say("报名 读书沙龙")
    await stage.say("取消报名")
    await stage.tick(seconds=1)

    (post,) = await stage.posts()
    assert post.splitlines() == [
        "名字lin · 现在有几个活动，请说明是哪一个：报名 春季公开课 / 报名 读书沙龙",
        "名字lin · 读书沙龙：报名成功，第 1 位",
        "名字lin · 读书沙龙：已取消报名",
    ]


async def test_a_room_is_not_flooded_with_answers(stage):
    for _ in range(30):
        await stage.say("我的报名", "lin")
        await stage.tick(seconds=4)
    posts = await stage.posts()

    assert 8 <= len(posts) <= 10  # ten seconds apart, and then five minutes


async def test_in_quiet_hours_answers_to_a_room_wait(database):
    more = 'rooms: {defaults: {quiet_hours: {start: "13:00", end: "15:00"}}}\n'
    stage = Stage(database, CAMPAIGN, more=more)
    await stage.come("lin")
    await stage.tick()
    await stage.say("报名")
    await stage.tick(seconds=1)
    before = await stage.posts()
    await stage.tick(hours=1)

    assert before == []
    assert await stage.posts() == ["春季公开课：报名成功，第 1 位"]


async def test_rooms_that_the_campaign_does_not_name_are_left_alone(database):
    stage = Stage(database, CAMPAIGN.replace('["*"]', '["r1*"]'))
    await stage.come("lin", room="r2")
    await stage.tick()
    await stage.say("报名", room="r2")
    await stage.tick(seconds=1)

    assert await stage.posts() == []
    assert await stage.people() == []


async def test_a_series_of_rooms_takes_part_as_config_says(database):
    more = 'rooms: {list: [{match: "r2*", series: X2}]}\n'
    stage = Stage(database, CAMPAIGN.replace('rooms: ["*"]', "rooms_of: [X2]"), more=more)
    await stage.come("lin", room="r1")
    await stage.come("lin", room="r2")
    await stage.tick()
    await stage.say("报名", room="r1")
    nobody = await stage.people()
    await stage.say("报名", room="r2")

    assert nobody == []
    assert await stage.people() == ["lin"]


async def test_a_broken_edit_changes_nothing_and_is_told_once(stage):
    stage.edit(LIMITED.replace("limit: 2", "limit: none"))
    await stage.tick(seconds=3)
    await stage.tick(seconds=3)
    await stage.say("报名")

    assert await stage.people() == ["lin"]
    (told,) = await stage.alerts()
    assert "c0.yaml:" in told


async def test_a_broken_file_goes_on_as_it_was_after_a_restart(stage):
    stage.edit("name: [")
    stage.restart()
    await stage.tick()
    await stage.say("报名")

    assert await stage.people() == ["lin"]


async def test_a_raised_limit_is_in_force_at_once(stage):
    for who in ("lin", "wu", "zhao"):
        await stage.say("报名", who)
    stage.edit(LIMITED.replace("limit: 2", "limit: 3"))
    await stage.tick(seconds=61)

    assert await stage.people() == ["lin", "wu", "zhao"]
    assert (await stage.figures()).limit == 3


async def test_checking_in_is_for_those_who_signed_up_and_once(stage):
    await stage.say("报名")
    await stage.say("签到")
    stage.now = STARTS - timedelta(minutes=10)
    await stage.say("签到")
    await stage.say("签到")
    await stage.say("签到", "qian")
    await stage.tick(seconds=1)

    assert (await stage.posts())[-1].splitlines()[-4:] == [
        "名字lin · 春季公开课：签到时间是 04-18 13:00 至 04-18 17:00",
        "名字lin · 春季公开课：签到成功",
        "名字lin · 春季公开课：你已经签到过",
        "名字qian · 春季公开课：没有查到你的报名，请找现场工作人员登记",
    ]
    async with stage.store.read() as unit:
        assert dict(await unit.campaigns.turnout(["lecture"])) == {"lecture": (1, 1)}
