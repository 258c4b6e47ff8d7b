"""What the audit keeps of a thing before and after a change: the state that people decide on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import Seen
from bot.core.plans import APPROVED_BY, SKIPPED_BY
from storage.tables.conduct import listing, mark, quiz
from storage.tables.delivery import outbox
from storage.tables.judging import appeal, case, lead, question
from storage.tables.learning import sample
from storage.tables.service import alert
from storage.tables.sop import occurrence, run, task
from storage.tables.talk import poison


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which row it is, and which of its columns say how it stands."""

    key: Column[Any]
    columns: Sequence[Column[Any]]


_KEPT: Mapping[str, _Kept] = {
    "alert": _Kept(alert.c.id, (alert.c.state, alert.c.acknowledged_by)),
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
