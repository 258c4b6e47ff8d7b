"""A plan's steps by its rooms: rows by the plan's days, also where rooms began on other days."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.agenda import Standing
from bot.core.errors import GroupkeeperError
from storage.sop.runs import RunFilter, Runs
from storage.tables.sop import occurrence
from tests.support.agenda_stage import glances_of
from tests.support.sop_stage import plan

WEEK = plan(
    'id: hello, seat: teacher, when: {day: 1, at: "09:00"}, say: "大家好"',
    'id: early, seat: teacher, when: {day: 1, at: "09:00"}, say: "一起"',
    'id: share, seat: li, when: {day: 2, at: "10:00"}, say: "说说收获", deadline: 1h',
    'id: late, seat: teacher, when: {day: 5, at: "09:00"}, say: "周六见"',
)


@pytest.fixture
async def glances(stage):
    return await glances_of(stage, WEEK)


def rows(part):
    return [(one.day, one.time, one.step, one.person) for one in part.rows]


def cells(part, step):
    at = [one.step for one in part.rows].index(step)
    return [c for column in part.columns for c in column.cells if c.row == at]


async def test_rows_are_the_plans_days_and_columns_its_rooms(glances):
    part = await glances.grid()

    assert rows(part) == [
        (1, "09:00", "hello", None),
        (1, "09:00", "early", None),
        (2, "10:00", "share", "li"),
        (5, "09:00", "late", None),
    ]
    assert sorted(column.run.room for column in part.columns) == [1, 2, 3]
    assert [len(column.cells) for column in part.columns] == [4, 4, 4]


async def test_what_is_not_laid_out_yet_is_shown_without_a_number(glances):
    part = await glances.grid()

    assert [(cell.id, cell.standing) for cell in cells(part, "late")] == [
        (None, Standing.PLANNED)
    ] * 3
    assert all(cell.id is not None for cell in cells(part, "hello"))


async def test_rooms_that_began_on_other_days_share_the_rows_of_the_plans_days(glances, stage):
    await stage.tick(hours=24)
    async with stage.database.write() as connection:
        await stopped_in_room_1(connection, stage)
    await stage.start(on=stage.now.date())
    await stage.tick()

    part = await glances.grid()

    assert [row[:3] for row in rows(part)] == [
        (1, "09:00", "hello"),
        (1, "09:00", "early"),
        (2, "10:00", "share"),
        (5, "09:00", "late"),
    ]
    assert len({column.run.starts_on for column in part.columns}) == 2


async def stopped_in_room_1(connection, stage):
    """The plan is stopped in room 1."""
    runs = Runs(connection)
    [first] = [r for r in (await runs.listed(RunFilter(plan="week"))).items if r.room == 1]
    await runs.stop([first.id], "anew", stage.now)


async def test_a_cell_says_what_came_of_it_by_whom_and_when(glances):
    stage = glances.stage
    await stage.tick(hours=1)
    await stage.outcome("sent")
    await stage.tick(hours=1)

    done = cells(await glances.grid(), "hello")

    assert {cell.standing for cell in done} == {Standing.DONE}
    assert {cell.who for cell in done} == {"sim"}
    assert all(cell.at is not None for cell in done)


async def test_a_moved_step_stays_in_its_row(glances):
    stage = glances.stage
    before = rows(await glances.grid())
    [step] = [one for one in await stage.steps(step="hello") if one.room == 2]
    async with stage.database.write() as connection:
        await connection.execute(
            update(occurrence)
            .where(occurrence.c.id == step.id)
            .values(due_at=step.due + timedelta(hours=5))
        )

    part = await glances.grid()

    assert rows(part) == before
    assert len({cell.due for cell in cells(part, "hello")}) == 2


async def test_ended_runs_are_shown_when_they_are_asked_for(glances, stage):
    async with stage.database.write() as connection:
        await stopped_in_room_1(connection, stage)

    assert len((await glances.grid()).columns) == 2
    assert len((await glances.grid(live=False)).columns) == 3


async def test_a_grid_that_is_too_large_is_refused_with_what_to_do(glances):
    with pytest.raises(GroupkeeperError, match="ask for a shorter time, or for fewer rooms"):
        await glances.grid(most=5)
