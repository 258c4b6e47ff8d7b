"""When something is next to be done: for whoever moves the clock by himself (rehearsals)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.outbound import DeliveryState
from bot.core.plans import RunState, StepState
from bot.core.tasks import TaskState
from storage.tables.delivery import outbox
from storage.tables.sop import occurrence, run, task

_NOT_YET = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= outbox.c.due_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The next moment that is known of, and the oldest that has passed and still waits."""

    ahead: datetime | None
    waiting: datetime | None


async def agenda(connection: AsyncConnection, now: datetime) -> Agenda:
    """What plans, posts and tasks have before them."""
    times = union_all(*_times()).subquery()
    found = (
        await connection.execute(
            select(
                func.min(times.c.at).filter(times.c.at > now).label("ahead"),
                func.min(times.c.at).filter(times.c.at <= now).label("waiting"),
            )
        )
    ).one()
    return Agenda(ahead=found.ahead, waiting=found.waiting)


def _times() -> tuple[Select[Any], ...]:
    post = case((_NOT_YET, outbox.c.due_at), else_=outbox.c.not_before)
    return (
        select(occurrence.c.due_at.label("at")).where(
            occurrence.c.state == StepState.PLANNED.value
        ),
        select(post).where(outbox.c.state == DeliveryState.PENDING.value),
        select(run.c.replan_at).where(
            run.c.state == RunState.ACTIVE.value, run.c.replan_at.is_not(None)
        ),
        select(task.c.next_at).where(
            task.c.state == TaskState.OPEN.value, task.c.next_at.is_not(None)
        ),
    )
