"""A step that a colleague says, from the plan to its receipt, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.ids import StaffName
from bot.core.rooms import RoomRules
from bot.core.tasks import Absence, Receipt, TaskDone, TaskState
from sop.checks import Cast
from storage.sop.tasks import TaskFilter, Tasks
from tests.support.sop_stage import Work

PLAN = """
name: week
title: 第一周
seats:
  teacher: {role: leader, account: room}
  fan: {role: fan, person: li, stand_ins: [{person: wang}]}
steps:
  - {id: share, seat: fan, when: {day: 1, at: "09:00"}, say: "说说收获", deadline: 1h}
  - {id: after, seat: teacher, when: {after: share, delay: 5m}, say: "谢谢分享"}
"""
HOUR = timedelta(hours=1)


@pytest.fixture
async def life(stage):
    """A task that li was just told of; wang stands in, zhao is the room's staff."""
    staff = frozenset({"li", "wang", "zhao"})
    stage.cast = Cast(accounts=frozenset({"sim"}), staff=staff)
    stage.rules = RoomRules(staff=(StaffName("zhao"),))
    stage.folder.files["week.yaml"] = PLAN
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(hours=1)
    return stage


async def the_task(stage):
    async with stage.database.read() as connection:
        [task] = (await Tasks(connection).listed(TaskFilter())).items
        return task


async def settle(stage, **given):
    async with stage.database.write() as connection:
        task = await the_task_in(connection)
        done = TaskDone(**{"author": task.staff, "at": stage.now, "how": Receipt.WORD} | given)
        return await stage.tasks.done(Work(connection), task.id, done, stage.now)


async def the_task_in(connection):
    [task] = (await Tasks(connection).listed(TaskFilter())).items
    return task


async def test_the_line_of_a_task_is_the_line_of_its_seat(life):
    task = await the_task(life)

    assert (task.staff, task.line) == ("li", ("wang",))


async def test_a_post_that_was_seen_settles_the_step_at_the_moment_it_was_posted(life):
    posted = life.now + timedelta(minutes=7)
    await life.tick(minutes=9)

    await settle(life, at=posted, how=Receipt.SEEN, outcome="li 已在群里发出")
    await life.tick(seconds=1)

    [step] = await life.steps(step="share")
    assert (step.state.value, step.settled_at, step.outcome) == ("done", posted, "li 已在群里发出")
    [after] = await life.steps(step="after")
    assert after.due == posted + timedelta(minutes=5)


async def test_a_step_whose_task_goes_round_is_under_way_until_it_is_held(life):
    seen = []
    for _ in range(5):
        seen.append(((await the_task(life)).staff, (await life.states("share"))[0]))
        await life.tick(hours=1, seconds=1)
        await life.tick(seconds=1)

    assert seen == [
        ("li", "queued"),
        ("wang", "queued"),
        ("zhao", "queued"),
        ("zhao", "held"),
        ("zhao", "held"),
    ]
    assert (await the_task(life)).state is TaskState.HELD
    assert await life.states("after") == []
    [why] = {s.outcome for s in await life.steps(step="share")}
    assert "没有人能做" in why
    assert "late" not in why


async def test_what_was_held_goes_on_when_it_is_given_to_somebody_or_done_after_all(life):
    for _ in range(4):
        await life.tick(hours=1, seconds=1)
        await life.tick(seconds=1)
    task = await the_task(life)
    async with life.database.write() as connection:
        await life.tasks.give(Work(connection), task.id, StaffName("li"), "ops", life.now)
    await life.tick(seconds=1)
    given = await the_task(life)
    assert (given.staff, given.state, (await life.states("share"))[0]) == ("li", "open", "queued")

    await settle(life, author="li")
    await life.tick(seconds=1)

    assert await life.states("share") == ["done"]


async def test_who_is_away_when_the_step_comes_is_not_asked_at_all(stage):
    stage.cast = Cast(accounts=frozenset({"sim"}), staff=frozenset({"li", "wang"}))
    stage.folder.files["week.yaml"] = PLAN
    await stage.rooms()
    await stage.tick()
    await stage.start()
    async with stage.database.write() as connection:
        gone = Absence(staff=StaffName("li"), since=stage.now, author="li")
        await Work(connection).absences.leave(gone, stage.now)

    await stage.tick(hours=1)
    await stage.tick(seconds=1)

    assert (await the_task(stage)).staff == "wang"
    assert not any("li " in reason for reason in await stage.alerts())


async def test_who_did_it_all_the_same_spares_the_other_the_work(life):
    await life.tick(hours=1, seconds=1)
    await life.tick(seconds=1)
    assert (await the_task(life)).staff == "wang"

    told = await settle(life, author="li", how=Receipt.SEEN, message=None)

    assert [(alert.to, "已由 li 完成" in alert.reason) for alert in told] == [("wang", True)]


async def test_two_processes_that_look_after_a_task_remind_and_hand_over_once(life):
    await life.tick(minutes=29)

    async def look(now):
        async with life.database.write() as connection:
            return await life.tasks.tick(Work(connection), now)

    soon, late = life.now + timedelta(minutes=2), life.now + 2 * HOUR
    reminded = await asyncio.gather(*(look(soon) for _ in range(4)))
    handed = await asyncio.gather(*(look(late) for _ in range(4)))

    assert sum(map(len, reminded)) == 1
    assert [sum("已转给" in one.reason for one in some) for some in handed].count(1) == 1
    assert (await the_task(life)).turn == 1


async def test_a_transaction_that_was_lost_tells_the_task_again_and_does_not_skip_it(life):
    await life.tick(minutes=29)

    async def lost():
        async with life.database.write() as connection:
            assert await life.tasks.tick(Work(connection), life.now + timedelta(minutes=2))
            msg = "the power went"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError):
        await lost()
    assert len(await life.tick(minutes=2)) == 1


async def test_a_stopped_plan_asks_nobody_for_anything_any_more(life):
    [run] = {step.run for step in await life.steps(step="share")}
    assert await life.with_runs("stop", [run], "ops 停止了运行", life.now) == [run]
    before = await life.alerts()

    await life.tick(hours=1, seconds=1)
    await life.tick(hours=1)

    task = await the_task(life)
    assert (task.state, task.outcome) == (TaskState.CANCELLED, "ops 停止了运行")
    assert await life.alerts() == before
    [step] = await life.steps(step="share")
    assert (step.state.value, step.outcome) == ("skipped", "ops 停止了运行")
