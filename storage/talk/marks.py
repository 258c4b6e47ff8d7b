"""What was made of messages, for those who read a room: verdicts, case, leads, question."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CaseId, LeadId, MessageId
from bot.core.verdicts import Verdict
from storage.bulk import Query, among, listed
from storage.tables.judging import case, case_message, lead, lead_evidence, question, verdict
from storage.types import from_micros, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMark:
    """The case that a message belongs to."""

    id: CaseId
    state: str  # open | confirmed | dismissed | undone
    decision: str | None
    decided_by: str | None
    flagged: bool  # this message itself; else it only says nearly the same
    action: str  # "" observed, "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadMark:
    """A lead that a message speaks for, and the words that do."""

    id: LeadId
    category: str
    state: str  # open | claimed | won | lost
    owner: str | None
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionMark:
    """A question that waits, was answered or closed."""

    due: datetime
    answer: MessageId | None
    answered: datetime | None
    closed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Everything that was made of one message."""

    verdicts: tuple[Verdict, ...] = ()  # the surest first
    case: CaseMark | None = None
    leads: tuple[LeadMark, ...] = ()
    question: QuestionMark | None = None


NOTHING = Marks()
_VERDICTS = Query(
    select(
        verdict.c.message_id,
        verdict.c.detector,
        verdict.c.score,
        verdict.c.reason,
        verdict.c.evidence,
    )
    .where(among(verdict.c.message_id, "ids"))
    .order_by(verdict.c.score.desc(), verdict.c.detector)
)
_CASES = Query(
    select(
        case_message.c.message_id,
        case.c.id,
        case.c.state,
        case.c.decision,
        case.c.decided_by,
        case_message.c.flagged,
        case_message.c.action,
    )
    .join(case, case.c.id == case_message.c.case_id)
    .where(among(case_message.c.message_id, "ids"))
)
_LEADS = Query(
    select(
        lead_evidence.c.message_id,
        lead.c.id,
        lead.c.category,
        lead.c.state,
        lead.c.owner,
        lead_evidence.c.score,
        lead_evidence.c.words,
    )
    .join(lead, lead.c.id == lead_evidence.c.lead_id)
    .where(among(lead_evidence.c.message_id, "ids"))
    .order_by(lead.c.id)
)
_QUESTIONS = Query(
    select(
        question.c.message_id,
        question.c.due_at,
        question.c.answer_id,
        question.c.answered_at,
        question.c.closed_at,
    ).where(among(question.c.message_id, "ids"))
)


@dataclass(slots=True, kw_only=True)
class _Found:
    verdicts: list[Verdict] = field(default_factory=list)
    case: CaseMark | None = None
    leads: list[LeadMark] = field(default_factory=list)
    question: QuestionMark | None = None


async def marks_of(
    connection: AsyncConnection, messages: Sequence[MessageId]
) -> dict[MessageId, Marks]:
    """What was made of these messages; those of which nothing was made have no entry."""
    ids = listed(messages)
    found: dict[MessageId, _Found] = {}
    for number, detector, score, reason, evidence in await _VERDICTS.rows(connection, ids=ids):
        one = Verdict(
            detector=detector, score=score, reason=reason, evidence=tuple(plain(evidence) or ())
        )
        found.setdefault(number, _Found()).verdicts.append(one)
    for number, *row in await _CASES.rows(connection, ids=ids):
        found.setdefault(number, _Found()).case = _case(row)
    for number, *row in await _LEADS.rows(connection, ids=ids):
        found.setdefault(number, _Found()).leads.append(_lead(row))
    for number, due, answer, answered, closed in await _QUESTIONS.rows(connection, ids=ids):
        found.setdefault(number, _Found()).question = QuestionMark(
            due=from_micros(due), answer=answer, answered=moment(answered), closed=moment(closed)
        )
    return {
        number: Marks(
            verdicts=tuple(one.verdicts),
            case=one.case,
            leads=tuple(one.leads),
            question=one.question,
        )
        for number, one in found.items()
    }


def _case(row: Sequence[Any]) -> CaseMark:
    number, state, decision, decided_by, flagged, action = row
    return CaseMark(
        id=number,
        state=state,
        decision=decision,
        decided_by=decided_by,
        flagged=bool(flagged),
        action=action,
    )


def _lead(row: Sequence[Any]) -> LeadMark:
    number, category, state, owner, score, words = row
    return LeadMark(
        id=number,
        category=category,
        state=state,
        owner=owner,
        score=score,
        words=tuple(plain(words) or ()),
    )


def moment(stored: int | None) -> datetime | None:
    """A time as a driver gives it."""
    return None if stored is None else from_micros(stored)
