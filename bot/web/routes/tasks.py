"""Tasks: work for people."""

from typing import Any

from bot.core.ids import TaskId
from bot.core.tasks import Receipt, TaskState
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
    Scope,
    get,
    part_of,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.agenda import TaskNote
from bot.web.views.work import Colleagues, Task


class NotesAsked(Paged):
    """Which part of what happened to a task."""


class GiveTo(Because):
    """To whom a task goes."""

    to: Name


class TasksAsked(Paged):
    """Which tasks."""

    staff: Name | None = None
    room: Number | None = None
    state: TaskState | None = None
    occurrence: Number | None = None


async def _tasks(call: Call[Nothing, TasksAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.tasks.listed(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _task(call: Call[ById, Any, Any]) -> object:
    found: object = await call.unit.tasks.find(call.where.id)
    if found is None:
        missing(f"there is no task {call.where.id}")
    return found


async def _done(call: Call[ById, Nothing, Nothing]) -> object:
    await _task(call)
    which = TaskId(call.where.id)
    if not await call.house.work.done(call.unit, which, call.author, call.now, Receipt.API):
        refuse(_over(which))
    return await _task(call)


async def _cannot(call: Call[ById, Nothing, Because]) -> object:
    await _task(call)
    which, reason = TaskId(call.where.id), call.body.reason
    if not await call.house.work.cannot(call.unit, which, call.author, call.now, reason):
        refuse(_over(which))
    return await _task(call)


async def _give(call: Call[ById, Nothing, GiveTo]) -> object:
    await _task(call)
    which, to = TaskId(call.where.id), call.body.to
    if not await call.house.work.give(call.unit, which, to, call.author, call.now):
        refuse(_over(which))
    return await _task(call)


async def _notes(call: Call[ById, NotesAsked, Nothing]) -> object:
    await _task(call)
    return part_of(await call.unit.tasks.notes(TaskId(call.where.id)), call.asked)


async def _cancel(call: Call[ById, Nothing, Because]) -> object:
    await _task(call)
    which, reason = TaskId(call.where.id), call.body.reason
    if not await call.house.work.cancel(call.unit, which, call.author, call.now, reason):
        refuse(_over(which))
    return await _task(call)


async def _people(call: Call[Nothing, Nothing, Nothing]) -> object:
    away = await call.unit.absences.away(call.now)
    staff = call.house.work.agenda.staff()
    return {
        "items": [
            {"name": one.name, "title": one.title, "away": one.name in away} for one in staff
        ],
        "me": next((one.name for one in staff if one.name == call.author), None),
    }


def _over(which: TaskId) -> str:
    return f"task {which} is not open any more"


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/tasks",
        _tasks,
        gives=Listed[Task],
        summary="Tasks, newest first",
        where=Nothing,
        asks=TasksAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/tasks/people",
        _people,
        gives=Colleagues,
        summary="Who may be given a task, and who is away",
        where=Nothing,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    get(
        "/tasks/{id}",
        _task,
        gives=Task,
        summary="One task",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/tasks/{id}/done",
        _done,
        gives=Task,
        summary="It is done",
        where=ById,
        takes=Nothing,
        audit="task.done",
        scope=Scope.ROOMS,
    ),
    post(
        "/tasks/{id}/cancel",
        _cancel,
        gives=Task,
        summary="Nobody need do it",
        where=ById,
        takes=Because,
        audit="task.cancel",
        scope=Scope.ROOMS,
    ),
    get(
        "/tasks/{id}/notes",
        _notes,
        gives=Listed[TaskNote],
        summary="Everything that happened to a task, with who and when",
        where=ById,
        asks=NotesAsked,
        scope=Scope.ROOMS,
    ),
    post(
        "/tasks/{id}/cannot",
        _cannot,
        gives=Task,
        summary="Its person cannot do it; the next of its line gets it at once",
        where=ById,
        takes=Because,
        audit="task.cannot",
        scope=Scope.ROOMS,
    ),
    post(
        "/tasks/{id}/give",
        _give,
        gives=Task,
        summary="Give an open or held task to a colleague",
        where=ById,
        takes=GiveTo,
        audit="task.give",
        scope=Scope.ROOMS,
    ),
)
