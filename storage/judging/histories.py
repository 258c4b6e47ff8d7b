"""What suspects did before: a short walk along an index for each, in four queries for all."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, RoomId, StudentId
from bot.core.seen import HISTORY, History, SeenMessage
from storage.bulk import Query, among, listed
from storage.tables.judging import case, case_message
from storage.tables.people import identity, membership
from storage.types import from_micros, micros

LATELY = timedelta(days=1)
NEW = timedelta(days=3)  # of longer standing members it is not asked who came with them
TOGETHER = timedelta(minutes=10)  # who joins within it of somebody came with them

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
# Who was answered: a probe of the index of quotes for each message that is looked at.
_ANSWERS = {
    dialect: Query(
        text(
            "SELECT m.room_id, m.identity_id, count(*) "  # noqa: S608 (both parts stand here)
            f"FROM {numbers} JOIN message m ON m.id IN ("
            "SELECT c.id FROM message c WHERE c.identity_id = h.value AND c.id < :first "
            f"ORDER BY c.sent_at DESC LIMIT {HISTORY}) "
            "JOIN message q ON q.channel = m.channel AND q.quoted_ref = m.ref "
            "WHERE q.quoted_ref IS NOT NULL AND q.identity_id <> m.identity_id AND q.id < :first "
            "GROUP BY m.room_id, m.identity_id"
        )
    )
    for dialect, numbers in _NUMBERS.items()
}
_ARRIVALS = Query(
    select(membership.c.room_id, membership.c.joined_at).where(
        among(membership.c.room_id, "ids"),
        membership.c.joined_at >= bindparam("since", type_=BigInteger()),
    )
)
# Whoever joined in a campaign has a share in how it was decided.
_CASES = (
    select(identity.c.student_id, case.c.state, func.count(case.c.id.distinct()))
    .select_from(
        identity.join(case_message, case_message.c.identity_id == identity.c.id).join(
            case, case.c.id == case_message.c.case_id
        )
    )
    .where(
        among(identity.c.student_id, "ids"),
        case_message.c.flagged | (case.c.state == "dismissed"),
    )
    .group_by(identity.c.student_id, case.c.state)
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
    answers: Mapping[tuple[RoomId | None, IdentityId], int] = field(default_factory=dict)
    arrivals: Mapping[RoomId, Sequence[int]] = field(default_factory=dict)  # in order
    cases: Mapping[tuple[StudentId, str], int] = field(default_factory=dict)


async def histories(
    connection: AsyncConnection, said: Sequence[SeenMessage], *, now: datetime
) -> Mapping[tuple[RoomId | None, IdentityId], History]:
    """The history of each author, by room and account, as it was before the batch."""
    if not said:
        return {}
    first = min(one.id for one in said)
    past = _Past()
    accounts = {one.sender.identity for one in said}
    await _read_talk(connection, past, accounts, first, now)
    past.answers = await _answers(connection, accounts, first)
    past.arrivals = await _arrivals(connection, said, now)
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
    connection: AsyncConnection, accounts: Collection[IdentityId], first: int
) -> Mapping[tuple[RoomId | None, IdentityId], int]:
    found = await _ANSWERS[connection.dialect.name].rows(
        connection, ids=listed(accounts), first=first
    )
    return {(room, account): count for room, account, count in found}


async def _arrivals(
    connection: AsyncConnection, said: Sequence[SeenMessage], now: datetime
) -> Mapping[RoomId, Sequence[int]]:
    rooms = {
        one.room
        for one in said
        if one.room is not None and one.sender.joined is not None and now - one.sender.joined < NEW
    }
    if not rooms:
        return {}
    since = micros(now - NEW - TOGETHER)
    found: dict[RoomId, list[int]] = defaultdict(list)
    for room, at in await _ARRIVALS.rows(connection, ids=listed(rooms), since=since):
        found[room].append(at)
    return {room: sorted(times) for room, times in found.items()}


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
        answered=past.answers.get((one.room, account), 0),
        rooms=len(past.rooms.get(account, set()) | here),
        arrived_with=_arrived_with(one, past),
        confirmed=past.cases.get((student, "confirmed"), 0) if student is not None else 0,
        dismissed=past.cases.get((student, "dismissed"), 0) if student is not None else 0,
    )


def _arrived_with(one: SeenMessage, past: _Past) -> int:
    joined = one.sender.joined
    times = past.arrivals.get(one.room) if one.room is not None else None
    if joined is None or not times:
        return 0
    around = bisect_right(times, micros(joined + TOGETHER)) - bisect_left(
        times, micros(joined - TOGETHER)
    )
    return max(0, around - 1)  # the first is themselves
