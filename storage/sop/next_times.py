"""When something is next to be done: for whoever moves the clock by himself (rehearsals)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Verdict
from bot.core.ids import OccurrenceId
from bot.core.outbound import DeliveryState
from bot.core.plans import RunState, StepState
from bot.core.tasks import TaskState
from storage.tables.delivery import outbox
from storage.tables.judging import question
from storage.tables.sop import occurrence, run, task
from storage.tables.watches import watch
from storage.types import UtcDateTime

_NOT_YET = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= outbox.c.due_at)
_POST, _WATCH = 1, 2  # kinds of times


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTimes:
    """The next moment that is known of, and the oldest that has passed and still waits."""

    ahead: datetime | None
    waiting: datetime | None
    posts: bool  # something in the outbox may be due
    watching: bool  # some post waits for what the room makes of it


async def next_times(
    connection: AsyncConnection, now: datetime, *, questions: bool = False
) -> NextTimes:
    """What plans, posts and tasks have before them; `questions`: those nobody answers as well."""
    found = (await connection.execute(_NEXT[questions], {"now": now})).one()
    return NextTimes(
        ahead=found.ahead,
        waiting=found.waiting,
        posts=bool(found.posts),
        watching=bool(found.watching),
    )


async def verdicts(connection: AsyncConnection) -> dict[OccurrenceId, tuple[Verdict, str]]:
    """What came of every expectation, and why that was said."""
    rows = await connection.execute(select(watch.c.occurrence_id, watch.c.state, watch.c.reason))
    return {OccurrenceId(row.occurrence_id): (Verdict(row.state), row.reason or "") for row in rows}


def _next(*, questions: bool) -> Select[Any, Any, int, int]:
    now = bindparam("now", type_=UtcDateTime)
    asked = select(question.c.due_at, literal(0)).where(
        question.c.answered_at.is_(None), question.c.due_at > now
    )
    times = union_all(*_times(), *((asked,) if questions else ())).subquery()
    past = times.c.at <= now
    return select(
        func.min(times.c.at).filter(times.c.at > now).label("ahead"),
        func.min(times.c.at).filter(past).label("waiting"),
        func.count().filter(past, times.c.kind == _POST).label("posts"),
        func.count().filter(times.c.kind == _WATCH).label("watching"),
    ).select_from(times)


def _times() -> tuple[Select[Any], ...]:
    before = outbox.alias("before")
    heard = type_coerce(before.c.settled_at, BigInteger) + outbox.c.pause
    post = case(
        (before.c.settled_at.is_not(None), type_coerce(heard, UtcDateTime)),
        (_NOT_YET, outbox.c.due_at),
        else_=outbox.c.not_before,
    )
    # Of several messages in a row the next has its time when the one before has gone out.
    posts = select(post, literal(_POST)).select_from(
        outbox.outerjoin(before, before.c.id == outbox.c.after_id)
    )
    plain = literal(0)
    return (
        select(occurrence.c.due_at.label("at"), plain.label("kind")).where(
            occurrence.c.state == StepState.PLANNED.value
        ),
        posts.where(
            outbox.c.state == DeliveryState.PENDING.value,
            outbox.c.after_id.is_(None) | before.c.settled_at.is_not(None),
        ),
        select(run.c.replan_at, plain).where(
            run.c.state == RunState.ACTIVE.value, run.c.replan_at.is_not(None)
        ),
        select(task.c.next_at, plain).where(
            task.c.state == TaskState.OPEN.value, task.c.next_at.is_not(None)
        ),
        # Until then it is looked at whenever somebody has spoken.
        select(watch.c.until, literal(_WATCH)).where(watch.c.state == Verdict.WAITING.value),
    )


_NEXT = {wanted: _next(questions=wanted) for wanted in (False, True)}
