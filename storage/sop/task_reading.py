"""Tasks as people and desks look at them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, MessageRef, OccurrenceId, RoomId, StaffName, TaskId
from bot.core.tasks import OpenTask, Task, TaskNote, TaskState
from storage.bulk import among, listed
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.sop.task_rows import (
    ASKED,
    TASKS,
    givings_of,
    notes_of,
    number_of,
    tasks_done_by,
    to_open,
    to_task,
)
from storage.tables.sop import task

_AWAITED = 20_000  # open tasks of the rooms of one batch; 10,000 runs have no more


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks to list; None is any."""

    staff: StaffName | None = None
    room: RoomId | None = None
    state: str | None = None
    occurrence: OccurrenceId | None = None


class TaskReading:
    """The tasks of one transaction; what changes them is `storage.sop.tasks`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, which: TaskId) -> Task | None:
        """One task."""
        row = (await self._connection.execute(TASKS.where(task.c.id == which))).first()
        return None if row is None else to_task(row)

    async def whole(self, which: TaskId) -> OpenTask | None:
        """One task with its room and everybody who had it."""
        found = await self._whole(task.c.id == which)
        return found[0] if found else None

    async def notes(self, which: TaskId) -> list[TaskNote]:
        """Everything that happened to a task, in order."""
        return await notes_of(self._connection, which)

    async def needing(
        self, now: datetime, away: Collection[StaffName], limit: int = 200
    ) -> list[OpenTask]:
        """Open tasks that need something now: their time has come, or their person is away."""
        waits = task.c.next_at <= now
        if away:
            waits = or_(waits, task.c.staff.in_(sorted(away)))
        mine = waits & (task.c.state == TaskState.OPEN.value)
        return await self._whole(mine, limit=limit)

    async def awaited(self, rooms: Collection[RoomId]) -> list[OpenTask]:
        """Tasks of these rooms that somebody may be doing just now."""
        if not rooms:
            return []
        here = task.c.state.in_(ASKED) & among(task.c.room_id, "rooms")
        # Of all of them: a receipt that is overlooked takes the task from who did it.
        return await self._whole(here, limit=_AWAITED, rooms=listed(rooms))

    async def done_by(self, posts: Collection[tuple[ChannelName, MessageRef]]) -> list[Task]:
        """The tasks of which these posts are the receipts."""
        return await tasks_done_by(self._connection, posts)

    async def open_of(self, staff: StaffName) -> list[OpenTask]:
        """The open tasks of a colleague, the most urgent first."""
        mine = (task.c.staff == staff) & (task.c.state == TaskState.OPEN.value)
        found = await self._whole(mine, limit=200)
        return sorted(found, key=lambda one: (one.task.due is None, one.task.due, one.task.id))

    async def listed(
        self,
        wanted: TaskFilter,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[Task]:
        """Tasks, newest first."""
        size = page_size(limit)
        here = only(task.c.room_id, within)
        statement = TASKS.where(here).order_by(task.c.id.desc()).limit(size + 1)
        exact = {
            task.c.staff: wanted.staff,
            task.c.room_id: wanted.room,
            task.c.state: wanted.state,
            task.c.occurrence_id: wanted.occurrence,
        }
        for column, value in exact.items():
            if value is not None:
                statement = statement.where(column == value)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(task.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, size, to_task, number_of)

    async def _whole(
        self, which: ColumnElement[bool], limit: int = 1, **lists: str
    ) -> list[OpenTask]:
        statement = TASKS.where(which).order_by(task.c.next_at, task.c.id).limit(limit)
        rows = (await self._connection.execute(statement, lists)).all()
        given = await givings_of(self._connection, [row.id for row in rows])
        return [to_open(row, given.get(row.id, ())) for row in rows]
