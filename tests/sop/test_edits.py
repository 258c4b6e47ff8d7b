"""Edits of a running plan: what was said is not said again, and nothing gets lost unseen."""

import random
from collections import Counter

import pytest

from tests.support.sop_stage import plan


def greet(at="08:30", say="早", day=1):
    return f'id: greet, seat: teacher, when: {{day: {day}, at: "{at}"}}, say: "{say}"'


def daily(at="09:00", say="打卡"):
    return f'id: daily, seat: teacher, when: {{every: day, at: "{at}"}}, say: "{say}"'


def often(line, say="喝水"):
    return f'id: often, seat: teacher, when: {{every: "{line}"}}, say: "{say}"'


async def begin(stage, *steps):
    stage.folder.files["week.yaml"] = plan(*steps)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()


async def edit(stage, *steps, **later):
    stage.folder.files["week.yaml"] = plan(*steps)
    await stage.tick(seconds=3)
    await stage.tick(**later)


async def test_a_step_that_was_said_is_not_said_again_at_a_new_time(stage):
    await begin(stage, greet())
    await stage.tick(minutes=30)
    await stage.outcome("sent")

    await edit(stage, greet("09:00"), hours=2)
    await edit(stage, greet("10:00", day=2), days=2)

    assert await stage.said() == ["早"]
    outcomes = [s.outcome for s in await stage.steps() if s.state == "skipped"]
    assert outcomes == ["这一步已经发过或正在发送，修改时间后不再重发"] * 2


async def test_a_step_that_was_said_stays_said_when_it_moves_beyond_what_is_laid_out(stage):
    await begin(stage, greet(), daily("20:00"))
    await stage.tick(minutes=30)
    await stage.outcome("sent")

    await edit(stage, greet(day=9), daily("20:00"), days=5)
    await stage.tick(days=3)
    await stage.tick(seconds=1)

    assert (await stage.said()).count("早") == 1
    found = await stage.steps(step="greet")
    assert [s.outcome for s in found] == ["", "这一步已经发过或正在发送，修改时间后不再重发"]


async def test_a_daily_step_is_said_once_a_day_however_short_the_horizon_is(stage):
    stage.settings = stage.settings.model_copy(update={"horizon_hours": 1})
    await begin(stage, daily("08:10"))
    await stage.tick(minutes=10)
    await stage.outcome("sent")
    await edit(stage, daily("15:00"))
    for _ in range(16):
        await stage.tick(minutes=30)

    assert await stage.said() == ["打卡"]


@pytest.mark.parametrize("fate", ["pending", "unknown", "held", "sending"])
async def test_a_step_whose_post_may_be_out_is_not_said_again_at_a_new_time(stage, fate):
    await begin(stage, greet())
    await stage.tick(minutes=30)
    await stage.outcome(fate)

    await edit(stage, greet("09:00"), hours=2)

    assert await stage.said() == ["早"]


async def test_a_step_that_was_not_said_yet_is_said_at_its_new_time_only(stage):
    await begin(stage, greet())

    await edit(stage, greet("09:00", "早上好"), minutes=20)
    await stage.tick(minutes=20)
    assert await stage.said() == []
    await stage.tick(minutes=25)

    assert await stage.said() == ["早上好"]
    assert [s.outcome for s in await stage.steps()] == ["计划已修改，这一步不再在这个时间", ""]


async def test_a_step_that_was_too_late_may_be_moved_to_a_later_time(stage):
    await begin(stage, greet())
    await stage.tick(hours=1)
    assert await stage.states("greet") == ["skipped"]

    await edit(stage, greet("10:00"), hours=1)

    assert await stage.said() == ["早"]


async def test_an_edit_that_is_taken_back_brings_the_step_back(stage):
    await begin(stage, greet(), daily())
    await edit(stage, daily())
    assert await stage.states("greet") == ["skipped"]

    await edit(stage, greet(), daily(), minutes=30)

    assert await stage.said() == ["早"]


