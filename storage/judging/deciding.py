"""What people decide about cases, written down once: the second to decide is told."""

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import GroupkeeperError
from bot.core.ids import CaseId, MessageId
from bot.core.review import CaseState, Word
from storage.service.audit import Audit
from storage.tables.judging import case, case_message, verdict
from storage.tables.people import identity
from storage.tables.talk import message

# What was taken back may be decided anew; what is decided must be taken back first.
_DECIDABLE = (CaseState.OPEN.value, CaseState.UNDONE.value)
_DECIDED = (CaseState.CONFIRMED.value, CaseState.DISMISSED.value)


class AlreadyDecided(GroupkeeperError):
    """Somebody else was faster; the text says who, and how they decided."""


class Unknown(GroupkeeperError):
    """There is no such case, lead, person or merge."""


async def write_decision(connection: AsyncConnection, number: CaseId, word: Word) -> None:
    """Decide an open case; `AlreadyDecided` tells who was faster."""
    state = word.decision.state.value
    size = select(func.count()).where(case_message.c.case_id == number).scalar_subquery()
    done = await connection.execute(
        update(case)
        .where(case.c.id == number, case.c.state.in_(_DECIDABLE))
        .values(
            state=state,
            decision=word.decision.value,
            decided_by=word.author,
            decided_at=word.at,
            note=word.note,
            round=case.c.round + 1,
            told=size,
        )
    )
    if done.rowcount == 0:
        await _refuse(connection, number)
    await Audit(connection).note(
        f"case.{state}",
        f"case:{number}",
        author=word.author,
        now=word.at,
        reason=word.note,
        details={"decision": word.decision.value, "scope": word.scope.value},
    )


async def write_undo(
    connection: AsyncConnection, number: CaseId, *, author: str, note: str, now: datetime
) -> None:
    """Take a decision back, or what a rule did while nobody decided."""
    done = await connection.execute(
        update(case)
        .where(case.c.id == number, case.c.state.in_((*_DECIDED, CaseState.OPEN.value)))
        .values(
            state=CaseState.UNDONE.value,
            decision=None,
            decided_by=author,
            decided_at=now,
            note=note,
            round=case.c.round + 1,
        )
    )
    if done.rowcount == 0:
        await _refuse(connection, number)
    await Audit(connection).note(
        "case.undone", f"case:{number}", author=author, now=now, reason=note
    )


async def split_off(connection: AsyncConnection, number: CaseId, said: MessageId) -> CaseId:
    """Give a message of a campaign a case of its own; the case in which it stands alone.

    `Unknown` where it is none of the case's. A case of one message stays as it is.
    """
    rows = await connection.execute(
        select(case_message.c.message_id, case_message.c.flagged)
        .where(case_message.c.case_id == number)
        .order_by(case_message.c.flagged.desc(), case_message.c.message_id)
    )
    messages = [MessageId(row.message_id) for row in rows]
    if said not in messages:
        msg = f"message {said} is none of case {number}"
        raise Unknown(msg)
    others = [one for one in messages if one != said]
    if not others:
        return number
    first = await connection.scalar(select(case.c.message_id).where(case.c.id == number))
    if first != said:
        return await _move(connection, number, [said])
    await _move(connection, number, others)
    return number


async def _move(connection: AsyncConnection, number: CaseId, messages: list[MessageId]) -> CaseId:
    """A new case like another one, for some of its messages; the first of them opens it."""
    old = (await connection.execute(select(case).where(case.c.id == number))).one()
    about = (
        select(message.c.room_id, identity.c.student_id, case_message.c.score)
        .join(identity, identity.c.id == message.c.identity_id)
        .join(case_message, case_message.c.message_id == message.c.id)
        .where(message.c.id == messages[0])
    )
    said = (await connection.execute(about)).one()
    reasons = await connection.scalars(
        select(verdict.c.reason)
        .where(verdict.c.message_id == messages[0])
        .order_by(verdict.c.score.desc(), verdict.c.detector)
    )
    opened = await connection.execute(
        insert(case)
        .values(
            message_id=messages[0],
            room_id=said.room_id,
            student_id=said.student_id,
            score=said.score,
            reason="；".join(reasons) or old.reason,
            action=old.action,
            state=old.state,
            opened_at=old.opened_at,
            kind=old.kind,
            told=len(messages),
        )
        .returning(case.c.id)
    )
    fresh = CaseId(opened.scalar_one())
    await connection.execute(
        update(case_message)
        .where(case_message.c.case_id == number, case_message.c.message_id.in_(messages))
        .values(case_id=fresh)
    )
    return fresh


async def _refuse(connection: AsyncConnection, number: CaseId) -> None:
    found = await connection.execute(
        select(case.c.state, case.c.decided_by).where(case.c.id == number)
    )
    row = found.one_or_none()
    if row is None:
        msg = f"there is no case {number}"
        raise Unknown(msg)
    msg = f"case {number} is {row.state} already, by {row.decided_by}"
    raise AlreadyDecided(msg)
