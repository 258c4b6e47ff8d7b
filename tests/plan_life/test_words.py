"""Steps left out and moved in rooms and over series, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.plan_changes import Impossible, NoSuchThing
from tests.support.sop_stage import plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "09:00"}, say: "早"'
THIRD = 'id: third, seat: teacher, when: {day: 3, at: "20:00"}, say: "三"'
DAILY = 'id: daily, seat: teacher, when: {every: day, at: "10:00", until: 3}, say: "打卡"'
AFTER = 'id: after, seat: teacher, when: {after: greet, delay: 1h}, say: "后"'


def at(day, hour=20, minute=0):
    return datetime(2026, 3, day, hour, minute)  # noqa: DTZ001 (a wall time of the room)


def told(words):
    return [(word.run.room_name, word.done, word.what) for word in words]


async def until(stage, day, hour=23):
    """Tick through the days, up to an hour of Shanghai's clocks."""
    end = datetime(2026, 3, day, hour, tzinfo=UTC) - timedelta(hours=8)
    while stage.now < end:
        await stage.tick(hours=1)
        await stage.outcome("sent")


async def test_a_step_is_left_out_in_the_rooms_that_are_named_and_said_in_the_others(stage):
    await stage.begin(plan(GREET, THIRD), rooms=3)

    words = await stage.skip("greet", names=("群[12]",), reason="放假")
    await until(stage, 2, 9)

    assert told(words) == [("群1", True, "left out"), ("群2", True, "left out")]
    assert await stage.said() == ["早"]
    found = await stage.steps(step="greet")
    assert sorted((s.room, s.state, s.outcome) for s in found) == [
        (1, "skipped", "wang 决定跳过：放假"),
        (2, "skipped", "wang 决定跳过：放假"),
        (3, "queued", ""),
    ]


async def test_a_whole_series_is_meant_by_its_name(stage):
    stage.series = {"群1": "X2", "群3": "X2"}
    await stage.begin(plan(GREET), rooms=3)

    words = await stage.skip("greet", series="X2")
    await until(stage, 2, 9)

    assert [name for name, _, _ in told(words)] == ["群1", "群3"]
    assert len(await stage.said()) == 1


async def test_a_step_that_is_not_laid_out_yet_is_left_out_when_it_comes(stage):
    await stage.begin(plan(GREET, 'id: far, seat: teacher, when: {day: 5, at: "20:00"}, say: "远"'))

    await stage.skip("far")
    assert await stage.states("far") == []
    await until(stage, 6, 21)

    assert await stage.said() == ["早"]
    assert [s.outcome for s in await stage.steps(step="far")] == ["wang 决定跳过"]


async def test_the_calendar_says_beforehand_what_will_be_left_out(stage):
    await stage.begin(plan(GREET))

    await stage.skip("greet")
    assert [(s.state, s.outcome) for s in await stage.steps()] == [("planned", "wang 决定跳过")]
    await stage.skip("greet", undo=True)

    assert [(s.state, s.outcome) for s in await stage.steps()] == [("planned", "")]


async def test_a_step_left_out_and_taken_back_is_said_at_its_time(stage):
    await stage.begin(plan(GREET))

    await stage.skip("greet")
    words = await stage.skip("greet", undo=True)
    again = await stage.skip("greet", undo=True)
    await stage.tick(hours=1)

    assert told(words) == [("群1", True, "as the plan has it")]
    assert told(again) == [("群1", False, "there was no such skip to take back")]
    assert await stage.said() == ["早"]


async def test_one_day_of_a_rhythm_is_left_out(stage):
    await stage.begin(plan(DAILY))

    await stage.skip("daily", day=date(2026, 3, 3))
    await until(stage, 4, 11)

    assert len(await stage.said()) == 2
    out = [s for s in await stage.steps() if s.state == "skipped"]
    assert [(s.local_date, s.outcome) for s in out] == [(date(2026, 3, 3), "wang 决定跳过")]


async def test_a_step_that_follows_another_is_left_out_and_so_is_what_follows_it(stage):
    last = 'id: last, seat: teacher, when: {after: after}, say: "末"'
    await stage.begin(plan(GREET, AFTER, last))

    await stage.skip("after")
    await until(stage, 2, 12)

    assert await stage.said() == ["早"]
    assert await stage.states("after") == ["skipped"]
    assert [s.outcome for s in await stage.steps(step="last")] == ["前一步 after 没有完成"]


async def test_what_was_said_or_is_on_its_way_cannot_be_left_out_or_moved(stage):
    await stage.begin(plan(GREET), rooms=2)
    await stage.tick(hours=1)
    await stage.outcome("sent", room=1)
    await stage.tick(seconds=1)

    late = [
        ("群1", False, "said already, or on its way"),
        ("群2", False, "said already, or on its way"),
    ]
    assert told(await stage.skip("greet")) == late
    assert told(await stage.move("greet", at(5))) == late
    assert await stage.noted() == [("sop.start", "run:1"), ("sop.start", "run:2")]


