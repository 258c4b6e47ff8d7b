"""What people decide of steps and runs: held, approved, paused, stopped, done by themselves."""

from datetime import timedelta

from bot.core.effects import AssignTask
from tests.support.sop_stage import MORNING, plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "08:30"}, say: "早上好，{{ room.name }}"'
THANKS = 'id: thanks, seat: teacher, when: {after: greet, delay: 10m}, say: "谢谢"'


async def test_a_held_post_is_held_and_goes_on_when_a_person_decided(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)

    await stage.outcome("held", "no echo")
    await stage.tick()
    assert await stage.states("greet") == ["held"]
    await stage.outcome("sent")
    await stage.tick()

    assert await stage.states("greet") == ["done"]


async def test_a_person_approves_or_skips_a_held_step(stage):
    steps = [
        f'id: s{n}, seat: teacher, when: {{day: 1, at: "09:00"}}, say: "{n}", on_late: ask'
        for n in (1, 2)
    ]
    follower = 'id: f, seat: teacher, when: {after: s2}, say: "f"'
    stage.folder.files["week.yaml"] = plan(*steps, follower)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    await stage.tick(hours=3)
    one, two = await stage.steps()

    assert await stage.with_runs("calendar.approve", one.id, "wang", stage.now)
    assert await stage.with_runs("calendar.skip", two.id, "wang", stage.now)
    await stage.tick(seconds=1)

    assert await stage.said() == ["1"]
    assert [s.outcome for s in await stage.steps(step="s2")] == ["wang 决定跳过"]
    assert await stage.states("f") == ["skipped"]
    assert not await stage.with_runs("calendar.approve", one.id, "wang", stage.now)


async def test_a_paused_run_is_silent_and_a_resumed_one_loses_nothing_silently(stage):
    noon = 'id: noon, seat: teacher, when: {day: 1, at: "12:00"}, say: "中午好"'
    stage.folder.files["week.yaml"] = plan(GREET, noon)
    await stage.rooms()
    await stage.tick()
    runs = await stage.start()
    await stage.tick()
    await stage.with_runs("pause", runs, stage.now)
    await stage.tick(hours=2)
    assert await stage.said() == []

    await stage.with_runs("resume", runs)
    await stage.tick(hours=2)

    assert await stage.said() == ["中午好"]
    assert [s.outcome for s in await stage.steps(step="greet")] == [
        "晚了 3 小时，超过允许的 15 分钟"
    ]


async def test_a_stopped_run_says_nothing_more(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    runs = await stage.start()
    await stage.tick()

    assert await stage.with_runs("stop", runs, "运行已停止", stage.now) == runs
    await stage.tick(hours=1)

    assert await stage.said() == []
    assert await stage.states("greet") == ["skipped"]


async def test_a_persons_seat_gets_a_task_and_its_receipt_settles_the_step(stage):
    share = 'id: share, seat: li, when: {day: 1, at: "08:30"}, say: "说说收获", deadline: 1h'
    stage.folder.files["week.yaml"] = plan(share)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    effects = await stage.tick(minutes=30)
    task = next(e for e in effects if isinstance(e, AssignTask))
    assert (task.staff, task.text, task.due) == ("li", "说说收获", MORNING + timedelta(minutes=90))

    await stage.tick(minutes=40)
    assert [a.split("。")[0] for a in await stage.alerts()] == [
        "任务 1：第一周 · share",
        "任务 1 还没有看到您发出：第一周 · share",
    ]
    assert await stage.task_done("li")
    await stage.tick()

    assert await stage.states("share") == ["done"]
