"""The calendar at a glance: one line a step and moment, with its rooms by how it stands there."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bot.core.agenda import Standing
from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId
from storage.sop.tasks import TaskFilter, Tasks
from tests.support.agenda_stage import glances_of
from tests.support.sop_stage import plan

WEEK = plan(
    'id: hello, seat: teacher, when: {day: 1, at: "09:00"}, say: "大家好"',
    'id: share, seat: li, when: {day: 1, at: "10:00"}, say: "说说收获", deadline: 1h',
    'id: slow, seat: teacher, when: {day: 1, at: "11:00"}, say: "慢慢来", grace: 5h',
    'id: daily, seat: teacher, when: {every: day, at: "20:00"}, say: "晚安"',
)


@pytest.fixture
async def glances(stage):
    return await glances_of(stage, WEEK)


async def test_many_rooms_are_one_line_with_their_number(glances):
    lines = await glances.lines(day="2026-03-02")

    assert [(f"{one.time:%H:%M}", one.step, one.rooms, one.room) for one in lines] == [
        ("09:00", "hello", 3, None),
        ("10:00", "share", 3, None),
        ("11:00", "slow", 3, None),
        ("20:00", "daily", 3, None),
    ]
    assert [one.person for one in lines] == [None, "li", None, None]
    assert lines[0].standings == {Standing.PLANNED: 3}
    assert lines[0].plan_title == "第一周"


async def test_one_room_is_named(glances):
    [line] = [x for x in await glances.lines(day="2026-03-02", room=RoomId(2)) if x.step == "hello"]

    assert (line.rooms, line.room) == (1, 2)
    assert line.room_name


async def test_what_is_not_laid_out_yet_is_on_the_line_as_well(glances):
    lines = [one for one in await glances.lines(month="2026-03") if one.step == "daily"]

    assert len(lines) == 30
    assert {one.rooms for one in lines} == {3}
    assert lines[0].laid_out == 3
    assert lines[-1].laid_out == 0
    assert {tuple(one.standings.items()) for one in lines} == {((Standing.PLANNED, 3),)}


async def advance(stage, hour):
    """What happens in that hour: posts go out, one task is done in time, another too late."""
    if hour in {0, 5}:
        await stage.outcome("sent")
    if hour == 1:
        assert await stage.task_done("li")
    if hour == 4:
        async with stage.database.write() as connection:
            tasks = Tasks(connection)
            held = (await tasks.listed(TaskFilter(state="held"))).items
            assert await tasks.done(held[0].id, "li", stage.now)


async def test_the_lines_count_what_the_calendar_shows_step_by_step(glances):
    """At every hour of a day in which steps are said, done, skipped and left lying."""
    stage = glances.stage
    [skipped] = [one for one in await stage.steps(step="daily") if one.room == 3][:1]
    assert await stage.with_runs("calendar.skip", skipped.id, "li", stage.now)
    seen = set()
    for hour in range(14):
        await stage.tick(hours=1)
        await advance(stage, hour)
        entries = await glances.counted(week="2026-W10")
        totals: Counter[Any] = Counter()
        laid: Counter[Any] = Counter()
        for (due, step, standing, is_laid), number in entries.items():
            totals[due, step, standing] += number
            laid[due, step] += number * is_laid
        lines = await glances.lines(week="2026-W10")

        assert {
            (one.due, one.step, standing): number
            for one in lines
            for standing, number in one.standings.items()
        } == dict(totals)
        assert {(one.due, one.step): one.laid_out for one in lines} == dict(laid)
        assert all(one.rooms == sum(one.standings.values()) for one in lines)
        seen |= {standing for _, _, standing in totals}
    assert seen >= set(Standing) - {Standing.FAILED, Standing.OVERDUE}


async def test_a_step_that_may_be_late_longer_is_not_called_overdue_early(glances):
    stage = glances.stage
    usual = stage.settings.grace
    assert usual < timedelta(hours=4)
    stage.now += timedelta(hours=3) + usual + timedelta(minutes=5)  # nobody ticks meanwhile

    standings = {one.step: one.standings for one in await glances.lines(day="2026-03-02")}

    assert standings["hello"] == {Standing.OVERDUE: 3}
    assert standings["slow"] == {Standing.PLANNED: 3}


async def test_only_the_rooms_that_somebody_may_see_are_counted(glances):
    lines = await glances.lines(within={RoomId(1), RoomId(3)}, month="2026-03")

    assert {one.rooms for one in lines} == {2}
    assert await glances.lines(within=frozenset(), month="2026-03") == []


async def test_one_step_of_a_plan_can_be_asked_for(glances):
    entries = await glances.entries(week="2026-W10", plan="week", step="share")

    assert {one.step for one in entries} == {"share"}
    assert len(entries) == 3
    assert await glances.lines(week="2026-W10", plan="week", step="share", seat="teacher") == []


async def test_a_colleague_finds_their_own_lines(glances):
    assert {one.step for one in await glances.lines(week="2026-W10", person="li")} == {"share"}
    await glances.stage.tick(hours=2)  # now they have it as a task

    [line] = await glances.lines(week="2026-W10", person="li", plan="week", seat="li")

    assert (line.step, line.rooms, line.standings) == ("share", 3, {Standing.UNDER_WAY: 3})


async def test_an_unknown_plan_is_refused_with_those_there_are(glances):
    with pytest.raises(GroupkeeperError, match="there are: week"):
        await glances.lines(plan="weak")