async def test_a_moved_step_is_said_once_at_its_new_time(stage):
    await stage.begin(plan(GREET, THIRD))

    words = await stage.move("third", at(3, 10))
    await until(stage, 3, 9)
    assert await stage.said() == ["早"]
    await until(stage, 3, 10)
    assert await stage.said() == ["早", "三"]
    await until(stage, 4)

    assert [(w.done, w.what) for w in words] == [(True, "moved")]
    assert await stage.said() == ["早", "三"]
    assert await stage.states("third") == ["done"]


async def test_a_step_moved_beyond_the_end_of_its_run_is_still_said(stage):
    await stage.begin(plan(GREET))

    await stage.move("greet", at(5))
    await until(stage, 5, 19)
    assert await stage.said() == []
    await until(stage, 5, 20)

    assert await stage.said() == ["早"]


async def test_a_move_that_is_taken_back_brings_the_plans_time_back(stage):
    await stage.begin(plan(GREET, THIRD))
    await stage.move("third", at(5))
    await stage.tick(seconds=3)

    await stage.move("third")
    await until(stage, 4, 21)

    assert await stage.said() == ["早", "三"]


async def test_a_moved_step_stays_where_it_was_moved_when_the_plan_is_edited(stage):
    await stage.begin(plan(GREET, THIRD))
    await stage.move("third", at(5))
    await stage.tick(seconds=3)

    stage.save(plan(GREET, THIRD.replace("20:00", "07:00").replace("三", "三三")))
    await until(stage, 5, 19)
    assert await stage.said() == ["早"]
    await until(stage, 5, 20)

    assert await stage.said() == ["早", "三三"]


async def test_a_step_that_was_skipped_as_too_late_is_said_when_it_is_moved(stage):
    await stage.begin(plan(GREET, THIRD))
    await stage.tick(hours=4)
    assert await stage.states("greet") == ["skipped"]

    words = await stage.move("greet", at(2, 18))
    await until(stage, 2, 19)

    assert told(words) == [("群1", True, "moved")]
    assert await stage.said() == ["早"]


async def test_one_beat_of_a_rhythm_is_moved(stage):
    await stage.begin(plan(DAILY))

    await stage.move("daily", at(4, 18), day=date(2026, 3, 3))
    await until(stage, 3, 12)
    assert len(await stage.said()) == 1
    await until(stage, 4, 19)

    assert len(await stage.said()) == 3
    moved = next(s for s in await stage.steps() if s.local_date == date(2026, 3, 3))
    assert f"{moved.due:%d %H:%M}" == "04 10:00"


async def test_a_word_in_a_paused_run_holds_when_it_goes_on(stage):
    await stage.begin(plan(GREET, THIRD), rooms=3)
    await stage.run("pause")
    stage.settings = stage.settings.model_copy(update={"rooms_per_tick": 1})

    await stage.skip("greet", names=("群3",))
    await stage.move("greet", at(2, 22), names=("群2",))
    await stage.tick(minutes=50)
    await stage.run("resume")
    await stage.tick(minutes=10)
    await stage.tick(seconds=1)

    assert await stage.said() == ["早"]


async def test_words_that_make_no_sense_are_refused_with_what_would_be_right(stage):
    await stage.begin(plan(GREET, DAILY, AFTER))

    with pytest.raises(NoSuchThing, match="no step 'gret'; did you mean \"greet\""):
        await stage.skip("gret")
    with pytest.raises(NoSuchThing, match="week does not run in 数学"):
        await stage.skip("greet", names=("数学*",))
    with pytest.raises(NoSuchThing, match="week does not run in series X9"):
        await stage.skip("greet", series="X9")
    with pytest.raises(Impossible, match="again and again: say which day"):
        await stage.move("daily", at(5))
    assert told(await stage.move("after", at(5))) == [
        ("群1", False, "it follows something else and is not laid out now: move that")
    ]
    assert told(await stage.move("greet", at(1))) == [
        ("群1", False, "that time is past in this room")
    ]
    monday = date(2026, 3, 9)
    assert told(await stage.skip("daily", day=monday)) == [
        ("群1", False, f"it does not come on {monday}")
    ]
    assert told(await stage.move("daily", at(9), day=monday)) == [
        ("群1", False, "it does not come on that day")
    ]


async def test_every_word_is_in_the_audit_with_its_step_and_its_undoing(stage):
    await stage.begin(plan(GREET, THIRD))

    await stage.skip("greet")
    await stage.skip("greet", undo=True)
    await stage.move("third", at(5))
    await stage.move("third")

    assert [action for action, _ in await stage.noted()] == [
        "sop.start", "sop.skip", "sop.skip.undo", "sop.move", "sop.move.undo",
    ]  # fmt: skip
