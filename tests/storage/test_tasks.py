"""Tasks for people, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.effects import AssignTask, Severity
from bot.core.ids import StaffName, TaskId
from storage.service.alerts import Alerts
from storage.sop.tasks import TaskFilter, Tasks
from tests.support.builders import NOON


@pytest.fixture
async def tasks(database):
    """The store in one transaction."""
    async with database.write() as connection:
        yield Tasks(connection)


def work(key="k1", **other):
    given: dict[str, Any] = {
        "key": key,
        "staff": StaffName("li"),
        "title": "第一周 · share",
        "text": "说说收获",
    }
    return AssignTask(**given | other)


async def test_the_same_work_is_given_once(tasks):
    first = await tasks.assign(work(), NOON)

    assert first is not None
    assert await tasks.assign(work(), NOON) is None
    assert await tasks.assign(work("k2"), NOON) not in {None, first}


async def test_a_task_is_done_once_and_says_by_whom(tasks):
    task = await tasks.assign(work(), NOON)

    assert await tasks.done(task, "wang", NOON + timedelta(hours=1))
    assert not await tasks.done(task, "li", NOON)
    assert not await tasks.cancel(task, "li", NOON)
    assert not await tasks.done(TaskId(99), "li", NOON)
    found = await tasks.find(task)
    assert (found.state, found.done_by, found.done_at) == (
        "done",
        "wang",
        NOON + timedelta(hours=1),
    )


async def test_people_are_told_of_a_task_once_and_once_more_when_it_is_overdue(tasks):
    await tasks.assign(work(due=NOON + timedelta(hours=1)), NOON)
    done = await tasks.assign(work("k2", due=NOON + timedelta(hours=1)), NOON)

    told = await tasks.tell_new()
    assert [(a.kind, a.severity) for a in told] == [("task", Severity.INFO)] * 2
    assert "li 有一项任务：第一周 · share\n说说收获" in told[0].reason
    assert await tasks.tell_new() == []
    await tasks.done(done, "li", NOON)
    assert await tasks.overdue(NOON) == []
    late = await tasks.overdue(NOON + timedelta(hours=1))
    assert [a.severity for a in late] == [Severity.WARNING]
    assert await tasks.overdue(NOON + timedelta(hours=2)) == []


async def test_tasks_are_listed_newest_first_by_person_and_state(tasks):
    numbers = [await tasks.assign(work(f"k{n}"), NOON) for n in range(5)]
    await tasks.assign(work("x", staff=StaffName("wang")), NOON)
    await tasks.cancel(numbers[0], "li", NOON)

    first = await tasks.listed(TaskFilter(staff=StaffName("li"), state="open"), limit=3)
    rest = await tasks.listed(
        TaskFilter(staff=StaffName("li"), state="open"), limit=3, after=first.next
    )

    assert [t.id for t in [*first.items, *rest.items]] == numbers[:0:-1]
    assert rest.next is None


async def test_an_alert_about_a_task_goes_to_its_person(tasks):
    await tasks.assign(work(due=NOON), NOON)

    told = [*await tasks.tell_new(), *await tasks.overdue(NOON)]

    assert [alert.to for alert in told] == ["li", "li"]


async def test_once_a_task_is_done_nobody_is_reminded_of_it(database):
    async with database.write() as connection:
        tasks, alerts = Tasks(connection), Alerts(connection)
        task = await tasks.assign(work(due=NOON), NOON)
        assert task is not None
        await alerts.raise_all([*await tasks.tell_new(), *await tasks.overdue(NOON)], NOON)
        waiting = await alerts.due(NOON)

        await tasks.done(task, "li", NOON)

        assert [alert.to for alert in waiting] == ["li", "li"]
        assert await alerts.due(NOON) == ()
