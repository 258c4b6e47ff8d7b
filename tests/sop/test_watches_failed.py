"""What becomes of an expectation whose step was never said, or too late."""

import pytest

from tests.support.sop_stage import plan
from tests.support.watching import ASK, LATER, THEN, states, watched


async def test_a_step_that_failed_counts_as_missed(stage):
    stage.folder.files["week.yaml"] = plan(ASK, LATER, THEN)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)
    await stage.outcome("failed", "muted")

    await stage.tick()
    await stage.tick(minutes=1)

    assert await states(stage) == {
        "ask": "failed",
        "plain": "skipped",
        "later": "queued",
        "ask.then.1": "skipped",
        "ask.otherwise.1": "queued",
        "ask.otherwise.2": "queued",
    }
    assert await watched(stage) == []


async def test_a_step_that_a_person_left_out_brings_on_no_plan_b(stage):
    stage.folder.files["week.yaml"] = plan(ASK, LATER)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    (step,) = await stage.steps()
    await stage.with_runs("calendar.skip", step.id, "li", stage.now)

    await stage.tick(minutes=30)

    assert set((await states(stage)).values()) == {"skipped"}


@pytest.mark.parametrize(("late", "becomes"), [("plan_b", "queued"), ("skip", "skipped")])
async def test_too_late_to_be_said_only_plan_b_is_done_instead(stage, late, becomes):
    step = f"{ASK}, on_late: {late}"
    stage.folder.files["week.yaml"] = plan(step)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()

    await stage.tick(minutes=50)
    await stage.tick(minutes=1)

    found = await states(stage)
    assert (found["ask"], found["ask.otherwise.1"]) == ("skipped", becomes)


async def test_a_post_that_expired_in_the_outbox_is_too_late_as_well(stage):
    stage.folder.files["week.yaml"] = plan(f"{ASK}, on_late: plan_b")
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)
    await stage.outcome("expired", "past its time")

    await stage.tick(minutes=1)
    await stage.tick(minutes=1)

    assert (await states(stage))["ask.otherwise.1"] == "queued"
