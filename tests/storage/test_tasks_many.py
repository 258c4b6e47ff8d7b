"""Tasks by the hundred."""

from bot.core.effects import AssignTask
from bot.core.ids import StaffName
from storage.sop.tasks import Tasks
from tests.support.sop_stage import Stage


async def test_receipts_are_awaited_for_every_task_of_a_room_however_many(database):
    stage = Stage(database)
    (room,) = await stage.rooms()
    async with database.write() as connection:
        tasks = Tasks(connection)
        for number in range(510):
            title = f"任务{number}"
            task = AssignTask(
                key=f"t{number}", staff=StaffName("li"), title=title, text=title, room=room
            )
            await tasks.assign(task, stage.now)

        assert len(await tasks.awaited([room])) == 510
