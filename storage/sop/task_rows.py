"""Between rows of tasks and our words."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import (
    ChannelName,
    MessageId,
    MessageRef,
    OccurrenceId,
    RoomId,
    RoomRef,
    StaffName,
    TaskId,
)
from bot.core.tasks import OpenTask, Receipt, Task, TaskDeed, TaskNote, TaskRoom, TaskState
from storage.bulk import among, listed
from storage.tables.people import room
from storage.tables.sop import task
from storage.tables.talk import message
from storage.tables.tasks import task_note

ASKED = frozenset({TaskState.OPEN.value, TaskState.HELD.value})  # somebody may still do it
TASKS = select(
    task,
    room.c.channel.label("room_channel"),
    room.c.ref.label("room_ref"),
    room.c.name.label("room_name"),
).outerjoin(room, room.c.id == task.c.room_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Somebody got a task."""

    staff: StaffName
    why: str


def to_task(row: Row[Any]) -> Task:
    """A task."""
    return Task(
        id=TaskId(row.id),
        staff=StaffName(row.staff),
        title=row.title,
        text=row.text,
        state=TaskState(row.state),
        created=row.created_at,
        given=row.given_at,
        due=row.due_at,
        room=None if row.room_id is None else RoomId(row.room_id),
        occurrence=None if row.occurrence_id is None else OccurrenceId(row.occurrence_id),
        turn=row.turn,
        line=tuple(StaffName(name) for name in row.line),
        remind_before=None if row.remind_before is None else timedelta(seconds=row.remind_before),
        remind_at=row.remind_at,
        told_at=row.told_at,
        reminded_at=row.reminded_at,
        done_by=row.done_by or "",
        done_at=row.done_at,
        how=None if row.how is None else Receipt(row.how),
        message=None if row.message_id is None else MessageId(row.message_id),
        outcome=row.outcome or "",
        room_name=row._mapping.get("room_name") or "",  # noqa: SLF001 (SQLAlchemy's public name)
    )


def to_open(row: Row[Any], given: Sequence[Given]) -> OpenTask:
    """A task with its room and everybody who had it."""
    place = None
    if row.room_id is not None:
        place = TaskRoom(
            id=RoomId(row.room_id),
            channel=ChannelName(row.room_channel),
            ref=RoomRef(row.room_ref),
            name=row.room_name,
        )
    holders = tuple(one.staff for one in given)
    why = given[-1].why if given else ""
    return OpenTask(task=to_task(row), room=place, holders=holders, why=why)


def number_of(row: Row[Any]) -> tuple[int]:
    """The sort key of a list of tasks."""
    return (row.id,)


async def givings_of(connection: AsyncConnection, tasks: Sequence[int]) -> dict[int, list[Given]]:
    """To whom these tasks were given, in order."""
    found: dict[int, list[Given]] = defaultdict(list)
    if not tasks:
        return found
    given = (
        select(task_note.c.task_id, task_note.c.staff, task_note.c.note)
        .where(among(task_note.c.task_id, "ids"), task_note.c.deed == TaskDeed.GIVEN.value)
        .order_by(task_note.c.id)
    )
    for row in await connection.execute(given, {"ids": listed(tasks)}):
        found[row.task_id].append(Given(staff=StaffName(row.staff), why=row.note or ""))
    return found


async def notes_of(connection: AsyncConnection, which: TaskId) -> list[TaskNote]:
    """Everything that happened to a task, in order."""
    rows = await connection.execute(
        select(task_note).where(task_note.c.task_id == which).order_by(task_note.c.id)
    )
    return [
        TaskNote(
            at=row.at,
            deed=TaskDeed(row.deed),
            staff=StaffName(row.staff),
            author=row.author,
            note=row.note or "",
        )
        for row in rows
    ]


async def tasks_done_by(
    connection: AsyncConnection, posts: Collection[tuple[ChannelName, MessageRef]]
) -> list[Task]:
    """The tasks of which these posts are the receipts."""
    if not posts:
        return []
    refs = {ref for _, ref in posts}
    rows = await connection.execute(
        select(task, message.c.channel, message.c.ref)
        .join(message, message.c.id == task.c.message_id)
        .where(among(message.c.ref, "refs"), task.c.state == TaskState.DONE.value)
        .order_by(task.c.id),
        {"refs": listed(sorted(refs))},
    )
    return [to_task(row) for row in rows if (row.channel, row.ref) in posts]