async def test_a_new_step_whose_time_has_passed_is_shown_and_not_said(stage):
    await begin(stage, daily("20:00"))
    await stage.tick(hours=4)

    late = greet("09:00").replace("say:", "on_late: send, say:")
    await edit(stage, daily("20:00"), late, minutes=1)

    assert await stage.said() == []
    found = await stage.steps(step="greet")
    assert [s.outcome for s in found] == ["修改计划时已经过了这一步的时间"]


async def test_a_daily_step_is_said_once_a_day_whatever_its_time_becomes(stage):
    await begin(stage, daily("08:10"))
    await stage.tick(minutes=10)
    await stage.outcome("sent")

    await edit(stage, daily("09:00"), hours=1)
    assert await stage.said() == ["打卡"]
    await stage.tick(hours=24)

    assert await stage.said() == ["打卡", "打卡"]


async def test_a_frequent_rhythm_goes_on_after_what_was_said(stage):
    await begin(stage, often("*/10 * * * *"))
    for _ in range(3):
        await stage.tick(minutes=10)
    assert len(await stage.said()) == 4

    await edit(stage, often("*/15 * * * *"))
    assert len(await stage.said()) == 4
    await stage.tick(minutes=14)
    await stage.tick(minutes=4)

    assert len(await stage.said()) == 5


async def test_an_edited_text_is_said_as_it_stands_when_its_time_comes(stage):
    await begin(stage, greet())

    await edit(stage, greet(say="新的文案"), minutes=30)

    assert await stage.said() == ["新的文案"]


async def test_a_step_that_follows_one_is_dropped_when_the_plan_drops_it(stage):
    follow = 'id: follow, seat: teacher, when: {after: greet, delay: 1h}, say: "f"'
    await begin(stage, greet(), follow)
    await stage.tick(minutes=30)
    await stage.outcome("sent")
    await stage.tick(seconds=1)
    assert await stage.states("follow") == ["planned"]

    await edit(stage, greet(), hours=2)

    assert await stage.said() == ["早"]
    assert await stage.states("follow") == ["skipped"]


async def test_another_zone_moves_what_is_planned_and_repeats_nothing(stage):
    await begin(stage, greet(), greet("10:00").replace("id: greet", "id: ten"))
    await stage.tick(minutes=30)
    await stage.outcome("sent")
    text = stage.folder.files["week.yaml"].replace("title:", "zone: Asia/Tokyo\ntitle:")
    stage.folder.files["week.yaml"] = text

    await stage.tick(seconds=3)
    await stage.tick(minutes=31)  # 09:01 in Shanghai, 10:01 in Tokyo

    assert await stage.said() == ["早", "早"]
    assert sorted(await stage.states("greet")) == ["done", "skipped"]


@pytest.mark.parametrize("seed", range(6))
async def test_no_sequence_of_edits_says_a_dated_step_twice(stage, seed):
    dice = random.Random(seed)  # noqa: S311 (a test's dice)
    await begin(stage, greet(), daily())
    for _ in range(25):
        what = dice.random()
        if what < 0.5:
            at = f"{dice.randint(8, 12):02d}:{dice.choice(['00', '15', '30', '45'])}"
            steps = [greet(at, day=dice.choice([1, 1, 2, 3])), daily(at)]
            stage.folder.files["week.yaml"] = plan(*dice.sample(steps, dice.choice([1, 2, 2])))
        elif what < 0.6:
            await stage.outcome(dice.choice(["sent", "sent", "unknown"]))
        elif what < 0.7:
            stage.new_desk()
        await stage.tick(minutes=dice.choice([1, 7, 20, 61, 300]))

    done = [s for s in await stage.steps() if s.state in {"queued", "done"}]
    assert Counter(s.step for s in done)["greet"] <= 1
    assert max(Counter(s.local_date for s in done if s.step == "daily").values(), default=0) <= 1
    assert len(await stage.said()) == len(done)
