"""What became of steps on their way: read from the outbox and from people's tasks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.outbound import DeliveryState
from bot.core.plans import News, Occurrence, StepState
from storage.bulk import among, listed
from storage.sop.rows import OCCURRENCES, to_occurrence
from storage.tables.delivery import outbox
from storage.tables.sop import occurrence, task

_UNDER_WAY = frozenset(
    {
        DeliveryState.PENDING.value,
        DeliveryState.CLAIMED.value,
        DeliveryState.SENDING.value,
        DeliveryState.UNKNOWN.value,
    }
)
_TASK_STATES = {
    "open": DeliveryState.PENDING.value,
    "done": DeliveryState.SENT.value,
    "cancelled": DeliveryState.CANCELLED.value,
    "held": DeliveryState.HELD.value,
}
_QUEUED = occurrence.c.state == StepState.QUEUED.value
_HELD = occurrence.c.state == StepState.HELD.value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One post (of several, where the text was long) or task of a step."""

    state: str
    outcome: str
    at: datetime | None


async def news_of(connection: AsyncConnection, limit: int) -> list[News]:
    """At most `limit` steps whose posts or tasks say something new."""
    posts = (
        select(occurrence.c.id)
        .join(outbox, outbox.c.occurrence_id == occurrence.c.id)
        .where(
            or_(
                and_(_QUEUED, outbox.c.state.not_in(_UNDER_WAY)),
                and_(_HELD, outbox.c.state != DeliveryState.HELD.value),
            )
        )
    )
    tasks = (
        select(occurrence.c.id)
        .join(task, task.c.occurrence_id == occurrence.c.id)
        .where(or_(and_(_QUEUED, task.c.state != "open"), and_(_HELD, task.c.state != "held")))
    )
    ids = (await connection.scalars(union(posts, tasks).limit(limit))).all()
    if not ids:
        return []
    rows = await connection.execute(
        OCCURRENCES.where(among(occurrence.c.id, "ids")).order_by(occurrence.c.id),
        {"ids": listed(ids)},
    )
    parts = await _parts(connection, ids)
    found = (_news(to_occurrence(row), parts[row.id]) for row in rows)
    return [news for news in found if news is not None]


async def _parts(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[_Part]]:
    parts: dict[int, list[_Part]] = defaultdict(list)
    wanted = {"ids": listed(ids)}
    posts = select(
        outbox.c.occurrence_id, outbox.c.state, outbox.c.outcome, outbox.c.settled_at
    ).where(among(outbox.c.occurrence_id, "ids"))
    for row in await connection.execute(posts.order_by(outbox.c.id), wanted):
        part = _Part(state=row.state, outcome=row.outcome or "", at=row.settled_at)
        parts[row.occurrence_id].append(part)
    tasks = select(task.c.occurrence_id, task.c.state, task.c.outcome, task.c.done_at)
    for row in await connection.execute(tasks.where(among(task.c.occurrence_id, "ids")), wanted):
        part = _Part(state=_TASK_STATES[row.state], outcome=row.outcome or "", at=row.done_at)
        parts[row.occurrence_id].append(part)
    return parts


def _news(step: Occurrence, parts: Sequence[_Part]) -> News | None:
    states = {part.state for part in parts}
    times = [part.at for part in parts if part.at is not None]
    at = max(times, default=step.due)
    if states & _UNDER_WAY:
        state = StepState.QUEUED
    elif DeliveryState.HELD.value in states:
        state = StepState.HELD
    elif states == {DeliveryState.SENT.value}:
        state = StepState.DONE
    elif DeliveryState.FAILED.value in states or DeliveryState.SENT.value in states:
        state = StepState.FAILED
    else:
        state = StepState.SKIPPED
    if state is step.state:
        return None
    said = dict.fromkeys(part.outcome for part in parts if part.outcome)
    return News(occurrence=step, state=state, outcome="; ".join(said), at=at)
