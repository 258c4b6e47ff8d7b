"""Near copies of suspects: found by the keys of their prints, in two queries for all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import RecordVerdicts
from bot.core.ids import IdentityId, MessageId
from bot.core.seen import CaseSeen, NearCopy, OpenCase, Suspect
from storage.bulk import Query, among, listed
from storage.tables.judging import case, case_message, near_key, near_print
from storage.tables.people import identity
from storage.tables.talk import message
from storage.types import UtcDateTime, micros
from storage.upsert import InsertNew

MOST = 8  # newest messages looked at for one key
LATELY = timedelta(hours=1)  # the longest `judging.near.together` there is

_NUMBERS = {
    "sqlite": "json_each(:keys) h",
    "postgresql": (
        "(SELECT v::bigint AS value FROM json_array_elements_text(CAST(:keys AS json)) v) h"
    ),
}
# One short walk along the index for each key, however many texts have it.
_MET = {
    dialect: Query(
        text(
            "SELECT h.value, k.message_id "  # noqa: S608 (both parts stand here)
            f"FROM {numbers} JOIN near_key k ON k.key = h.value AND k.message_id IN ("
            "SELECT c.message_id FROM near_key c WHERE c.key = h.value "
            f"ORDER BY c.message_id DESC LIMIT {MOST})"
        )
    )
    for dialect, numbers in _NUMBERS.items()
}
# By itself, not beside each copy: a campaign has as many copies as messages.
_SIZES: Select[Any] = (
    select(case_message.c.case_id, func.count())
    .where(among(case_message.c.case_id, "ids"))
    .group_by(case_message.c.case_id)
)
_COPIES: Select[Any] = (
    select(
        near_print.c.message_id,
        near_print.c.pieces,
        message.c.room_id,
        message.c.identity_id,
        message.c.sent_at,
        identity.c.student_id,
        case.c.id.label("case_id"),
        case.c.message_id.label("first"),
        case.c.state,
        case.c.score,
        case.c.told,
    )
    .select_from(
        near_print.join(message, message.c.id == near_print.c.message_id)
        .join(identity, identity.c.id == message.c.identity_id)
        .outerjoin(case_message, case_message.c.message_id == near_print.c.message_id)
        .outerjoin(case, case.c.id == case_message.c.case_id)
    )
    .where(among(near_print.c.message_id, "ids"))
)
_OPEN: Select[Any] = (
    select(
        case_message.c.identity_id,
        message.c.sent_at,
        case.c.id.label("case_id"),
        case.c.message_id.label("first"),
        case.c.state,
        case.c.score,
        case.c.told,
    )
    .select_from(
        message.join(case_message, case_message.c.message_id == message.c.id).join(
            case, case.c.id == case_message.c.case_id
        )
    )
    .where(
        among(case_message.c.identity_id, "ids"),
        message.c.sent_at >= bindparam("since", type_=UtcDateTime()),
        case.c.state == "open",
        case_message.c.flagged,
    )
    .order_by(message.c.sent_at, message.c.id)
)
_PRINTS = InsertNew(
    near_print, ("message_id", "pieces", "at"), index_elements=[near_print.c.message_id]
)
_KEYS = InsertNew(
    near_key, ("key", "message_id"), index_elements=[near_key.c.key, near_key.c.message_id]
)


async def near_copies(
    connection: AsyncConnection, suspects: Sequence[Suspect]
) -> Mapping[MessageId, tuple[NearCopy, ...]]:
    """What may say the same as each suspect; how near and how old it is, is looked at later."""
    keys = {key for one in suspects if one.near is not None for key in one.near.keys}
    if not keys:
        return {}
    met: dict[int, list[MessageId]] = defaultdict(list)
    rows = await _MET[connection.dialect.name].rows(connection, keys=listed(keys))
    for key, number in rows:
        met[key].append(MessageId(number))
    copies = await _copies(connection, {n for numbers in met.values() for n in numbers})
    found = {
        one.message.id: tuple(
            copies[number]
            for number in sorted({n for key in one.near.keys for n in met.get(key, ())})
            if number in copies
        )
        for one in suspects
        if one.near is not None
    }
    return {number: near for number, near in found.items() if near}


async def _copies(
    connection: AsyncConnection, numbers: set[MessageId]
) -> Mapping[MessageId, NearCopy]:
    if not numbers:
        return {}
    rows = (await connection.execute(_COPIES, {"ids": listed(numbers)})).all()
    cases = await _cases(connection, rows)
    return {row.message_id: _copy(row, cases) for row in rows}


async def open_cases(
    connection: AsyncConnection, suspects: Sequence[Suspect]
) -> Mapping[IdentityId, OpenCase]:
    """The open case that each author was flagged for last, within `LATELY`."""
    accounts = {one.message.sender.identity for one in suspects}
    if not accounts:
        return {}
    since = min(one.message.event.at for one in suspects) - LATELY
    rows = (await connection.execute(_OPEN, {"ids": listed(accounts), "since": since})).all()
    cases = await _cases(connection, rows)
    return {row.identity_id: OpenCase(case=cases[row.case_id], at=row.sent_at) for row in rows}


async def keep_prints(
    connection: AsyncConnection, records: Sequence[RecordVerdicts], now: datetime
) -> None:
    """Let later copies find these messages."""
    prints = [(one.message, one.near) for one in records if one.near is not None]
    await _PRINTS.run(
        connection,
        [
            {"message_id": number, "pieces": near.pieces, "at": micros(now)}
            for number, near in prints
        ],
    )
    await _KEYS.run(
        connection,
        [{"key": key, "message_id": number} for number, near in prints for key in near.keys],
    )


async def forget_prints(connection: AsyncConnection, *, before: datetime, limit: int) -> int:
    """Let campaigns of long ago rest; how many prints were forgotten, at most `limit`."""
    old = select(near_print.c.message_id).where(near_print.c.at < before).limit(limit)
    numbers = (await connection.scalars(old)).all()
    for table in (near_key, near_print) if numbers else ():
        gone = delete(table).where(among(table.c.message_id, "ids"))
        await connection.execute(gone, {"ids": listed(numbers)})
    return len(numbers)


def _copy(row: Row[Any], cases: Mapping[int, CaseSeen]) -> NearCopy:
    return NearCopy(
        message=row.message_id,
        room=row.room_id,
        sender=row.identity_id,
        student=row.student_id,
        at=row.sent_at,
        pieces=row.pieces,
        case=None if row.case_id is None else cases[row.case_id],
    )


async def _cases(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> Mapping[int, CaseSeen]:
    """The cases that rows tell of, each with how many messages it has."""
    told = {row.case_id: row for row in rows if row.case_id is not None}
    if not told:
        return {}
    sizes = await connection.execute(_SIZES, {"ids": listed(told)})
    return {
        number: CaseSeen(
            id=told[number].case_id,
            first=told[number].first,
            state=told[number].state,
            score=told[number].score,
            messages=messages,
            told=told[number].told,
        )
        for number, messages in sizes
    }
