"""What plans promise, tried where it could break: nothing lost, nothing twice, one branch."""

from bot.core.ids import OccurrenceId
from tests.support.sop_stage import plan

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
