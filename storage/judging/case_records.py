"""Verdicts written down, and the cases that come of them: one a campaign."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import RecordVerdicts
from bot.core.ids import CaseId, MessageId
from storage.bulk import Many, Query, among, listed
from storage.judging.near import keep_prints
from storage.noting import note_messages, note_rows
from storage.people.survivors import survivors
from storage.tables.judging import case, case_message, verdict
from storage.tables.talk import message
from storage.types import micros
from storage.upsert import InsertNew

_VERDICT = ("message_id", "detector", "score", "reason", "evidence")


def _verdict_statement(new: sqlite.Insert | postgresql.Insert) -> Many:
    """What a detector says of a message judged once more stands, where it is surer now."""
    given = new.excluded
    return Many(
        new.values({name: bindparam(name) for name in _VERDICT}).on_conflict_do_update(
            index_elements=[verdict.c.message_id, verdict.c.detector],
            set_={name: given[name] for name in ("score", "reason", "evidence")},
            where=verdict.c.score < given.score,
        )
    )


_VERDICTS = {
    "sqlite": _verdict_statement(sqlite.insert(verdict)),
    "postgresql": _verdict_statement(postgresql.insert(verdict)),
}
_OPEN = InsertNew(
    case,
    (
        "message_id",
        "room_id",
        "student_id",
        "score",
        "reason",
        "action",
        "state",
        "opened_at",
        "kind",
    ),
    index_elements=[case.c.message_id],
)
_AUTHOR = select(message.c.identity_id).where(message.c.id == bindparam("message_id"))
_ROW = ("message_id", "case_id", "score", "flagged", "action", "at")


def _join_statement(new: sqlite.Insert | postgresql.Insert) -> Many:
    """A message judged once more weighs what it weighed most; it stays with its case."""
    given = new.excluded
    heavier = case_message.c.score < given.score
    return Many(
        new.values(
            {name: bindparam(name) for name in _ROW} | {"identity_id": _AUTHOR.scalar_subquery()}
        ).on_conflict_do_update(
            index_elements=[case_message.c.message_id],
            set_={
                "score": sql_case((heavier, given.score), else_=case_message.c.score),
                "flagged": case_message.c.flagged | given.flagged,
                "action": sql_case(
                    (given.action != literal_column("''"), given.action),
                    else_=case_message.c.action,
                ),
            },
        )
    )


_JOIN = {
    "sqlite": _join_statement(sqlite.insert(case_message)),
    "postgresql": _join_statement(postgresql.insert(case_message)),
}
_CASED = Query(
    select(case_message.c.message_id, case_message.c.case_id).where(
        among(case_message.c.message_id, "ids")
    )
)
_BY_FIRST = Query(select(case.c.message_id, case.c.id).where(among(case.c.message_id, "ids")))
_SCORES = (
    select(verdict.c.message_id, func.max(verdict.c.score))
    .where(among(verdict.c.message_id, "ids"))
    .group_by(verdict.c.message_id)
)
_GROW = Many(
    update(case)
    .where(case.c.id == bindparam("key"), case.c.score < bindparam("highest"))
    .values(score=bindparam("highest"))
)
_TELL = Many(
    update(case)
    .where(case.c.id == bindparam("key"))
    .values(
        told=select(func.count())
        .where(case_message.c.case_id == bindparam("key"))
        .scalar_subquery()
    )
)


async def record_verdicts(
    connection: AsyncConnection, records: Sequence[RecordVerdicts], now: datetime
) -> None:
    """Keep verdicts and prints; open cases, or let messages join the case of their campaign."""
    rows: list[dict[str, Any]] = [
        {
            "message_id": record.message,
            "detector": one.detector,
            "score": one.score,
            "reason": one.reason,
            "evidence": listed(one.evidence),
        }
        for record in records
        for one in record.spam.verdicts
    ]
    if rows:
        await _VERDICTS[connection.dialect.name].run(connection, rows)
    await keep_prints(connection, records, now)
    cased = [one for one in records if one.spam.flagged or one.campaign is not None]
    if cased:
        firsts = {one.campaign or one.message for one in cased}
        known = await _cased(connection, firsts | {one.message for one in cased})
        new = [one for one in cased if one.campaign is None and one.message not in known]
        await _open(connection, new, now)
        await _join(connection, cased, known, now)


async def _open(
    connection: AsyncConnection, flagged: Sequence[RecordVerdicts], now: datetime
) -> None:
    students = {one.student for one in flagged if one.student is not None}
    now_is = await survivors(connection, students)
    await _OPEN.run(
        connection,
        [
            {
                "message_id": one.message,
                "room_id": one.room,
                "student_id": now_is.get(one.student) if one.student else None,
                "score": one.spam.score,
                "reason": "；".join(one.spam.reasons),
                "action": one.action,
                "state": "open",
                "opened_at": micros(now),
                "kind": one.kind,
            }
            for one in flagged
        ],
    )


async def _cased(
    connection: AsyncConnection, said: Collection[MessageId]
) -> Mapping[MessageId, CaseId]:
    rows = await _CASED.rows(connection, ids=listed(said))
    return {MessageId(one): CaseId(number) for one, number in rows}


async def _join(
    connection: AsyncConnection,
    cased: Sequence[RecordVerdicts],
    known: Mapping[MessageId, CaseId],
    now: datetime,
) -> None:
    firsts = {one.campaign or one.message for one in cased}
    opened = {
        MessageId(first): CaseId(number)
        for first, number in await _BY_FIRST.rows(connection, ids=listed(firsts))
    }
    homes = {**known, **opened}  # by message
    cases = {
        one.message: known.get(one.message) or homes[one.campaign or one.message] for one in cased
    }
    scores = await _scores(connection, {number for one in cased for number in one.earlier})
    rows = []
    for one in cased:
        number = cases[one.message]
        rows.append(
            _row(number, one.message, one.spam.score, now, one.action)
            | {"flagged": one.spam.flagged}
        )
        rows += [_row(number, before, scores.get(before, 0.0), now) for before in one.earlier]
    await _JOIN[connection.dialect.name].run(connection, rows)
    await note_rows(connection, "case", case, set(cases.values()))
    await note_messages(connection, {MessageId(row["message_id"]) for row in rows})
    joined = [(cases[one.message], one) for one in cased if one.campaign is not None]
    if joined:
        grown = [{"key": number, "highest": one.spam.score} for number, one in joined]
        await _GROW.run(connection, grown)
    told = [{"key": number} for number, one in joined if one.told]
    if told:
        await _TELL.run(connection, told)


async def _scores(
    connection: AsyncConnection, numbers: Collection[MessageId]
) -> Mapping[MessageId, float]:
    if not numbers:
        return {}
    rows = await connection.execute(_SCORES, {"ids": listed(numbers)})
    return {MessageId(number): score for number, score in rows}


def _row(
    number: CaseId, said: MessageId, score: float, now: datetime, action: str = ""
) -> dict[str, Any]:
    return {
        "message_id": said,
        "case_id": number,
        "score": score,
        "flagged": False,
        "action": action,
        "at": micros(now),
    }
