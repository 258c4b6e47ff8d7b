"""Plans, runs and steps as the API and the desk see them, on both databases."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plans import (
    Move,
    NewRun,
    PlannedOccurrence,
    PlanVersion,
    RunState,
    StepState,
)
from storage.sop.calendar import StepFilter
from storage.sop.runs import RunFilter, Runs
from storage.tables.people import room
from tests.support.builders import NOON

DAY = date(2026, 5, 20)


@pytest.fixture
async def runs(database):
    """The store in one transaction, with three rooms."""
    async with database.write() as connection:
        rows = [
            {"channel": "sim", "ref": f"r{n}", "name": f"群{n}", "created_at": NOON}
            for n in (1, 2, 3)
        ]
        await connection.execute(insert(room), rows)
        yield Runs(connection)


async def begin(runs, plan="week", on=DAY):
    new = [
        NewRun(plan=plan, room=r.id, starts_on=on, zone="Asia/Shanghai") for r in await runs.rooms()
    ]
    return await runs.start(new, "wang", NOON)


def planned(run, step="a", *, minutes=0, **other):
    given: dict[str, Any] = {
        "run": RunId(run),
        "plan": "week",
        "step": step,
        "room": RoomId(1),
        "local_date": DAY,
        "local_time": time(12, minutes),
        "zone": "Asia/Shanghai",
        "due": NOON + timedelta(minutes=minutes),
        "tz_version": "2026a",
    }
    return PlannedOccurrence(**given | other)


async def all_steps(runs, **wanted):
    return list((await runs.calendar.listed(StepFilter(**wanted))).items)


async def test_a_plan_runs_once_in_a_room_at_a_time_and_again_later(runs):
    first = await begin(runs)

    assert len(first) == 3
    assert await begin(runs) == ()
    await runs.stop(first[:1], "stopped", NOON)
    assert len(await begin(runs)) == 1
    assert len(await begin(runs, plan="other")) == 3


async def test_a_run_knows_its_room_and_where_it_stands(runs):
    first, *_ = await begin(runs)

    found = (await runs.by_id([first]))[first]

    assert (found.plan, found.room_name, found.channel) == ("week", "群1", "sim")
    assert (found.starts_on, found.zone, found.author) == (DAY, "Asia/Shanghai", "wang")
    assert (found.state, found.started_at, found.ended_at) == (RunState.ACTIVE, NOON, None)


async def test_pause_resume_stop_and_finish_change_only_what_they_may(runs):
    one, two, three = await begin(runs)

    assert await runs.pause([one], NOON) == [one]
    assert await runs.pause([one], NOON) == []
    assert await runs.finish([one], NOON) == []
    assert await runs.resume([one, two]) == [one]
    assert await runs.stop([two], "x", NOON) == [two]
    assert await runs.resume([two]) == []
    await runs.steps.add([planned(three)])
    assert await runs.finish([one, three], NOON) == [one]
    assert {run.id: run.state for run in await runs.live_in([RoomId(1), RoomId(3)])} == {
        three: RunState.ACTIVE
    }
    assert await runs.live_plans() == {"week"}


async def test_the_same_step_is_written_down_once(runs):
    one, *_ = await begin(runs)
    new = planned(one, facts={"members": [{"name": "小林"}]})

    await runs.steps.add([new, replace(new, due=NOON + timedelta(hours=9))])
    await runs.steps.add([new])
    await runs.steps.add([replace(new, occasion="join:e1")])

    found = await all_steps(runs)
    assert [(s.due, s.occasion, s.facts) for s in found] == [
        (NOON, "", {"members": [{"name": "小林"}]}),
        (NOON, "join:e1", {"members": [{"name": "小林"}]}),
    ]


async def test_only_a_step_that_an_edit_took_out_comes_back(runs):
    one, *_ = await begin(runs)
    await runs.steps.add([planned(one, "edited"), planned(one, "late")])
    edited, late = await all_steps(runs)
    outcome = "计划已修改，这一步不再在这个时间"
    moves = [
        Move(id=edited.id, state=StepState.SKIPPED, outcome=outcome),
        Move(id=late.id, state=StepState.SKIPPED, outcome="晚了"),
    ]
    await runs.steps.move(moves, NOON, expect={StepState.PLANNED})

    await runs.steps.add([planned(one, "edited"), planned(one, "late")])

    assert [s.state for s in await all_steps(runs)] == [StepState.PLANNED, StepState.SKIPPED]


async def test_a_change_is_made_only_by_who_finds_the_state_expected(runs):
    one, *_ = await begin(runs)
    await runs.steps.add([planned(one)])
    (step,) = await all_steps(runs)
    queue = Move(id=step.id, state=StepState.QUEUED)

    assert await runs.steps.move([queue], NOON, expect={StepState.PLANNED}) == {step.id}
    assert await runs.steps.move([queue], NOON, expect={StepState.PLANNED}) == frozenset()
    unknown = Move(id=OccurrenceId(999), state=StepState.DONE)
    assert await runs.steps.move([unknown], NOON, expect={StepState.PLANNED}) == frozenset()


async def test_what_is_due_comes_oldest_first_and_page_by_page_from_active_runs(runs):
    one, two, three = await begin(runs)
    await runs.steps.add([planned(r, minutes=m) for r in (one, two, three) for m in (2, 1, 50)])
    await runs.pause([three], NOON)
    now = NOON + timedelta(minutes=10)

    first = await runs.steps.due(now, after=None, limit=3)
    rest = await runs.steps.due(now, after=(first[-1].due, first[-1].id), limit=3)

    minutes = [(s.run, s.local_time.minute) for s in [*first, *rest]]
    assert minutes == [(one, 1), (two, 1), (one, 2), (two, 2)]


async def test_runs_are_laid_out_when_new_edited_or_when_their_time_has_come(runs):
    one, two, three = await begin(runs)
    later = NOON + timedelta(hours=1)
    await runs.laid_out([one, two], version="v1", to=later, again=later)

    async def waiting(version, now):
        found = await runs.to_lay_out({"week": version}, now, 10)
        return [run.id for run in found]

    assert await waiting("v1", NOON) == [three]
    assert await waiting("v1", later) == [three, one, two]
    assert await waiting("v2", NOON) == [three, one, two]
    assert await runs.to_lay_out({"other": "v1"}, later, 10) == []
    found = (await runs.by_id([one]))[one]
    assert (found.planned_as, found.planned_to) == ("v1", later)


async def test_a_plan_text_is_kept_and_the_newest_is_given_back(runs):
    def version(number, hours):
        return PlanVersion(
            name="week",
            version=f"v{number}",
            path="p.yaml",
            source=f"text {number}",
            loaded_at=NOON + timedelta(hours=hours),
        )

    await runs.editions.put(version(1, 0))
    await runs.editions.put(version(2, 1))
    assert [p.source for p in await runs.editions.in_force()] == ["text 2"]
    await runs.editions.put(version(1, 2))

    assert [p.source for p in await runs.editions.in_force()] == ["text 1"]


async def test_lists_are_paged_and_filtered(runs):
    one, two, three = await begin(runs)
    await runs.pause([two], NOON)
    first = await runs.listed(RunFilter(), limit=2)
    rest = await runs.listed(RunFilter(), limit=2, after=first.next)
    assert [r.id for r in [*first.items, *rest.items]] == [three, two, one]
    assert rest.next is None
    assert [r.id for r in (await runs.listed(RunFilter(state=RunState.PAUSED))).items] == [two]
    assert (await runs.listed(RunFilter(plan="none"))).items == ()

    await runs.steps.add([planned(one, minutes=m) for m in range(5)])
    page = await runs.calendar.listed(StepFilter(run=one), limit=3)
    rest = await runs.calendar.listed(StepFilter(run=one), limit=3, after=page.next)
    assert [s.local_time.minute for s in [*page.items, *rest.items]] == [0, 1, 2, 3, 4]
    window = await all_steps(
        runs, since=NOON + timedelta(minutes=1), until=NOON + timedelta(minutes=3)
    )
    assert [s.local_time.minute for s in window] == [1, 2]


async def test_how_required_steps_stand_is_told_only_as_far_as_their_time_has_come(runs):
    one, *_ = await begin(runs)
    await runs.steps.add([planned(one, "a"), planned(one, "b", minutes=30)])
    (step, _) = await all_steps(runs)
    await runs.steps.move(
        [Move(id=step.id, state=StepState.DONE)], NOON, expect={StepState.PLANNED}
    )

    standing = await runs.steps.standing([one], ["a", "b", "c"], NOON, daily=["b"], since=DAY)

    assert standing == {one: {"a": {(StepState.DONE, DAY)}}}
    tomorrow = DAY + timedelta(days=1)
    of_today = await runs.steps.standing([one], ["a"], NOON, daily=["a"], since=tomorrow)
    assert of_today == {}
