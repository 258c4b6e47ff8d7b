"""Plans at work, on both databases: what ops would see."""

from datetime import timedelta

from bot.core.effects import Intent, OnLate, OnUnknown, Say
from tests.support.builders import seen_join
from tests.support.sop_stage import MORNING, plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "08:30"}, say: "早上好，{{ room.name }}"'
THANKS = 'id: thanks, seat: teacher, when: {after: greet, delay: 10m}, say: "谢谢"'


async def test_a_step_is_said_at_its_wall_time_and_once(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms(2)
    await stage.tick()
    await stage.start()

    await stage.tick()
    assert await stage.states("greet") == ["planned", "planned"]
    assert await stage.said() == []
    effects = await stage.tick(minutes=30)
    await stage.tick(seconds=1)

    assert await stage.said() == ["早上好，群1", "早上好，群2"]
    intent = effects[0]
    assert isinstance(intent, Intent)
    assert intent.due == MORNING + timedelta(minutes=30)
    assert intent.expires == MORNING + timedelta(minutes=45)
    assert (intent.author, intent.on_unknown) == ("sop:week", OnUnknown.RESEND)


async def test_a_post_is_ready_before_its_time_and_due_at_it(stage):
    """So it leaves at its time, not at the tick after it."""
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()

    assert await stage.tick(minutes=29, seconds=57) == []
    (intent,) = await stage.tick(seconds=2)

    assert intent.due == MORNING + timedelta(minutes=30) > stage.now


async def test_what_the_outbox_learnt_settles_the_step_and_brings_on_the_next(stage):
    stage.folder.files["week.yaml"] = plan(GREET, THANKS)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)
    assert await stage.states("greet") == ["queued"]

    await stage.tick(minutes=2)
    await stage.outcome("sent")
    await stage.tick()
    assert await stage.states("greet") == ["done"]
    assert await stage.states("thanks") == ["planned"]
    await stage.tick(minutes=9)
    assert await stage.said() == ["早上好，群1"]
    await stage.tick(minutes=1)

    assert await stage.said() == ["早上好，群1", "谢谢"]


async def test_after_a_step_that_failed_its_followers_are_skipped_visibly(stage):
    last = 'id: last, seat: teacher, when: {after: thanks}, say: "再见"'
    stage.folder.files["week.yaml"] = plan(GREET, THANKS, last)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)

    await stage.outcome("failed", "muted")
    await stage.tick(minutes=1)

    assert [s.state.value for s in await stage.steps()] == ["failed", "skipped", "skipped"]
    outcomes = {s.step: s.outcome for s in await stage.steps()}
    assert outcomes == {
        "greet": "muted",
        "thanks": "前一步 greet 没有完成",
        "last": "前一步 thanks 没有完成",
    }


async def test_a_post_in_several_parts_is_done_when_all_parts_are(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)
    await stage.split()

    await stage.outcome("sent", only="#2")
    await stage.tick()
    assert await stage.states("greet") == ["queued"]
    await stage.outcome("sent")
    await stage.tick()

    assert await stage.states("greet") == ["done"]


async def test_a_run_started_late_says_nothing_of_the_past(stage):
    noon = 'id: noon, seat: teacher, when: {day: 1, at: "12:00"}, say: "中午好", on_late: send'
    evening = 'id: evening, seat: teacher, when: {day: 1, at: "20:00"}, say: "晚上好"'
    stage.folder.files["week.yaml"] = plan(GREET, noon, evening)
    await stage.rooms()
    await stage.tick()
    await stage.tick(hours=7)  # 15:00
    await stage.start()
    await stage.tick()

    assert await stage.said() == []
    assert [s.state.value for s in await stage.steps()] == ["skipped", "skipped", "planned"]
    assert (await stage.steps())[0].outcome == "开始运行时已经过了这一步的时间"


async def test_after_an_outage_each_late_step_does_as_its_on_late_says(stage):
    steps = [
        f'id: {name}, seat: teacher, when: {{day: 1, at: "09:00"}}, say: "{name}", on_late: {name}'
        for name in ("send", "skip", "ask")
    ]
    stage.folder.files["week.yaml"] = plan(*steps)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()

    effects = await stage.tick(hours=3)

    assert await stage.said() == ["send"]
    sent = next(e for e in effects if isinstance(e, Intent))
    assert (sent.on_late, sent.expires) == (OnLate.SEND, None)
    assert await stage.states("skip") == ["skipped"]
    assert await stage.states("ask") == ["held"]
    assert "等人决定是否还发" in (await stage.alerts())[0]


async def test_a_required_step_is_waited_for_and_its_failure_skips(stage):
    task = (
        'id: task, seat: teacher, when: {day: 1, at: "09:00"}, say: "做完了吗", requires: [greet]'
    )
    stage.folder.files["week.yaml"] = plan(GREET, task)
    await stage.rooms(2)
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)
    await stage.tick(minutes=31)
    assert await stage.states("task") == ["planned", "planned"]

    await stage.outcome("sent", room=1)
    await stage.outcome("failed", room=2)
    await stage.tick(seconds=1)

    assert sorted(await stage.states("task")) == ["queued", "skipped"]


async def test_a_newcomer_is_answered_with_names_and_ids(stage):
    welcome = (
        "id: welcome, seat: teacher, when: {event: member_joined, delay: 1m},"
        ' say: "欢迎 {{ names }}，学号 {{ member.student_id }}"'
    )
    stage.folder.files["week.yaml"] = plan(welcome)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()

    join = seen_join(1, 2, at=stage.now)
    await stage.heard(join)
    await stage.heard(join)
    await stage.tick()
    assert await stage.said() == []
    await stage.tick(minutes=1)

    assert await stage.said() == ["欢迎 名字u1、名字u2，学号 10001"]


async def test_a_file_is_posted_from_the_plan_folder_and_looked_for_once_a_tick(stage):
    poster = GREET + ", media: {file: media/poster.png, title: 海报}"
    stage.folder.files["week.yaml"] = plan(poster)
    stage.folder.media.add("media/poster.png")
    await stage.rooms(2)
    await stage.tick()
    await stage.start()

    effects = await stage.tick(minutes=30)

    posts = [
        effect.deed.media
        for effect in effects
        if isinstance(effect, Intent) and isinstance(effect.deed, Say)
    ]
    assert [(one.url, one.name) for one in posts if one is not None] == [
        ("/plans/media/poster.png", "海报")
    ] * 2


async def test_a_step_whose_file_cannot_be_posted_fails_and_says_why(stage):
    stage.folder.files["week.yaml"] = plan(GREET + ", media: {file: /proc/self/environ}", THANKS)
    await stage.rooms()
    await stage.tick()
    await stage.start()

    await stage.tick(minutes=30)

    assert await stage.said() == []
    (failed,) = await stage.steps(step="greet")
    assert (failed.state, failed.outcome) == ("failed", "附件无法发送：no '/proc/self/environ'")
    assert await stage.states("thanks") == ["skipped"]
    assert "附件无法发送" in (await stage.alerts())[-1]
