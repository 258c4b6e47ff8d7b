"""What the audit keeps of a thing before and after a change: the state that people decide on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import Seen
from bot.core.plans import APPROVED_BY, SKIPPED_BY
from storage.tables.campaigns import sign_up
from storage.tables.conduct import listing, mark, quiz
from storage.tables.delivery import outbox
from storage.tables.judging import appeal, case, lead, question
from storage.tables.learning import sample
from storage.tables.service import alert
from storage.tables.sop import occurrence, run, task
from storage.tables.talk import poison
from storage.tables.tasks import absence, feed


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which row it is, and which of its columns say how it stands."""

    key: Column[Any]
    columns: Sequence[Column[Any]]


_KEPT: Mapping[str, _Kept] = {
    "alert": _Kept(alert.c.id, (alert.c.state, alert.c.acknowledged_by, alert.c.round_at)),
    "appeal": _Kept(appeal.c.id, (appeal.c.state, appeal.c.answer, appeal.c.answered_by)),
    "case": _Kept(case.c.id, (case.c.state, case.c.decision, case.c.decided_by, case.c.note)),
    "delivery": _Kept(outbox.c.id, (outbox.c.state, outbox.c.outcome)),
    "lead": _Kept(lead.c.id, (lead.c.state, lead.c.owner, lead.c.note)),
    "listing": _Kept(listing.c.id, (listing.c.list, listing.c.until, listing.c.lifted_by)),
    "mark": _Kept(mark.c.id, (mark.c.points, mark.c.revoked_by)),
    "poison": _Kept(poison.c.id, (poison.c.settled_at, poison.c.retry_at)),
    "question": _Kept(question.c.message_id, (question.c.answered_at, question.c.closed_at)),
    "quiz": _Kept(quiz.c.id, (quiz.c.state, quiz.c.settled_by)),
    "run": _Kept(run.c.id, (run.c.state,)),
    "sample": _Kept(sample.c.id, (sample.c.label, sample.c.revoked_by)),
    "step": _Kept(occurrence.c.id, (occurrence.c.state, occurrence.c.outcome, occurrence.c.facts)),
    "task": _Kept(task.c.id, (task.c.state, task.c.staff, task.c.done_by, task.c.outcome)),
}
_WORDS = (APPROVED_BY, SKIPPED_BY)  # what people said of a step stands among its facts


async def state_of(connection: AsyncConnection, subject: str) -> Seen | None:
    """How the subject of an audit line stands now; None where nothing is kept of its kind."""
    kind, _, number = subject.partition(":")
    if kind in _NAMED:
        return await _NAMED[kind](connection, number)
    kept = _KEPT.get(kind)
    if kept is None or not number.isdigit():
        return None
    rows = await connection.execute(select(*kept.columns).where(kept.key == int(number)))
    row = rows.mappings().one_or_none()
    return None if row is None else _shown({str(name): value for name, value in row.items()})


def _shown(row: Mapping[str, Any]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "facts":
            found |= {word: (value or {}).get(word) for word in _WORDS}
        else:
            found[name] = value.isoformat() if isinstance(value, datetime) else value
    return found


async def _away(connection: AsyncConnection, staff: str) -> Seen:
    """When a colleague is away, as far as nobody said that they are back."""
    rows = await connection.execute(
        select(absence.c.since, absence.c.until)
        .where(absence.c.staff == staff, absence.c.ended_at.is_(None))
        .order_by(absence.c.since, absence.c.id)
    )
    shown = (_shown(dict(row)) for row in rows.mappings())
    return {"away": [f"{one['since']} – {one['until'] or ''}".rstrip() for one in shown]}


async def _revoked(connection: AsyncConnection, whose: str) -> Seen:
    kind, _, subject = whose.partition(":")
    found = await connection.scalar(
        select(feed.c.revoked).where(feed.c.kind == kind, feed.c.subject == subject)
    )
    return {"times_revoked": found or 0}


async def _signed(connection: AsyncConnection, name: str) -> Seen:
    """How many are on which list of a campaign, and how many of them came."""
    mine = select(sign_up.c.state, func.count(), func.count(sign_up.c.attended_at)).where(
        sign_up.c.campaign == name
    )
    rows = (await connection.execute(mine.group_by(sign_up.c.state))).all()
    came = sum(row[2] for row in rows)
    return {**{str(row[0]): row[1] for row in rows}, "attended": came}


# What is known by its name.
_NAMED: Mapping[str, Callable[[AsyncConnection, str], Awaitable[Seen]]] = {
    "campaign": _signed,
    "feed": _revoked,
    "staff": _away,
}
