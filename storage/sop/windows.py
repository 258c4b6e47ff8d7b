"""Stretches of time in rooms, and what members did in each: counted for hundreds at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, RoomId
from storage.bulk import Query, listed
from storage.types import from_micros, micros

_MOST_READ = 500  # characters of a message in which words are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `since` on, and before `until`, in one room. `key` tells it from others."""

    key: int
    room: RoomId
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """How much members said: messages, and how many of them spoke."""

    messages: int = 0
    speakers: int = 0
    first: datetime | None = None  # the first message


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something a member said in a window."""

    key: int
    person: int  # the student ID; below zero: an account that is nobody's yet
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A message of a member that speaks to somebody: by a quotation, or by mentions."""

    key: int
    person: int
    at: datetime
    quoted: str = ""  # the platform's id of what is quoted
    quoted_text: str = ""
    mentions: tuple[str, ...] = ()


_WINDOWS = {
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS k, json_extract(value, '$[1]') AS room, "
        "json_extract(value, '$[2]') AS since, json_extract(value, '$[3]') AS until "
        "FROM json_each(:windows)) w"
    ),
    "postgresql": (
        "(SELECT (v->>0)::bigint AS k, (v->>1)::bigint AS room, (v->>2)::bigint AS since, "
        "(v->>3)::bigint AS until FROM json_array_elements(CAST(:windows AS json)) v) w"
    ),
}
_NUMBERS = {
    "sqlite": "SELECT value FROM json_each(:staff)",
    "postgresql": "SELECT v::bigint FROM json_array_elements_text(CAST(:staff AS json)) v",
}
_PERSON = "coalesce(i.student_id, -i.id)"


def _queries(select: str, where: str, end: str) -> dict[str, Query]:
    """The statement for each database: of the windows, joined by the condition."""
    return {
        dialect: Query(
            text(
                f"SELECT w.k, {select} FROM {windows} CROSS JOIN "  # noqa: S608 (all parts stand in this file)
                f"{where.replace('{messages}', _MESSAGES[dialect])} "
                f"AND NOT i.own AND i.id NOT IN ({_NUMBERS[dialect]}) {end}"
            )
        )
        for dialect, windows in _WINDOWS.items()
    }


# Each window is a short walk along the room's index: SQLite goes by the order of CROSS JOIN;
# PostgreSQL, which takes thousands of windows for a hundred, has to be told by OFFSET 0.
_MESSAGES = {
    "sqlite": "message m",
    "postgresql": (
        "LATERAL (SELECT * FROM message x WHERE x.room_id = w.room AND x.sent_at >= w.since "
        "AND x.sent_at < w.until OFFSET 0) m"
    ),
}
# An advert is no answer while its case is open or was confirmed; found to be fine, it counts
# again. What members merely reported counts until somebody decides.
_ADVERT = (
    'SELECT 1 FROM case_message a JOIN "case" c ON c.id = a.case_id WHERE a.message_id = m.id '
    "AND (a.flagged AND c.state IN ('open', 'confirmed') "
    "OR c.state = 'confirmed' AND c.message_id = m.id)"
)
_SAID = (
    "{messages} CROSS JOIN identity i WHERE m.room_id = w.room AND m.sent_at >= w.since "
    "AND m.sent_at < w.until AND i.id = m.identity_id AND NOT m.own "
    f"AND m.recalled_at IS NULL AND m.kind <> 'system' AND NOT EXISTS ({_ADVERT})"
)
_TALK = _queries(f"count(*), count(DISTINCT {_PERSON}), min(m.sent_at)", _SAID, "GROUP BY w.k")
_ADDRESSES = _queries(
    f"{_PERSON}, m.sent_at, m.quoted_ref, m.quoted_text, m.mentions",
    f"{_SAID} AND (m.quoted_ref IS NOT NULL OR m.quoted_text IS NOT NULL "
    "OR m.mentions IS NOT NULL)",
    "ORDER BY w.k, m.sent_at, m.id",
)
_LINES = _queries(
    f"{_PERSON}, substr(m.text, 1, {_MOST_READ}), m.sent_at", _SAID, "ORDER BY w.k, m.sent_at, m.id"
)
_MEMBERS = _queries(
    f"count(DISTINCT {_PERSON})",
    "membership s CROSS JOIN identity i WHERE s.room_id = w.room AND i.id = s.identity_id "
    "AND (s.joined_at IS NULL OR s.joined_at <= w.since) "
    "AND (s.left_at IS NULL OR s.left_at > w.since)",
    "GROUP BY w.k",
)


async def talk_in(
    connection: AsyncConnection, windows: Sequence[Window], staff: Iterable[IdentityId]
) -> Mapping[int, Talk]:
    """What members said, by the window's key; no colleagues, no adverts."""
    if not windows:
        return {}
    rows = await _rows(connection, _TALK, windows, staff)
    return {
        key: Talk(messages=messages, speakers=speakers, first=from_micros(first))
        for key, messages, speakers, first in rows
    }


async def lines_in(
    connection: AsyncConnection, windows: Sequence[Window], staff: Iterable[IdentityId]
) -> list[Line]:
    """Each message of members in the windows, in order."""
    if not windows:
        return []
    rows = await _rows(connection, _LINES, windows, staff)
    return [
        Line(key=key, person=person, text=said, at=from_micros(at))
        for key, person, said, at in rows
    ]


async def addresses_in(
    connection: AsyncConnection, windows: Sequence[Window], staff: Iterable[IdentityId]
) -> list[Address]:
    """Each message of members in the windows that quotes or mentions, in order."""
    if not windows:
        return []
    rows = await _rows(connection, _ADDRESSES, windows, staff)
    return [
        Address(
            key=key,
            person=person,
            at=from_micros(at),
            quoted=quoted or "",
            quoted_text=quoted_text or "",
            mentions=tuple(json.loads(mentions) if isinstance(mentions, str) else mentions or ()),
        )
        for key, person, at, quoted, quoted_text, mentions in rows
    ]


async def members_at(
    connection: AsyncConnection, windows: Sequence[Window], staff: Iterable[IdentityId]
) -> Mapping[int, int]:
    """How many people sat in the room when the window began.

    Who left and came back since then counts from the return: older stays are not kept.
    """
    if not windows:
        return {}
    rows = await _rows(connection, _MEMBERS, windows, staff)
    return dict(rows)


async def _rows(
    connection: AsyncConnection,
    queries: Mapping[str, Query],
    windows: Sequence[Window],
    staff: Iterable[IdentityId],
) -> list[tuple[Any, ...]]:
    asked = [[w.key, w.room, micros(w.since), micros(w.until)] for w in windows]
    return await queries[connection.dialect.name].rows(
        connection, windows=json.dumps(asked), staff=listed(staff)
    )
