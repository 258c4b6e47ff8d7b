"""What people decide about cases, written down once: the second to decide is told."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.errors import GroupkeeperError
from bot.core.ids import CaseId, MessageId, StudentId
from bot.core.review import CaseState, Word
from storage.noting import note_cases
from storage.service.audit import Audit
from storage.tables.judging import appeal, case, case_message, report, verdict
from storage.tables.people import identity, person
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
    audit = Audit(connection)
    before = await audit.state(f"case:{number}")
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
    await note_cases(connection, [number])
    await audit.note(
        f"case.{state}",
        f"case:{number}",
        author=word.author,
        now=word.at,
        reason=word.note,
        before=before,
        details={"decision": word.decision.value, "scope": word.scope.value},
    )


async def write_undo(
    connection: AsyncConnection, number: CaseId, *, author: str, note: str, now: datetime
) -> None:
    """Take a decision back, or what a rule did while nobody decided."""
    audit = Audit(connection)
    before = await audit.state(f"case:{number}")
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
    await note_cases(connection, [number])
    await audit.note(
        "case.undone", f"case:{number}", author=author, now=now, reason=note, before=before
    )


async def split_off(
    connection: AsyncConnection, number: CaseId, said: MessageId, *, author: str, now: datetime
) -> CaseId:
    """Give a message of a campaign a case of its own; the case in which it stands alone.

    `Unknown` where it is none of the case's. A case of one message stays as it is. Audited.
    """
    messages = [one for one, _ in await _messages(connection, number)]
    if said not in messages:
        msg = f"message {said} is none of case {number}"
        raise Unknown(msg)
    fresh = await _part(connection, number, [said], [one for one in messages if one != said])
    await _note_split(connection, number, fresh, author, now)
    return fresh


async def split_person(
    connection: AsyncConnection, number: CaseId, student: StudentId, *, author: str, now: datetime
) -> CaseId:
    """Give what one person said in a campaign a case of its own; the case in which it stands.

    A case that is theirs alone stays as it is. Audited.
    """
    everybody = await _messages(connection, number)
    theirs = [one for one, who in everybody if who == student]
    fresh = await _part(
        connection, number, theirs, [one for one, who in everybody if who != student]
    )
    if fresh != number:
        whose = select(person.c.student_id).where(
            (person.c.student_id == student) | (person.c.merged_into == student)
        )
        await connection.execute(
            update(appeal)
            .where(appeal.c.case_id == number, appeal.c.student_id.in_(whose))
            .values(case_id=fresh)
        )
    await _note_split(connection, number, fresh, author, now)
    return fresh


async def _messages(
    connection: AsyncConnection, number: CaseId
) -> list[tuple[MessageId, StudentId]]:
    """Messages of a case with their authors; those that were flagged first."""
    rows = await connection.execute(
        select(case_message.c.message_id, identity.c.student_id)
        .join(identity, identity.c.id == case_message.c.identity_id)
        .where(case_message.c.case_id == number)
        .order_by(case_message.c.flagged.desc(), case_message.c.message_id)
    )
    return [(MessageId(row.message_id), StudentId(row.student_id)) for row in rows]


async def _part(
    connection: AsyncConnection, number: CaseId, moved: list[MessageId], left: list[MessageId]
) -> CaseId:
    """Move messages into a new case like the old one; what was ordered stays with the old."""
    if not moved or not left:
        return number
    old = (await connection.execute(select(case).where(case.c.id == number))).one()
    if old.message_id in moved:
        about = await _about(connection, left[0])
        await connection.execute(update(case).where(case.c.id == number).values(about))
    same = ("action", "state", "opened_at", "kind", "decision", "decided_by", "decided_at", "note")
    opened = await connection.execute(
        insert(case)
        .values(
            await _about(connection, moved[0])
            | {name: getattr(old, name) for name in same}
            | {"round": old.round, "told": len(moved)}
        )
        .returning(case.c.id)
    )
    fresh = CaseId(opened.scalar_one())
    await connection.execute(
        update(case_message)
        .where(case_message.c.case_id == number, case_message.c.message_id.in_(moved))
        .values(case_id=fresh)
    )
    # Who reported these is right or wrong as these are decided.
    await connection.execute(
        update(report)
        .where(report.c.case_id == number, report.c.message_id.in_(moved))
        .values(case_id=fresh)
    )
    return fresh


async def _note_split(
    connection: AsyncConnection, number: CaseId, fresh: CaseId, author: str, now: datetime
) -> None:
    if fresh == number:
        return
    await note_cases(connection, [number, fresh])
    left, moved = [len(await _messages(connection, one)) for one in (number, fresh)]
    parts = (
        (number, before_after({"messages": left + moved}, {"messages": left}) | {"into": fresh}),
        (fresh, before_after(None, {"messages": moved}) | {"from": number}),
    )
    audit = Audit(connection)
    for subject, details in parts:
        await audit.note("case.split", f"case:{subject}", author=author, now=now, details=details)


async def _about(connection: AsyncConnection, said: MessageId) -> dict[str, Any]:
    """What a case says that is opened of a message."""
    about = (
        select(message.c.room_id, identity.c.student_id, case_message.c.score)
        .join(identity, identity.c.id == message.c.identity_id)
        .join(case_message, case_message.c.message_id == message.c.id)
        .where(message.c.id == said)
    )
    row = (await connection.execute(about)).one()
    reasons = await connection.scalars(
        select(verdict.c.reason)
        .where(verdict.c.message_id == said)
        .order_by(verdict.c.score.desc(), verdict.c.detector)
    )
    return {
        "message_id": said,
        "room_id": row.room_id,
        "student_id": row.student_id,
        "score": row.score,
        "reason": "；".join(reasons),
    }


async def _refuse(connection: AsyncConnection, number: CaseId) -> None:
    found = await connection.execute(
        select(case.c.state, case.c.decision, case.c.decided_by, case.c.decided_at).where(
            case.c.id == number
        )
    )
    row = found.one_or_none()
    if row is None:
        msg = f"there is no case {number}"
        raise Unknown(msg)
    when = f"{row.decided_at:%Y-%m-%d %H:%M} UTC"
    how = when if row.decision is None else f"{row.decision}, {when}"
    msg = f"case {number} is {row.state} already, by {row.decided_by} ({how})"
    raise AlreadyDecided(msg)
