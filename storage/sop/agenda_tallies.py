"""Calendars of many rooms: like steps counted together, where they stand alike."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, case, func, literal, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.agenda import AgendaFilter, Graces, Standing, Tally
from bot.core.ids import RoomId
from bot.core.plans import StepState
from bot.core.tasks import TaskState
from storage.sop.agenda_filter import BETWEEN, conditions, lists_of
from storage.tables.people import room
from storage.tables.sop import occurrence, task
from storage.types import micros

_MICROSECOND = timedelta(microseconds=1)


async def tallies(
    connection: AsyncConnection, wanted: AgendaFilter, graces: Graces, now: datetime
) -> list[Tally]:
    """How laid-out steps stand (as `sop.agenda` says of each), by time."""
    other = task.alias("other")
    newest = select(func.max(other.c.id)).where(other.c.occurrence_id == occurrence.c.id)
    stands = _standing(graces, micros(now)).label("stands")
    alike = (occurrence.c.due_at, occurrence.c.plan, occurrence.c.step, occurrence.c.zone, stands)
    statement = (
        select(
            *alike,
            func.count().label("rooms"),
            func.min(occurrence.c.room_id).label("room"),
            func.min(room.c.name).label("room_name"),
        )
        .join(room, room.c.id == occurrence.c.room_id)
        .outerjoin(task, task.c.id == newest.scalar_subquery())
        .where(*conditions(wanted))
        .group_by(*alike)
        .order_by(*alike)
    )
    rows = await connection.execute(statement, lists_of(wanted))
    return [
        Tally(
            plan=row.plan,
            step=row.step,
            due=row.due_at,
            zone=row.zone,
            standing=Standing(row.stands),
            laid_out=True,
            rooms=row.rooms,
            room=RoomId(row.room),
            room_name=row.room_name,
        )
        for row in rows
    ]


def _standing(graces: Graces, now: int) -> ColumnElement[str]:
    due, settled = _number(occurrence.c.due_at), _number(occurrence.c.settled_at)
    deadline, given = _number(task.c.due_at), _number(task.c.given_at)
    first = _number(task.c.created_at) + (deadline - given)  # the deadline it was first given
    until = due + _grace(graces)
    of_task = task.c.state
    of_step = occurrence.c.state
    return case(
        ((of_task == TaskState.OPEN.value) & (deadline < now), Standing.OVERDUE.value),
        (of_task == TaskState.OPEN.value, Standing.UNDER_WAY.value),
        (
            (of_task == TaskState.DONE.value) & (_number(task.c.done_at) > first),
            Standing.LATE.value,
        ),
        (of_task == TaskState.DONE.value, Standing.DONE.value),
        (of_task == TaskState.HELD.value, Standing.HELD.value),
        (of_task == TaskState.CANCELLED.value, Standing.SKIPPED.value),
        ((of_step == StepState.PLANNED.value) & (until < now), Standing.OVERDUE.value),
        ((of_step == StepState.DONE.value) & (settled > until), Standing.LATE.value),
        (of_step == StepState.QUEUED.value, Standing.UNDER_WAY.value),
        else_=of_step,
    )


def _grace(graces: Graces) -> ColumnElement[int]:
    usual = literal(graces.usual // _MICROSECOND, BigInteger)
    if not graces.own:
        return usual
    name = occurrence.c.plan + BETWEEN + occurrence.c.step
    own = {f"{plan}{BETWEEN}{step}": span // _MICROSECOND for (plan, step), span in graces.own}
    return case(own, value=name, else_=usual)


def _number(column: ColumnElement[datetime]) -> ColumnElement[int]:
    """The microseconds that are stored."""
    return type_coerce(column, BigInteger)
