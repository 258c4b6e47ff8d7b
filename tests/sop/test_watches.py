"""Expectations at work, on both databases: met, missed, late, raced for."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.plans.firing import settle
from storage.tables.sop import occurrence
from tests.support.flagging import decide, flag
from tests.support.sop_stage import Work, plan
from tests.support.sop_talk import come, talk
from tests.support.watching import ASK, LATER, THEN, ask, states, watched


@pytest.fixture
async def asked(stage):
    """The question was said at 08:30 in one room."""
    return await ask(stage, ASK, LATER, THEN)


async def test_it_is_met_as_soon_as_it_is_and_only_then_does_what_follows_run(asked):
    await talk(asked, "u1")
    await asked.tick(minutes=2)
    assert await states(asked) == {"ask": "done", "plain": "queued"}

    await talk(asked, "u2")
    await asked.tick(minutes=2)

    assert await states(asked) == {
        "ask": "done",
        "plain": "queued",
        "later": "queued",
        "ask.then.1": "queued",
        "ask.otherwise.1": "skipped",
        "ask.otherwise.2": "skipped",
    }
    (row,) = await watched(asked)
    assert (row.state, row.counts) == ("met", {"speakers": 2})
    assert row.reason == "达到预期：发言 2 人（期望 2）"
    assert await asked.said() == ["今天学了什么？", "补充一句", "反应已知", "真棒"]


async def test_it_is_missed_when_the_time_is_over_and_plan_b_runs(asked):
    await talk(asked, "u1")
    await asked.tick(minutes=59)
    assert "ask.otherwise.1" not in await states(asked)

    effects = await asked.tick(minutes=1)
    await asked.tick(minutes=1)

    assert await states(asked) == {
        "ask": "done",
        "plain": "queued",
        "later": "queued",
        "ask.then.1": "skipped",
        "ask.otherwise.1": "queued",
        "ask.otherwise.2": "queued",
    }
    assert (await watched(asked))[0].reason == "1 小时内未达预期：发言 1 人（期望 2）"
    assert [one.text for one in effects if hasattr(one, "staff")] == ["请你来问"]
    outcomes = {one.step: one.outcome for one in await asked.steps()}
    assert outcomes["ask.then.1"] == "反应没有达到预期"


async def test_late_answers_are_recorded_and_do_not_flip_the_verdict(asked):
    await asked.tick(minutes=60)
    await talk(asked, "u1")
    await talk(asked, "u2")
    await asked.tick(minutes=30)
    await asked.tick(minutes=31)

    (row,) = await watched(asked)
    assert (row.state, row.counts, row.late["speakers"]) == ("missed", {"speakers": 0}, 2)
    assert (await states(asked))["ask.then.1"] == "skipped"
    assert row.look_at is None, "nobody looks at it any more"


async def test_answers_in_time_count_even_when_nobody_looked_in_time(asked):
    """The service was down at the end of the hour."""
    await talk(asked, "u1")
    await talk(asked, "u2")
    asked.new_desk()
    await asked.tick(hours=3)

    assert (await watched(asked))[0].state == "met"
    assert (await states(asked))["ask.then.1"] in {"queued", "skipped"}


async def test_an_advert_is_no_answer_and_brings_on_nothing_until_it_was_found_to_be_fine(asked):
    await talk(asked, "u1")
    advert = await talk(asked, "u2", "加微 abc12345 领资料")
    await flag(asked.database, advert.id, now=asked.now)
    await asked.tick(minutes=2)
    assert (await watched(asked))[0].state == "waiting"

    await decide(asked.database, 1, "fine", now=asked.now)
    await asked.tick(minutes=2)

    assert (await watched(asked))[0].state == "met"
    assert (await states(asked))["ask.then.1"] == "queued"


async def test_both_databases_let_one_of_two_desks_settle_it(asked):
    """Two processes look at the same moment: what follows is there once."""
    await talk(asked, "u1")
    await talk(asked, "u2")
    other = replace(asked)
    await asyncio.gather(asked.tick(minutes=2), other.tick(minutes=2))

    async with asked.database.read() as connection:
        steps = await connection.scalars(select(occurrence.c.step).order_by(occurrence.c.step))
        assert len(set(steps)) == 6
    assert (await asked.said()).count("真棒") == 1


async def test_a_colleagues_post_is_watched_from_when_they_did_it(stage):
    stage.folder.files["week.yaml"] = plan(ASK.replace("seat: teacher", "seat: li", 1))
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)
    await talk(stage, "u1")  # before the post: no reaction to it
    await stage.tick(minutes=20)
    await stage.task_done("li")
    await stage.tick()

    (row,) = await watched(stage)
    assert row.since == stage.now
    assert row.until == stage.now + timedelta(hours=1)
    await talk(stage, "u2")
    await stage.tick(minutes=60)
    assert (await watched(stage))[0].state == "missed"


async def test_a_share_of_the_members_is_of_those_who_sat_there(stage):
    step = ASK.replace("speakers: 2", "speakers: 50%")
    stage.folder.files["week.yaml"] = plan(step)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await come(stage, "u1", "u2", "u3", "u4")
    await stage.tick(minutes=30)
    await stage.outcome("sent")
    await stage.tick(seconds=1)
    await come(stage, "u5", "u6", "u7", "u8")
    await talk(stage, "u1")
    await talk(stage, "u2")

    await stage.tick(minutes=2)

    assert (await watched(stage))[0].reason == "达到预期：发言 2 人（期望 2，4 位成员的 50%）"


async def test_a_run_is_not_over_while_an_answer_is_waited_for(stage):
    step = ASK.replace("08:30", "23:50")
    stage.folder.files["week.yaml"] = plan(step)
    await stage.rooms()
    await stage.tick()
    (run,) = await stage.start()
    await stage.tick(hours=15, minutes=50)
    await stage.outcome("sent")
    await stage.tick(minutes=1)

    await stage.tick(minutes=30)  # after midnight
    await stage.tick(hours=1)
    await stage.tick(minutes=1)

    assert (await states(stage))["ask.otherwise.1"] == "queued"
    assert (await stage.with_runs("by_id", [run]))[run].state.value == "active"


async def test_a_plan_that_is_lost_keeps_its_watches_until_it_is_back(asked):
    """A new process finds the file gone and the text in the database unreadable."""
    shelf = asked.desk.shelf
    asked.desk._shelf = type(shelf)()
    async with asked.database.write() as connection:
        await settle(Work(connection), asked.desk.shelf, asked.now + timedelta(hours=2))
    assert (await watched(asked))[0].state == "waiting"

    asked.desk._shelf = shelf
    await asked.tick(hours=2)
    assert (await watched(asked))[0].state == "missed"


async def test_in_a_run_that_was_stopped_nothing_follows_any_more(asked):
    await asked.with_runs("stop", [1], "运行已停止", asked.now)

    await asked.tick(hours=1)

    states_ = {one.step: (one.state.value, one.outcome) for one in await asked.steps()}
    assert states_["ask.otherwise.1"] == ("skipped", "运行已停止")
    assert "planned" not in {state for state, _ in states_.values()}


async def test_what_is_usual_in_the_room_is_reckoned_once_and_kept(stage):
    step = ASK.replace("speakers: 2", "speakers: usual")
    await ask(stage, step)
    await talk(stage, "u1")
    await stage.tick(minutes=2)

    (row,) = await watched(stage)
    assert row.needs == {"speakers": {"count": 3, "note": "只有 0 周历史，按默认 3 计"}}
    await talk(stage, "u2")
    await talk(stage, "u3")
    await stage.tick(minutes=2)
    assert (await watched(stage))[0].state == "met"


async def test_hundreds_of_rooms_are_judged_in_one_tick(stage):
    await ask(stage, ASK, rooms=120)
    for number in range(1, 121, 2):
        await talk(stage, f"a{number}", room=number)
        await talk(stage, f"b{number}", room=number)

    await stage.tick(minutes=60)

    found = [row.state for row in await watched(stage)]
    assert (found.count("met"), found.count("missed")) == (60, 60)


async def test_an_expectation_that_an_edit_took_away_brings_on_nothing(asked):
    edited = ASK.split(" expect:", maxsplit=1)[0].rstrip(",")
    asked.folder.files["week.yaml"] = plan(edited)
    await asked.tick(minutes=5)
    await asked.tick(minutes=60)

    assert (await watched(asked))[0].state == "missed"
    assert not {"ask.then.1", "ask.otherwise.1"} & set(await states(asked))
