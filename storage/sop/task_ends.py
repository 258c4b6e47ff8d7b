"""Tasks whose reason is gone: the plan that wanted them was stopped."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import GROUPKEEPER, RunId, TaskId
from storage.bulk import among, listed
from storage.sop.task_rows import ASKED
from storage.sop.tasks import Tasks
from storage.tables.sop import occurrence, task


async def cancel_tasks_of(
    connection: AsyncConnection, runs: Collection[RunId], reason: str, now: datetime
) -> None:
    """Nobody need do what these runs asked for; nobody is reminded of it any more."""
    if not runs:
        return
    waiting = await connection.scalars(
        select(task.c.id)
        .join(occurrence, occurrence.c.id == task.c.occurrence_id)
        .where(among(occurrence.c.run_id, "runs"), task.c.state.in_(ASKED))
        .order_by(task.c.id),
        {"runs": listed(runs)},
    )
    tasks = Tasks(connection)
    for number in waiting.all():
        await tasks.cancel(TaskId(number), GROUPKEEPER, now, reason, reason)
