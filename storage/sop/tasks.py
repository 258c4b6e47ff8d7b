"""Tasks: work for people, with a deadline, a line of stand-ins and a receipt."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, update

from bot.core.effects import AssignTask
from bot.core.ids import (
    GROUPKEEPER,
    StaffName,
    TaskId,
)
from bot.core.tasks import (
    Handed,
    Receipt,
    Task,
    TaskDeed,
    TaskDone,
    TaskState,
    next_look,
)
from storage.noting import note_rows
from storage.service.alerts import Alerts
from storage.sop.task_reading import TaskFilter, TaskReading
from storage.sop.task_rows import ASKED
from storage.tables.sop import task
from storage.tables.tasks import task_note
from storage.upsert import insert_for

__all__ = ["TaskFilter", "Tasks"]


class Tasks(TaskReading):
    """The tasks of one transaction."""

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
            state=TaskState.OPEN.value,
            created_at=now,
            given_at=now,
            next_at=now,
            line=[str(name) for name in effect.stand_ins],
            remind_before=None if effect.remind is None else int(effect.remind.total_seconds()),
        )
        statement = new.on_conflict_do_nothing(index_elements=[task.c.dedup_key])
        number = await self._connection.scalar(statement.returning(task.c.id))
        if number is None:
            return None
        await note_rows(self._connection, "task", task, [number])
        await self._note(TaskId(number), TaskDeed.GIVEN, effect.staff, GROUPKEEPER, now)
        return TaskId(number)

    # ---- what becomes of it ----------------------------------------------------------------

    async def done(
        self, which: TaskId, author: str, now: datetime, how: Receipt = Receipt.API
    ) -> bool:
        """A person did it; False where it is not open or held (any more)."""
        return await self.settle(which, TaskDone(author=author, at=now, how=how), now)

    async def settle(self, which: TaskId, done: TaskDone, now: datetime) -> bool:
        """It is done, by that receipt; False where it is not open or held (any more)."""
        values = {
            "done_by": done.author,
            "done_at": done.at,
            "how": done.how.value,
            "message_id": done.message,
            "outcome": done.outcome or done.author,
        }
        note = done.outcome or done.how.value
        return await self._close(which, TaskDeed.DONE, values, done.author, now, note)

    async def cancel(
        self, which: TaskId, author: str, now: datetime, why: str = "", outcome: str = ""
    ) -> bool:
        """Nobody need do it; False where it is not open or held (any more)."""
        values = {"done_by": author, "done_at": now, "outcome": outcome or author}
        return await self._close(which, TaskDeed.CANCELLED, values, author, now, why)

    async def hold(
        self, seen: Task, author: str, now: datetime, why: str, outcome: str = ""
    ) -> bool:
        """A person decides on it; False where it has moved on meanwhile."""
        values = {"state": TaskState.HELD.value, "next_at": None, "outcome": outcome or why}
        if not await self._change(seen, values):
            return False
        await self._note(seen.id, TaskDeed.HELD, seen.staff, author, now, why)
        return True

    async def hand_over(
        self, seen: Task, handed: Handed, author: str, now: datetime, why: str
    ) -> bool:
        """Somebody else has it from now on; False where it has moved on meanwhile."""
        values = {
            "state": TaskState.OPEN.value,
            "staff": handed.to,
            "turn": seen.turn + 1,
            "line": [str(name) for name in handed.line],
            "given_at": now,
            "due_at": handed.due,
            "told_at": None,
            "remind_at": None,
            "reminded_at": None,
            "next_at": now,
            "outcome": None,
        }
        if not await self._change(seen, values):
            return False
        alerts = Alerts(self._connection)
        for group in (f"task:{seen.id}:{seen.turn}", f"task:{seen.id}:{seen.turn}:remind"):
            await alerts.resolve(group, author=author, now=now)
        await alerts.resolve(f"task:{seen.id}:held", author=author, now=now)
        await self._note(seen.id, TaskDeed.GIVEN, handed.to, author, now, why)
        return True

    async def told(
        self, seen: Task, now: datetime, *, due: datetime | None, remind_at: datetime | None
    ) -> bool:
        """Its person is told now; False where it has moved on meanwhile."""
        later = replace(seen, due=due, remind_at=remind_at, told_at=now)
        values = {
            "told_at": now,
            "due_at": due,
            "remind_at": remind_at,
            "next_at": next_look(later),
        }
        return await self._look_again(seen, values, TaskDeed.TOLD, now)

    async def reminded(self, seen: Task, now: datetime) -> bool:
        """Its person is reminded now; False where it has moved on meanwhile."""
        values = {"reminded_at": now, "next_at": next_look(replace(seen, reminded_at=now))}
        return await self._look_again(seen, values, TaskDeed.REMINDED, now)

    async def note(
        self, seen: Task, deed: TaskDeed, author: str, now: datetime, note: str = ""
    ) -> None:
        """Note what else happened to a task."""
        await self._note(seen.id, deed, seen.staff, author, now, note)

    # ---- within ------------------------------------------------------------------------------

    async def _change(self, seen: Task, values: dict[str, Any], *also: ColumnElement[bool]) -> bool:
        # Guarded by whose turn it was: two processes that decide alike, one of them gets it.
        changed = await self._connection.execute(
            update(task)
            .where(
                task.c.id == seen.id,
                task.c.turn == seen.turn,
                task.c.state == seen.state.value,
                *also,
            )
            .values(values)
            .returning(task.c.id)
        )
        if changed.first() is None:
            return False
        await note_rows(self._connection, "task", task, [seen.id])
        return True

    async def _look_again(
        self, seen: Task, values: dict[str, Any], deed: TaskDeed, now: datetime
    ) -> bool:
        # What tells people leaves the turn as it is: it is guarded by what they were told.
        told = task.c.told_at.is_not_distinct_from(seen.told_at)
        reminded = task.c.reminded_at.is_not_distinct_from(seen.reminded_at)
        if not await self._change(seen, values, told, reminded):
            return False
        await self._note(seen.id, deed, seen.staff, GROUPKEEPER, now)
        return True

    async def _close(
        self,
        which: TaskId,
        deed: TaskDeed,
        values: dict[str, Any],
        author: str,
        now: datetime,
        note: str,
    ) -> bool:
        closed = await self._connection.execute(
            update(task)
            .where(task.c.id == which, task.c.state.in_(ASKED))
            .values(**values, state=deed.value, next_at=None)
            .returning(task.c.staff)
        )
        staff = closed.scalar()
        if staff is None:
            return False
        await note_rows(self._connection, "task", task, [which])
        await self._note(which, deed, StaffName(staff), author, now, note)
        # Nobody need hear of it any more.
        await Alerts(self._connection).resolve_all(f"task:{which}:", author=author, now=now)
        return True

    async def _note(
        self,
        which: TaskId,
        deed: TaskDeed,
        staff: StaffName,
        author: str,
        now: datetime,
        note: str = "",
    ) -> None:
        values = {"task_id": which, "at": now, "deed": deed.value, "staff": staff}
        await self._connection.execute(
            insert(task_note).values(**values, author=author, note=note or None)
        )
