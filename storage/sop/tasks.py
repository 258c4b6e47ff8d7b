"""Tasks: work for people, with a deadline and a receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import AssignTask, RaiseAlert, Severity
from bot.core.ids import OccurrenceId, RoomId, StaffName, TaskId
from storage.bulk import among, listed
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.alerts import Alerts
from storage.tables.sop import task
from storage.upsert import insert_for

OPEN, DONE, CANCELLED = "open", "done", "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work for a person."""

    id: TaskId
    staff: StaffName
    title: str
    text: str
    state: str  # open | done | cancelled
    created: datetime
    due: datetime | None = None
    room: RoomId | None = None
    occurrence: OccurrenceId | None = None
    done_by: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks to list; None is any."""

    staff: StaffName | None = None
    room: RoomId | None = None
    state: str | None = None


class Tasks:
    """The tasks of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def assign(self, effect: AssignTask, now: datetime) -> TaskId | None:
        """Give work to a person; None where the same work was given before."""
        new = insert_for(self._connection, task).values(
            dedup_key=effect.key,
            staff=effect.staff,
            room_id=effect.room,
            occurrence_id=effect.occurrence,
            title=effect.title,
            text=effect.text,
            due_at=effect.due,
            state=OPEN,
            created_at=now,
        )
        statement = new.on_conflict_do_nothing(index_elements=[task.c.dedup_key])
        number = await self._connection.scalar(statement.returning(task.c.id))
        return None if number is None else TaskId(number)

    async def done(self, which: TaskId, author: str, now: datetime) -> bool:
        """A person did it; False where it is not open (any more)."""
        return await self._close(which, DONE, author, now)

    async def cancel(self, which: TaskId, author: str, now: datetime) -> bool:
        """Nobody need do it; False where it is not open (any more)."""
        return await self._close(which, CANCELLED, author, now)

    async def _close(self, which: TaskId, state: str, author: str, now: datetime) -> bool:
        closed = await self._connection.execute(
            update(task)
            .where(task.c.id == which, task.c.state == OPEN)
            .values(state=state, done_by=author, done_at=now)
            .returning(task.c.id)
        )
        if closed.first() is None:
            return False
        alerts = Alerts(self._connection)
        for group in (_group(which), _late_group(which)):  # nobody need hear of it any more
            await alerts.resolve(group, author=author, now=now)
        return True

    async def find(self, which: TaskId) -> Task | None:
        """One task."""
        row = (await self._connection.execute(select(task).where(task.c.id == which))).first()
        return None if row is None else _task(row)

    async def listed(
        self, wanted: TaskFilter, *, after: str | None = None, limit: int = 100
    ) -> Page[Task]:
        """Tasks, newest first."""
        size = page_size(limit)
        statement = select(task).order_by(task.c.id.desc()).limit(size + 1)
        exact = {
            task.c.staff: wanted.staff,
            task.c.room_id: wanted.room,
            task.c.state: wanted.state,
        }
        for column, value in exact.items():
            if value is not None:
                statement = statement.where(column == value)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(task.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, size, _task, _number)

    async def tell_new(self, limit: int = 100) -> list[RaiseAlert]:
        """An alert for each task its person was not told of yet; each is given back once."""
        return [_new(t) for t in await self._take(and_(task.c.reminded == 0), 1, limit)]

    async def overdue(self, now: datetime, limit: int = 100) -> list[RaiseAlert]:
        """An alert for each open task past its deadline; each is given back once."""
        late = and_(task.c.reminded < 2, task.c.due_at <= now)  # noqa: PLR2004 (see tables)
        return [_late(t) for t in await self._take(late, 2, limit)]

    async def _take(self, which: ColumnElement[bool], mark: int, limit: int) -> list[Task]:
        # Marked in the same transaction as the alerts are raised: told once, or not at all.
        oldest = (
            select(task.c.id)
            .where(task.c.state == OPEN, which)
            .order_by(task.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = (await self._connection.scalars(oldest)).all()
        if not ids:
            return []
        marked = await self._connection.execute(
            update(task).where(among(task.c.id, "ids")).values(reminded=mark).returning(*task.c),
            {"ids": listed(ids)},
        )
        return sorted((_task(row) for row in marked), key=lambda one: one.id)


def _task(row: Row[Any]) -> Task:
    return Task(
        id=TaskId(row.id),
        staff=StaffName(row.staff),
        title=row.title,
        text=row.text,
        state=row.state,
        created=row.created_at,
        due=row.due_at,
        room=None if row.room_id is None else RoomId(row.room_id),
        occurrence=None if row.occurrence_id is None else OccurrenceId(row.occurrence_id),
        done_by=row.done_by or "",
        done_at=row.done_at,
    )


def _number(row: Row[Any]) -> tuple[int]:
    return (row.id,)


def _group(which: TaskId) -> str:
    return f"task:{which}"


def _late_group(which: TaskId) -> str:
    return f"task:{which}:late"


def _new(one: Task) -> RaiseAlert:
    return RaiseAlert(
        kind="task",
        severity=Severity.INFO,
        reason=f"{one.staff} 有一项任务：{one.title}\n{one.text}",
        advice=f"请 {one.staff} 按文案在群里发出，然后 groupkeeper sop done {one.id}。",
        group=_group(one.id),
        room=one.room,
        to=one.staff,
    )


def _late(one: Task) -> RaiseAlert:
    return RaiseAlert(
        kind="task",
        severity=Severity.WARNING,
        reason=f"{one.staff} 的任务已过期限，还没有完成：{one.title}",
        advice="请本人尽快完成，或换一位同事来做。",
        group=_late_group(one.id),
        room=one.room,
        to=one.staff,
    )
