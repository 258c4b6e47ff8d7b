"""Starting, pausing, resuming and stopping, in rooms and over series, on both databases."""

from datetime import UTC, datetime

import pytest

from bot.core.located import BrokenFile
from bot.core.plan_changes import Begin, Impossible, NoSuchThing, Where
from tests.support.sop_stage import plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "09:00"}, say: "早"'
ASK = 'id: ask, seat: teacher, when: {day: 1, at: "10:00"}, say: "问", on_late: ask'
DAILY = 'id: daily, seat: teacher, when: {every: day, at: "11:00", until: 9}, say: "打卡"'
EVENT = 'id: soon, seat: teacher, when: {before_event: 8h}, say: "今晚见"'
THE_DAY = 'id: day, seat: teacher, when: {event_day: -1, at: "20:00"}, say: "明天见"'


def costs(resumed):
    return [(one.room_name, one.step, one.fate, one.times) for one in resumed.missed]


async def test_what_a_pause_has_cost_is_told_in_the_answer_and_in_an_alert(stage):
    await stage.begin(plan(GREET, ASK, DAILY))
    await stage.run("pause")
    await stage.tick(days=3)

    resumed = await stage.run("resume")

    assert costs(resumed) == [
        ("群1", "greet", "lost", 1),
        ("群1", "ask", "asked", 1),
        ("群1", "daily", "lost", 3),
    ]
    (told,) = await stage.alerts()
    assert told.startswith(
        "计划 week 恢复运行：暂停期间过了时间的有 5 条（1 个群），其中 4 条不再发。"
    )
    assert "群1 greet 03-02 09:00：不再发" in told
    assert "群1 ask 03-02 10:00：等人决定" in told
    assert "群1 daily 03-02 11:00 至 03-04 11:00 共 3 次：不再发" in told
    await stage.tick(seconds=1)
    assert await stage.said() == []
    assert await stage.states("ask") == ["held"]


async def test_a_beat_that_was_on_its_way_and_is_given_up_in_the_pause_is_told(stage):
    await stage.begin(plan(DAILY))
    await stage.tick(hours=3)
    await stage.tick(minutes=1)
    await stage.run("pause")
    await stage.tick(hours=1)
    await stage.outcome("expired", "too late")
    await stage.tick(hours=1)

    assert costs(await stage.run("resume")) == [("群1", "daily", "lost", 1)]


async def test_a_short_pause_costs_nothing_and_alerts_nobody(stage):
    await stage.begin(plan(GREET))
    await stage.run("pause")
    await stage.tick(hours=1, minutes=5)

    resumed = await stage.run("resume")
    await stage.tick(seconds=1)

    assert costs(resumed) == []
    assert await stage.alerts() == []
    assert await stage.said() == ["早"]


async def test_a_pause_over_a_series_leaves_the_other_rooms_alone(stage):
    stage.series = {"群1": "X2", "群2": "X2"}
    await stage.begin(plan(GREET), rooms=3)

    paused = await stage.run("pause", series="X*")
    await stage.tick(hours=1)

    assert [run.room_name for run in paused] == ["群1", "群2"]
    assert len(await stage.said()) == 1
    assert [run.room_name for run in await stage.run("stop", names=("群3",))] == ["群3"]
    assert [run.room_name for run in (await stage.run("resume", series="X2")).runs] == [
        "群1",
        "群2",
    ]


async def test_one_alert_tells_of_all_rooms_and_is_not_endless(stage):
    await stage.begin(plan(GREET), rooms=25)
    await stage.run("pause")
    await stage.tick(days=1)

    resumed = await stage.run("resume")

    assert len(resumed.missed) == 25
    (told,) = await stage.alerts()
    assert "25 条（25 个群）" in told
    assert told.endswith("……另有 5 项，见 groupkeeper sop show week")


async def test_a_plan_with_an_event_starts_only_with_its_time(stage):
    stage.save(plan(EVENT, THE_DAY))
    await stage.rooms()
    await stage.tick()

    async with stage.store.write() as unit:
        runner, asked = stage.life.runner, stage.asked()
        with pytest.raises(Impossible, match="leads up to an event: say when it begins"):
            await runner.start(unit, "week", Where(), Begin(), asked)
        when = datetime(2026, 3, 5, 20, 0)  # noqa: DTZ001 (a wall time of the room)
        (run,) = await runner.start(unit, "week", Where(), Begin(event_at=when), asked)
    await stage.tick()
    await stage.tick(days=2)

    assert run.event_at == datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    found = [(s.step, f"{s.due:%d %H:%M}") for s in await stage.steps()]
    assert found == [("day", "04 12:00"), ("soon", "05 04:00")]


async def test_a_plan_starts_over_a_series_and_says_who_started_it(stage):
    stage.series = {"群2": "X2"}
    stage.save(plan(GREET))
    await stage.rooms(3)
    await stage.tick()

    async with stage.store.write() as unit:
        runner, asked = stage.life.runner, stage.asked("li")
        (run,) = await runner.start(unit, "week", Where(series="X2"), Begin(), asked)
        with pytest.raises(NoSuchThing, match="no room is called series X9"):
            await runner.start(unit, "week", Where(series="X9"), Begin(), asked)
        with pytest.raises(
            NoSuchThing, match="no plan 'weak' in the plan folder; did you mean \"week\""
        ):
            await runner.start(unit, "weak", Where(), Begin(), asked)

    assert (run.room_name, run.author, run.starts_on) == ("群2", "li", stage.now.date())


async def test_a_broken_plan_that_never_was_in_force_does_not_start(stage):
    stage.save(plan(GREET).replace("teacher,", "techer,"))
    await stage.rooms()

    async with stage.store.write() as unit:
        with pytest.raises(BrokenFile, match="techer"):
            await stage.life.runner.start(unit, "week", Where(), Begin(), stage.asked())


async def test_a_stopped_run_says_by_whom_and_why(stage):
    await stage.begin(plan(GREET))

    await stage.run("stop")
    await stage.tick(hours=2)

    assert [(s.state, s.outcome) for s in await stage.steps()] == [("skipped", "wang 停止了运行")]
    assert await stage.said() == []
