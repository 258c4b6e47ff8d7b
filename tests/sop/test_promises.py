"""What plans promise, tried where it could break: nothing lost, nothing twice, one branch."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.core.ids import OccurrenceId
from storage.delivery.claims import RESTORED
from storage.delivery.outbox import Outbox
from storage.tables.delivery import outbox
from storage.tables.service import meta
from storage.tables.sop import plan as plan_table
from storage.tables.sop import run
from tests.support.sop_stage import plan
from tests.support.sop_talk import talk

AT_SAME_TIME = (
    'id: b, seat: teacher, when: {day: 1, at: "08:30"}, requires: [a], say: 二',
    'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: 一',
)


async def _under_way(stage, *steps):
    stage.folder.files["week.yaml"] = plan(*steps)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    return stage


async def test_a_step_waits_for_one_it_requires_that_is_due_in_the_same_second(stage):
    await _under_way(stage, *AT_SAME_TIME)

    await stage.tick(minutes=29, seconds=59)
    assert (await stage.states("a"), await stage.states("b")) == (["queued"], ["planned"])
    await stage.outcome("sent")
    await stage.tick(seconds=2)

    assert await stage.said() == ["一", "二"]


async def _approve(stage, step):
    (found,) = await stage.steps(step=step)
    return await stage.with_runs("calendar.approve", OccurrenceId(found.id), "li", stage.now)


async def test_a_step_said_by_hand_and_moved_by_an_edit_in_the_same_second_is_said_once(stage):
    step = 'id: a, seat: teacher, when: {day: 1, at: "%s"}, say: 一'
    await _under_way(stage, step % "08:30")
    await stage.tick(hours=1)
    assert await stage.states("a") == ["skipped"]

    await _approve(stage, "a")
    stage.folder.files["week.yaml"] = plan(step % "09:00")
    await stage.tick(seconds=30)
    await stage.tick(minutes=10)

    assert await stage.said() == ["一"]


async def test_what_a_miss_brought_on_is_not_followed_by_the_other_branch(stage):
    """Late, its plan B was said; then a colleague has the step itself said after all."""
    ask = (
        'id: ask, seat: teacher, when: {day: 1, at: "08:30"}, say: 问, on_late: plan_b,'
        " expect: {replies: 1, within: 10m}, otherwise: [{say: 没有人吗}], then: [{say: 真棒}]"
    )
    await _under_way(stage, ask)
    await stage.tick(hours=1)
    await stage.tick(seconds=1)
    assert await stage.said() == ["没有人吗"]

    await _approve(stage, "ask")
    await stage.tick(seconds=1)
    await stage.outcome("sent")
    await stage.tick(seconds=1)
    for _ in range(3):
        await stage.tick(minutes=10)

    assert await stage.said() == ["没有人吗", "问"]


async def test_what_follows_is_not_lost_while_the_plan_cannot_be_read(stage):
    """Neither its file nor what was kept of it: an older release wrote it."""
    steps = (
        'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: 一',
        "id: b, seat: teacher, when: {after: a}, say: 二",
    )
    await _under_way(stage, *steps)
    await stage.tick(minutes=30)
    file = stage.folder.files.pop("week.yaml")
    async with stage.database.write() as connection:
        await connection.execute(update(plan_table).values(source="name: ["))
    stage.new_desk()
    await stage.tick(minutes=1)
    await stage.outcome("sent")
    await stage.tick(minutes=1)
    assert await stage.states("a") == ["queued"]

    stage.folder.files["week.yaml"] = file
    await stage.tick(minutes=1)
    await stage.tick(seconds=1)

    assert await stage.states("a") == ["done"]
    assert await stage.said() == ["一", "二"]


async def test_what_was_written_down_while_its_run_was_stopped_does_not_stay_planned(stage):
    """One process stops the run while the other, which saw it run, brings a follower on."""
    steps = (
        'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: 一',
        "id: b, seat: teacher, when: {after: a, delay: 1m}, say: 二",
    )
    await _under_way(stage, *steps)
    await stage.tick(minutes=30)
    await stage.outcome("sent")
    await stage.tick(seconds=1)
    async with stage.database.write() as connection:
        await connection.execute(update(run).values(state="stopped"))
    await stage.tick(minutes=2)

    assert await stage.states("b") == ["skipped"]
    assert await stage.said() == ["一"]


# ---- the database was put back from a backup ------------------------------------------------


async def _restored(stage):
    async with stage.database.write() as connection:
        await connection.execute(meta.insert().values(key=RESTORED, value=stage.now.isoformat()))
    stage.new_desk()


async def _go_out_by_themselves(stage):
    async with stage.database.write() as connection:
        await Outbox(connection).reconcile(stage.now)
        rows = await connection.execute(select(outbox).where(outbox.c.state == "pending"))
        return [row.deed["text"] for row in rows]


async def test_a_step_that_waited_for_a_pause_before_a_restore_is_held_like_any_other(stage):
    """The backup was made before 08:30; it may have been said since."""
    await _under_way(
        stage,
        'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: 一,'
        " wait_for_pause: {quiet: 3m, wait: 20m}",
        'id: b, seat: teacher, when: {day: 1, at: "08:45"}, say: 二,'
        " wait_for_pause: {quiet: 3m, wait: 20m}",
    )
    stage.now += timedelta(minutes=40)
    await _restored(stage)
    await stage.tick(minutes=6)

    assert await stage.said() == ["一", "二"]
    assert await _go_out_by_themselves(stage) == ["二"]


ASK = (
    'id: ask, seat: teacher, when: {day: 1, at: "08:30"}, say: 问,'
    " expect: {speakers: 1, within: 10m}, otherwise: [{say: 没有人吗}], then: [{say: 真棒}]"
)


async def _asked(stage):
    await _under_way(stage, ASK)
    await stage.tick(minutes=30)
    await stage.outcome("sent")
    await stage.tick()


async def test_a_plan_b_that_may_have_been_said_before_a_restore_is_held(stage):
    """The backup knows the question; its verdict at 08:40 is forgotten with what followed."""
    await _asked(stage)
    stage.now += timedelta(minutes=15)
    await _restored(stage)
    await stage.tick(seconds=5)
    await stage.tick(seconds=5)

    assert await stage.said() == ["问", "没有人吗"]
    assert await _go_out_by_themselves(stage) == []


async def test_so_is_praise_for_answers_that_may_have_come_before_it(stage):
    await _asked(stage)
    stage.now += timedelta(minutes=4)
    await _restored(stage)
    stage.now += timedelta(minutes=1)
    await talk(stage, "u1")
    await stage.tick(seconds=5)
    await stage.tick(seconds=5)

    assert await stage.said() == ["问", "真棒"]
    assert await _go_out_by_themselves(stage) == []


async def test_a_miss_that_comes_after_a_restore_is_followed_as_ever(stage):
    await _asked(stage)
    stage.now += timedelta(minutes=4)
    await _restored(stage)
    await stage.tick(minutes=7)
    await stage.tick(seconds=5)

    assert await _go_out_by_themselves(stage) == ["没有人吗"]
