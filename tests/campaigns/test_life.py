"""Reminders, warm-up runs and the follow-up of no-shows, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.core.plans import RunState
from bot.core.signups import Attended
from storage.tables.sop import run
from tests.support.campaign_stage import Stage
from tests.support.campaigning import CAMPAIGN, STARTS

LIMITED = CAMPAIGN + "sign_up: {limit: 5, closes: {before_event: 3h}}\nstaff: wang\n"


@pytest.fixture
async def stage(database):
    made = Stage(database, LIMITED)
    await made.come("lin", "wu", "zhao")
    await made.come("qian", room="r2")
    await made.tick()
    for who in ("lin", "wu", "zhao"):
        await made.say("报名", who)
    await made.tick(seconds=1)
    await made.go_out()
    return made


async def reminders(stage, word="提醒"):
    return [one for one in await stage.posts() if word in one]


async def test_the_rooms_are_reminded_with_the_numbers_as_they_are(stage):
    told = []
    for hours in (8, 4, 2, 1):
        stage.now = STARTS - timedelta(hours=hours)
        before = len(await reminders(stage))
        await stage.tick()
        await stage.tick(seconds=30)
        told += (await reminders(stage))[before:]
        await stage.say("取消报名", {8: "lin", 4: "wu"}.get(hours, "nobody"))

    assert told[::2] == told[1::2]  # once in each of the two rooms
    about = "开始，地点：一楼报告厅。"
    places = "还有 {} 个名额，回复「报名」"
    assert told[::2] == [
        f"【提醒】春季公开课 还有 8 小时，14:00 {about}已报名 3 人，{places.format(2)}",
        f"【提醒】春季公开课 还有 4 小时，14:00 {about}已报名 2 人，{places.format(3)}",
        f"【提醒】春季公开课 还有 2 小时，14:00 {about}已报名 1 人",
        f"【提醒】春季公开课 还有 60 分钟，14:00 {about}已报名 1 人",
    ]


async def test_who_has_a_place_is_reminded_alone_two_hours_before(stage):
    stage.now = STARTS - timedelta(hours=2)
    await stage.tick()
    stage.restart()
    await stage.tick(seconds=5)

    alone = [one for one in await stage.alone() if "提醒" in one]
    assert len(alone) == 3
    assert "来不了请回复「取消报名」" in alone[0]


async def test_after_a_night_without_service_only_one_reminder_is_said_and_it_is_true(stage):
    stage.now = STARTS - timedelta(minutes=70)
    await stage.tick()

    first, second = await reminders(stage)
    assert "还有 70 分钟" in first
    assert first == second


async def test_a_restart_reminds_nobody_twice(stage):
    stage.now = STARTS - timedelta(hours=8)
    await stage.tick()
    stage.restart()
    await stage.tick(seconds=3)

    assert len(await reminders(stage)) == 2


async def test_in_quiet_hours_the_reminder_waits_and_tells_the_time_that_is_left(database):
    more = 'rooms: {defaults: {quiet_hours: {start: "22:00", end: "08:00"}}}\n'
    text = LIMITED.replace("before_event: 3h", "before_event: 1h")
    stage = Stage(database, text, more=more)
    await stage.come("lin")
    stage.now = STARTS - timedelta(hours=8)  # 06:00
    await stage.tick()
    quiet = await reminders(stage)
    await stage.tick(hours=2)

    assert quiet == []
    assert "还有 6 小时" in (await reminders(stage))[0]


async def test_an_event_that_is_moved_is_reminded_of_at_its_new_time(stage):
    stage.now = STARTS - timedelta(hours=8)
    await stage.tick()
    stage.edit(LIMITED.replace("2026-04-18", "2026-04-19"))
    await stage.tick(seconds=5)
    stage.now += timedelta(days=1)
    await stage.tick()

    assert len(await reminders(stage, "还有 8 小时")) == 4


async def test_what_is_called_off_is_not_reminded_of_and_takes_nobody(stage):
    stage.edit(LIMITED + "called_off: 场地漏水\n")
    await stage.tick(seconds=5)
    stage.now = STARTS - timedelta(hours=8)
    await stage.tick()
    await stage.say("报名", "qian", room="r2")
    await stage.tick(seconds=60)

    assert await reminders(stage) == []
    assert "活动取消了。场地漏水" in (await stage.posts())[-1]


# ---- the day after --------------------------------------------------------------------------


async def _came(stage, *people):
    came = [
        Attended(campaign="lecture", student=await stage.student(who), at=stage.now, author="wang")
        for who in people
    ]
    async with stage.store.write() as unit:
        await unit.apply(came, now=stage.now)


async def test_the_day_after_the_colleague_gets_the_list_of_who_did_not_come(stage):
    await _came(stage, "wu")
    stage.now = STARTS + timedelta(hours=19)
    early = await stage.tick()
    stage.now = STARTS + timedelta(hours=20)  # 10:00 on the next day
    await stage.tick()
    stage.restart()
    await stage.tick(seconds=5)

    lin, zhao = await stage.student("lin"), await stage.student("zhao")
    assert early == []
    assert await stage.tasks() == [
        f"春季公开课：报名 3 人，签到 1 人，没有到场 2 人：\n{lin} 名字lin\n{zhao} 名字zhao"
    ]


async def test_without_a_single_check_in_nobody_is_called_absent(stage):
    stage.now = STARTS + timedelta(hours=20)
    await stage.tick()

    (text,) = await stage.tasks()
    assert "没有任何签到记录" in text
    assert "名字lin" not in text


async def test_where_nobody_is_in_charge_the_staff_are_alerted(database):
    stage = Stage(database, CAMPAIGN)
    await stage.come("lin")
    await stage.tick()
    await stage.say("报名")
    stage.now = STARTS + timedelta(hours=20)
    await stage.tick()

    assert await stage.tasks() == []
    assert any("没有任何签到记录" in one for one in await stage.alerts())


# ---- warming up -----------------------------------------------------------------------------

WARM = CAMPAIGN + "plan: warm-up\n"


async def _runs(stage):
    async with stage.store.database.read() as connection:
        return (await connection.execute(select(run).order_by(run.c.id))).all()


@pytest.fixture
async def warm(database):
    made = Stage(database, WARM, plans=["warm-up"])
    await made.come("lin", room="r1")
    await made.come("wu", room="r2")
    await made.tick()
    return made


async def test_the_plan_runs_in_every_room_towards_the_event(warm):
    await warm.tick(seconds=60)
    runs = await _runs(warm)

    assert [(one.plan, one.starts_on, one.event_at) for one in runs] == [
        ("warm-up", date(2026, 4, 4), STARTS)
    ] * 2
    await warm.say("报名")
    async with warm.store.read() as unit:
        figures = await unit.sign_ups.figures([runs[0].id, runs[1].id, 999])
    assert {number: one.count for number, one in figures.items()} == {
        runs[0].id: 1,
        runs[1].id: 1,
    }


async def test_a_run_that_a_person_stopped_stays_stopped(warm):
    async with warm.store.database.write() as connection:
        await connection.execute(update(run).values(state=RunState.STOPPED.value))
    await warm.tick(seconds=60)

    assert {one.state for one in await _runs(warm)} == {"stopped"}


async def test_a_room_that_joins_later_warms_up_too(warm):
    await warm.come("zhao", room="r3")
    await warm.tick(seconds=11)

    assert len(await _runs(warm)) == 3


async def test_an_event_that_is_moved_takes_its_runs_along(warm):
    warm.edit(WARM.replace("2026-04-18", "2026-04-25"))
    await warm.tick(seconds=60)

    assert {one.event_at for one in await _runs(warm)} == {STARTS + timedelta(days=7)}


async def test_what_is_called_off_stops_its_runs(warm):
    warm.edit(WARM + "called_off: 场地漏水\n")
    await warm.tick(seconds=60)

    assert {one.state for one in await _runs(warm)} == {"stopped"}
