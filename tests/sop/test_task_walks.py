"""Whatever happens to a task in whatever order: nobody has it twice, and it never gets lost."""

import random
from datetime import timedelta

import pytest

from bot.core.effects import AssignTask
from bot.core.ids import RoomId, StaffName
from bot.core.rooms import RoomRules
from bot.core.tasks import Absence, Receipt, TaskDeed, TaskDone, TaskState
from sop.checks import Cast
from storage.sop.tasks import TaskFilter, Tasks
from tests.support.sop_stage import Work

STAFF = [StaffName(name) for name in ("li", "wang", "zhao", "sun")]
SEEDS = range(12)


async def one_thing(stage, chance):
    """Something that happens to the task, or around it."""
    what = chance.choice(["tick", "tick", "tick", "cannot", "away", "back", "give", "done"])
    who = chance.choice(STAFF)
    async with stage.database.write() as connection:
        work = Work(connection)
        [task] = (await work.tasks.listed(TaskFilter())).items
        match what:
            case "cannot":
                effects = await stage.tasks.cannot(work, task.id, task.staff, stage.now)
            case "give":
                effects = await stage.tasks.give(work, task.id, who, "ops", stage.now)
            case "done" if chance.random() < 0.2:
                done = TaskDone(author=who, at=stage.now, how=Receipt.WORD)
                effects = await stage.tasks.done(work, task.id, done, stage.now)
            case "away":
                effects = []
                gone = Absence(staff=who, since=stage.now, author=who)
                await work.absences.leave(gone, stage.now)
            case "back":
                effects = []
                await work.absences.back(who, who, stage.now)
            case _:
                effects = []
        await work.apply(effects or [], stage.now)
    await stage.tick(minutes=chance.choice([0, 1, 20, 70]))


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_task_goes_its_way_whatever_people_do(stage, seed):
    chance = random.Random(seed)  # noqa: S311 (a walk that can be repeated)
    stage.cast = Cast(accounts=frozenset({"sim"}), staff=frozenset(STAFF))
    stage.rules = RoomRules(staff=tuple(STAFF[2:]))
    await stage.rooms()
    async with stage.database.write() as connection:
        new = AssignTask(
            key="k",
            staff=STAFF[0],
            title="t",
            text="说说收获",
            due=stage.now + timedelta(hours=1),
            room=RoomId(1),
            stand_ins=tuple(STAFF[1:2]),
        )
        await Tasks(connection).assign(new, stage.now)

    for _ in range(25):
        await one_thing(stage, chance)
    for _ in range(8):  # and then nobody does anything more
        await stage.tick(hours=2)

    async with stage.database.read() as connection:
        tasks = Tasks(connection)
        [task] = (await tasks.listed(TaskFilter())).items
        notes = await tasks.notes(task.id)
    given = [note for note in notes if note.deed is TaskDeed.GIVEN]
    by_itself = [note.staff for note in given if note.author != "ops"]
    # It ends: done, or with a person to decide.
    assert task.state in {TaskState.DONE, TaskState.HELD}
    # Nobody is asked twice, unless a person gave it to them again.
    assert len(by_itself) == len(set(by_itself))
    # Who has it is who was given it last, and each turn was told at most once.
    assert task.staff == given[-1].staff
    assert task.turn == len(given) - 1
    told = [note for note in notes if note.deed is TaskDeed.TOLD]
    assert len(told) <= len(given)
    # What is over stays over.
    over = [place for place, note in enumerate(notes) if note.deed is TaskDeed.DONE]
    assert over in ([], [len(notes) - 1])
    assert [note.at for note in notes] == sorted(note.at for note in notes)
