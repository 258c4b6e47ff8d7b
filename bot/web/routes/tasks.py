"""Tasks: work for people."""

from enum import StrEnum
from typing import Any

from bot.web.endpoint import (
    AnyEndpoint,
    Because,
    ById,
    Call,
    Listed,
    Name,
    Nothing,
    Number,
    Paged,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.work import Task


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class TasksAsked(Paged):
    """Which tasks."""

    staff: Name | None = None
    room: Number | None = None
    state: TaskState | None = None


async def _tasks(call: Call[Nothing, TasksAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.tasks.listed(asked, after=asked.after, limit=asked.limit)


async def _task(call: Call[ById, Any, Any]) -> object:
    found: object = await call.unit.tasks.find(call.where.id)
    if found is None:
        missing(f"there is no task {call.where.id}")
    return found


async def _done(call: Call[ById, Nothing, Nothing]) -> object:
    await _task(call)
    if not await call.unit.tasks.done(call.where.id, call.author, call.now):
        refuse(f"task {call.where.id} is not open any more")
    return await _task(call)


async def _cancel(call: Call[ById, Nothing, Because]) -> object:
    await _task(call)
    if not await call.unit.tasks.cancel(call.where.id, call.author, call.now):
        refuse(f"task {call.where.id} is not open any more")
    return await _task(call)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/tasks",
        _tasks,
        gives=Listed[Task],
        summary="Tasks, newest first",
        where=Nothing,
        asks=TasksAsked,
    ),
    get("/tasks/{id}", _task, gives=Task, summary="One task", where=ById, asks=Nothing),
    post(
        "/tasks/{id}/done",
        _done,
        gives=Task,
        summary="It is done",
        where=ById,
        takes=Nothing,
        audit="task.done",
    ),
    post(
        "/tasks/{id}/cancel",
        _cancel,
        gives=Task,
        summary="Nobody need do it",
        where=ById,
        takes=Because,
        audit="task.cancel",
    ),
)
