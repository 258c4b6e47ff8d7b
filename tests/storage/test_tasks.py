"""Tasks for people, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.effects import AssignTask, RaiseAlert, Severity
from bot.core.ids import StaffName, TaskId
from bot.core.tasks import Handed, Receipt, TaskDeed, TaskDone, TaskState
from storage.service.alerts import Alerts
from storage.sop.tasks import TaskFilter, Tasks
from tests.support.builders import NOON

HOUR = timedelta(hours=1)
LI, WANG = StaffName("li"), StaffName("wang")


@pytest.fixture
async def tasks(database):
    """The store in one transaction."""
    async with database.write() as connection:
        yield Tasks(connection)


def work(key="k1", **other):
    given: dict[str, Any] = {
        "key": key,
        "staff": LI,
        "title": "第一周 · share",
        "text": "说说收获",
    }
    return AssignTask(**given | other)


async def given(tasks, key="k1", **other):
    number = await tasks.assign(work(key, **other), NOON)
    return await tasks.find(number)


async def test_the_same_work_is_given_once(tasks):
    first = await tasks.assign(work(), NOON)

    assert first is not None
    assert await tasks.assign(work(), NOON) is None
    assert await tasks.assign(work("k2"), NOON) not in {None, first}


async def test_a_task_is_done_once_and_says_by_whom_and_how(tasks):
    task = await tasks.assign(work(), NOON)

    assert await tasks.done(task, "wang", NOON + HOUR, Receipt.CLICK)
    assert not await tasks.done(task, "li", NOON)
    assert not await tasks.cancel(task, "li", NOON)
    assert not await tasks.done(TaskId(99), "li", NOON)
    found = await tasks.find(task)
    assert (found.state, found.done_by, found.done_at, found.how) == (
        TaskState.DONE,
        "wang",
        NOON + HOUR,
        Receipt.CLICK,
    )


async def test_new_tasks_and_those_whose_time_has_come_need_something(tasks):
    one = await given(tasks, due=NOON + 2 * HOUR)
    assert [o.task.id for o in await tasks.needing(NOON, ())] == [one.id]

    assert await tasks.told(one, NOON, due=one.due, remind_at=NOON + HOUR)
    told = await tasks.find(one.id)
    assert await tasks.needing(NOON + HOUR / 2, ()) == []
    assert [o.task for o in await tasks.needing(NOON + HOUR, ())] == [told]
    await tasks.reminded(told, NOON + HOUR)
    assert await tasks.needing(NOON + HOUR, ()) == []
    assert len(await tasks.needing(NOON + 2 * HOUR, ())) == 1


async def test_a_task_of_somebody_who_is_away_needs_something_at_once(tasks):
    one = await given(tasks, due=NOON + HOUR)
    await tasks.told(one, NOON, due=one.due, remind_at=None)

    assert await tasks.needing(NOON, {WANG}) == []
    assert [o.task.id for o in await tasks.needing(NOON, {WANG, LI})] == [one.id]


async def test_a_task_handed_over_begins_anew_and_remembers_everybody_who_had_it(tasks):
    one = await given(tasks, due=NOON + HOUR, stand_ins=(WANG, StaffName("zhao")))
    await tasks.told(one, NOON, due=one.due, remind_at=None)
    handed = Handed(to=WANG, line=(StaffName("zhao"),), due=NOON + 2 * HOUR)

    assert await tasks.hand_over(one, handed, "groupkeeper", NOON + HOUR, "late")

    [after] = await tasks.needing(NOON + HOUR, ())
    assert (after.holders, after.why) == ((LI, WANG), "late")
    assert (after.task.staff, after.task.line, after.task.due, after.task.told_at) == (
        WANG,
        ("zhao",),
        NOON + 2 * HOUR,
        None,
    )


async def test_of_two_who_hand_a_task_over_one_gets_it(tasks):
    one = await given(tasks, due=NOON + HOUR)
    handed = Handed(to=WANG, line=(), due=None)

    assert await tasks.hand_over(one, handed, "a", NOON, "late")
    assert not await tasks.hand_over(one, handed, "b", NOON, "late")
    assert not await tasks.hold(one, "b", NOON, "late")
    assert not await tasks.told(one, NOON, due=None, remind_at=None)


async def test_every_step_of_a_task_is_noted_with_who_and_when(tasks):
    one = await given(tasks, due=NOON + HOUR)
    await tasks.told(one, NOON, due=one.due, remind_at=None)
    await tasks.hand_over(one, Handed(to=WANG, line=(), due=None), "li", NOON + HOUR, "cannot")
    done = TaskDone(author="wang", at=NOON + 2 * HOUR, how=Receipt.SEEN, outcome="看到了")
    await tasks.settle(one.id, done, NOON + 3 * HOUR)

    assert [(n.at, n.deed, n.staff, n.author, n.note) for n in await tasks.notes(one.id)] == [
        (NOON, TaskDeed.GIVEN, "li", "groupkeeper", ""),
        (NOON, TaskDeed.TOLD, "li", "groupkeeper", ""),
        (NOON + HOUR, TaskDeed.GIVEN, "wang", "li", "cannot"),
        (NOON + 3 * HOUR, TaskDeed.DONE, "wang", "wang", "看到了"),
    ]


async def test_a_held_task_can_still_be_done(tasks):
    one = await given(tasks)
    assert await tasks.hold(one, "groupkeeper", NOON, "late")

    assert await tasks.needing(NOON + HOUR, {LI}) == []
    assert await tasks.done(one.id, "li", NOON)


async def test_tasks_are_listed_newest_first_by_person_and_state(tasks):
    numbers = [await tasks.assign(work(f"k{n}"), NOON) for n in range(5)]
    await tasks.assign(work("x", staff=WANG), NOON)
    await tasks.cancel(numbers[0], "li", NOON)

    first = await tasks.listed(TaskFilter(staff=LI, state="open"), limit=3)
    rest = await tasks.listed(TaskFilter(staff=LI, state="open"), limit=3, after=first.next)

    assert [t.id for t in [*first.items, *rest.items]] == numbers[:0:-1]
    assert rest.next is None


async def test_open_tasks_of_a_colleague_come_by_their_deadline(tasks):
    never = await given(tasks, "never")
    late = await given(tasks, "late", due=NOON + 2 * HOUR)
    soon = await given(tasks, "soon", due=NOON + HOUR)
    await given(tasks, "other", staff=WANG)

    assert [o.task.id for o in await tasks.open_of(LI)] == [soon.id, late.id, never.id]


async def test_once_a_task_is_done_nobody_is_reminded_of_it(database):
    async with database.write() as connection:
        tasks, alerts = Tasks(connection), Alerts(connection)
        one = await given(tasks, due=NOON)
        about = [f"task:{one.id}:0", f"task:{one.id}:0:remind", f"task:{one.id}0:0"]
        for group in about:
            await alerts.raise_(
                RaiseAlert(kind="task", severity=Severity.INFO, reason="", advice="", group=group),
                NOON,
            )

        await tasks.done(one.id, "li", NOON)

        assert [alert.group for alert in await alerts.due(NOON)] == [f"task:{one.id}0:0"]


async def test_of_two_who_tell_or_remind_one_does_it(tasks):
    seen = await given(tasks, due=NOON + HOUR)

    assert await tasks.told(seen, NOON, due=seen.due, remind_at=None)
    assert not await tasks.told(seen, NOON, due=seen.due, remind_at=None)
    told = await tasks.find(seen.id)
    assert await tasks.reminded(told, NOON)
    assert not await tasks.reminded(told, NOON)
