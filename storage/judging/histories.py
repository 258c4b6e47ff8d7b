"""What suspects did before: a short walk along an index for each, in three queries for all."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, RoomId, StudentId
from bot.core.seen import HISTORY, History, SeenMessage
from storage.bulk import Query, among, listed
from storage.tables.judging import case
from storage.tables.people import person
from storage.types import from_micros, micros

LATELY = timedelta(days=1)
_TALK = 300  # messages of a room in which answers are looked for
_ANSWERED_WITHIN = timedelta(days=30)

_NUMBERS = {
    "sqlite": "json_each(:ids) h",
    "postgresql": (
        "(SELECT v::bigint AS value FROM json_array_elements_text(CAST(:ids AS json)) v) h"
    ),
}
_SAID = {
    dialect: Query(
        text(
            "SELECT m.identity_id, m.room_id, m.sent_at, "  # noqa: S608 (both parts stand here)
            "CASE WHEN m.quoted_ref IS NOT NULL OR m.mentions IS NOT NULL THEN 1 ELSE 0 END "
            f"FROM {numbers} JOIN message m ON m.id IN ("
            "SELECT c.id FROM message c WHERE c.identity_id = h.value AND c.id < :first "
            f"ORDER BY c.sent_at DESC LIMIT {HISTORY})"
        )
    )
    for dialect, numbers in _NUMBERS.items()
}
_ANSWERS = {
    dialect: Query(
        text(
            "SELECT q.room_id, said.identity_id, count(*) "  # noqa: S608 (both parts stand here)
            f"FROM {numbers} JOIN message q ON q.id IN ("
            "SELECT c.id FROM message c WHERE c.room_id = h.value AND c.sent_at >= :since "
            f"AND c.id < :first ORDER BY c.sent_at DESC LIMIT {_TALK}) "
            "JOIN message said ON said.channel = q.channel AND said.ref = q.quoted_ref "
            "WHERE q.quoted_ref IS NOT NULL AND q.identity_id <> said.identity_id "
            "GROUP BY q.room_id, said.identity_id"
        )
    )
    for dialect, numbers in _NUMBERS.items()
}
_BEARER = func.coalesce(person.c.merged_into, person.c.student_id)
_CASES = (
    select(_BEARER, case.c.state, func.count())
    .select_from(case.join(person, person.c.student_id == case.c.student_id))
    .where(among(person.c.student_id, "ids") | among(person.c.merged_into, "ids"))
    .group_by(_BEARER, case.c.state)
)


@dataclass(slots=True)
class _Talk:
    """What one account said in one room."""

    spoken: int = 0
    replied: int = 0
    since: datetime | None = None


@dataclass(slots=True)
class _Past:
    """All that was read, by account, room and person."""

    talk: dict[tuple[RoomId | None, IdentityId], _Talk] = field(
        default_factory=lambda: defaultdict(_Talk)
    )
    rooms: dict[IdentityId, set[RoomId]] = field(default_factory=lambda: defaultdict(set))
    answers: Mapping[tuple[RoomId, IdentityId], int] = field(default_factory=dict)
    cases: Mapping[tuple[StudentId, str], int] = field(default_factory=dict)


async def histories(
    connection: AsyncConnection, said: Sequence[SeenMessage], *, now: datetime
) -> Mapping[tuple[RoomId | None, IdentityId], History]:
    """The history of each author, by room and account, as it was before the batch."""
    if not said:
        return {}
    first = min(one.id for one in said)
    past = _Past()
    await _read_talk(connection, past, {one.sender.identity for one in said}, first, now)
    past.answers = await _answers(
        connection, {one.room for one in said if one.room is not None}, first, now
    )
    past.cases = await _cases(
        connection, {one.sender.student for one in said if one.sender.student is not None}
    )
    return {(one.room, one.sender.identity): _history(one, past) for one in said}


async def _read_talk(
    connection: AsyncConnection,
    past: _Past,
    accounts: Collection[IdentityId],
    first: int,
    now: datetime,
) -> None:
    rows = await _SAID[connection.dialect.name].rows(connection, ids=listed(accounts), first=first)
    lately = micros(now - LATELY)
    for account, room, sent, replies in rows:
        talk = past.talk[room, account]
        talk.spoken += 1
        talk.replied += replies
        at = from_micros(sent)
        talk.since = at if talk.since is None else min(talk.since, at)
        if room is not None and sent >= lately:
            past.rooms[account].add(room)


async def _answers(
    connection: AsyncConnection, rooms: Collection[RoomId], first: int, now: datetime
) -> Mapping[tuple[RoomId, IdentityId], int]:
    if not rooms:
        return {}
    found = await _ANSWERS[connection.dialect.name].rows(
        connection, ids=listed(rooms), first=first, since=micros(now - _ANSWERED_WITHIN)
    )
    return {(room, account): count for room, account, count in found}


async def _cases(
    connection: AsyncConnection, students: Collection[StudentId]
) -> Mapping[tuple[StudentId, str], int]:
    if not students:
        return {}
    rows = await connection.execute(_CASES, {"ids": listed(students)})
    found: Counter[tuple[StudentId, str]] = Counter()
    for student, state, count in rows:
        found[student, state] += count
    return found


def _history(one: SeenMessage, past: _Past) -> History:
    account, student = one.sender.identity, one.sender.student
    talk = past.talk.get((one.room, account), _Talk())
    here = {one.room} if one.room is not None else set()
    return History(
        spoken=talk.spoken,
        since=talk.since,
        replied=talk.replied,
        answered=past.answers.get((one.room, account), 0) if one.room is not None else 0,
        rooms=len(past.rooms.get(account, set()) | here),
        confirmed=past.cases.get((student, "confirmed"), 0) if student is not None else 0,
        dismissed=past.cases.get((student, "dismissed"), 0) if student is not None else 0,
    )
