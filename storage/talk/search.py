"""Full-text search over every message, in Chinese and in letters.

An index of grams finds candidates; the stored text decides. Indexing runs behind the archive by
a watermark, so that a flood of messages is not slowed down; the newest messages, not yet
indexed, are looked through as they are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId
from storage.bulk import among, listed
from storage.paging import Page, page_size, read_cursor, write_cursor
from storage.tables.service import meta
from storage.tables.talk import message
from storage.talk.grams import MAX_INDEXED, fits, grams, matches, place_grams, terms, wanted
from storage.talk.messages import (
    MessageFilter,
    MessageFound,
    conditions,
    identities_of,
    message_found,
    message_rows,
    with_edits,
)
from storage.upsert import insert_for

WATERMARK = "search.indexed"
_AT_A_TIME = 50_000  # characters indexed in one go: some 0.1 s in which nothing else runs
_FIRST_WINDOW = 200  # candidates; a common word has its page in the first few
_WINDOWS = 4_000
_NEWEST = 1 << 62

_Waiting = Row[Any, Any, Any, Any]  # message, its text, room, author


class NothingToSearch(GroupkeeperError):
    """A query without a letter, a digit or a Chinese character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which messages may be found."""

    by: MessageFilter
    within: Collection[RoomId] | None  # in these rooms; None: in any, and in none

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        return conditions(self.by, self.within)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as the index takes it."""

    terms: tuple[str, ...]
    whole: frozenset[str]
    beginnings: frozenset[str]


class Search:
    """Finds messages by what they say."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def index_pending(self, limit: int = 2_000) -> int:
        """Index the next messages, fewer where they are long; how many. 0: all are indexed."""
        done = await self._watermark()
        text_read = func.substr(message.c.text, 1, MAX_INDEXED).label("text")
        waiting = await self._connection.execute(
            select(message.c.id, text_read, message.c.room_id, message.c.identity_id)
            .where(message.c.id > done)
            .order_by(message.c.id)
            .limit(limit)
        )
        rows = _no_more_than(_AT_A_TIME, waiting.all())
        if not rows:
            return 0
        entries = [
            (row.id, grams(row.text) | place_grams(row.room_id, row.identity_id)) for row in rows
        ]
        if self._is_sqlite:
            await self._connection.execute(
                SQLITE_INSERT, [{"id": one, "grams": " ".join(found)} for one, found in entries]
            )
        else:
            await self._connection.execute(
                POSTGRESQL_INSERT,
                [{"id": one, "grams": sorted(found)} for one, found in entries],
            )
        statement = insert_for(self._connection, meta).values(
            key=WATERMARK, value=str(entries[-1][0])
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[meta.c.key], set_={"value": statement.excluded.value}
            )
        )
        return len(entries)

    async def pending(self) -> int:
        """How many messages are not indexed yet."""
        done = await self._watermark()
        statement = select(func.count()).select_from(message).where(message.c.id > done)
        return (await self._connection.execute(statement)).scalar_one()

    async def search(
        self,
        query: str,
        found_by: MessageFilter | None = None,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[MessageFound]:
        """Messages that hold every part of the query, newest first by arrival.

        Parts are separated by spaces. Chinese parts are found anywhere, words of letters from
        their beginning; case, width and signs do not count.
        """
        asked = _asked(query)
        wanted_by = _Wanted(by=found_by or MessageFilter(), within=within)
        limit = page_size(limit)
        behind = read_cursor(after, int)
        below = int(behind[0]) if behind is not None else _NEWEST
        done = await self._watermark()
        hits: list[MessageFound] = []
        if below > done:
            hits = await self._unindexed(asked, wanted_by, done, below, limit + 1)
        if len(hits) <= limit:
            below = min(below, done + 1)
            hits += await self._indexed(asked, wanted_by, below, limit + 1 - len(hits))
        more = len(hits) > limit
        shown = tuple(hits[:limit])
        return Page(items=shown, next=write_cursor(shown[-1].id) if more else None)

    async def _unindexed(
        self, asked: _Asked, wanted_by: _Wanted, above: int, below: int, limit: int
    ) -> list[MessageFound]:
        """The tail of the archive that the index does not know yet, text by text."""
        hits: list[MessageFound] = []
        while len(hits) < limit:
            rows = await self._connection.execute(
                select(message.c.id, message.c.text)
                .where(message.c.id > above, message.c.id < below, *wanted_by.conditions)
                .order_by(message.c.id.desc())
                .limit(_WINDOWS)
            )
            looked = rows.all()
            fitting = [
                row.id
                for row in looked
                if matches(row.text, asked.terms) and fits(row.text, asked.whole, asked.beginnings)
            ]
            hits += await self._shown(fitting[: limit - len(hits)])
            if len(looked) < _WINDOWS:
                break
            below = looked[-1].id
        return hits

    async def _indexed(
        self, asked: _Asked, wanted_by: _Wanted, below: int, limit: int
    ) -> list[MessageFound]:
        """Candidates of the index, newest first, window by window until there are enough."""
        tags = await self._tags_of(wanted_by)
        if tags is None:
            return []
        hits: list[int] = []
        window = _FIRST_WINDOW
        while len(hits) < limit:
            candidates = await self._candidates(asked, tags, below, window)
            hits += await self._fitting(candidates, asked, wanted_by)
            if len(candidates) < window:
                break
            below, window = candidates[-1], _WINDOWS
        return await self._shown(hits[:limit])

    async def _tags_of(self, wanted_by: _Wanted) -> tuple[frozenset[str], ...] | None:
        """The filter in the words of the index: of each set one must fit. None: nobody can."""
        tags: list[frozenset[str]] = []
        found_by = wanted_by.by
        if wanted_by.within is not None:
            here = (place_grams(one, None) for one in wanted_by.within)
            tags.append(frozenset().union(*here))
        if found_by.room is not None:
            tags.append(frozenset(place_grams(found_by.room, None)))
        if found_by.identity is not None:
            tags.append(frozenset(place_grams(None, found_by.identity)))
        if found_by.student is not None:
            rows = await self._connection.execute(identities_of(found_by.student))
            ids = list(rows.scalars())
            tags.append(frozenset(tag for one in ids for tag in place_grams(None, int(one))))
        return tuple(tags) if all(tags) else None

    async def _candidates(
        self, asked: _Asked, tags: tuple[frozenset[str], ...], below: int, limit: int
    ) -> Sequence[int]:
        statement, query = (
            (_SQLITE_FIND, _sqlite_query(asked, tags))
            if self._is_sqlite
            else (_POSTGRESQL_FIND, _postgresql_query(asked, tags))
        )
        if not self._is_sqlite:
            near = await self._connection.execute(
                _POSTGRESQL_NEAR,
                {"query": query, "below": below, "limit": limit, "above": below - _NEAR},
            )
            found = list(near.scalars())
            if len(found) == limit:
                return found
        rows = await self._connection.execute(
            statement, {"query": query, "below": below, "limit": limit}
        )
        return list(rows.scalars())

    async def _fitting(
        self, candidates: Sequence[int], asked: _Asked, wanted_by: _Wanted
    ) -> list[int]:
        rows = await self._connection.execute(
            select(message.c.id, message.c.text)
            .where(among(message.c.id, "ids"), *wanted_by.conditions)
            .order_by(message.c.id.desc()),
            {"ids": listed(candidates)},
        )
        return [row.id for row in rows if matches(row.text, asked.terms)]

    async def _shown(self, ids: Sequence[int]) -> list[MessageFound]:
        if not ids:
            return []
        rows = await self._connection.execute(
            message_rows().where(among(message.c.id, "ids")).order_by(message.c.id.desc()),
            {"ids": listed(ids)},
        )
        return await with_edits(self._connection, [message_found(row) for row in rows])

    async def _watermark(self) -> int:
        rows = await self._connection.execute(select(meta.c.value).where(meta.c.key == WATERMARK))
        return int(rows.scalar_one_or_none() or 0)

    @property
    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"


def _no_more_than(characters: int, rows: Sequence[_Waiting]) -> Sequence[_Waiting]:
    """The first rows whose texts are no longer together; one at least."""
    size = 0
    for number, row in enumerate(rows):
        size += len(row.text)
        if number and size > characters:
            return rows[:number]
    return rows


def _asked(query: str) -> _Asked:
    whole, beginnings = wanted(query)
    parts = terms(query)
    if not parts or not (whole or beginnings):
        msg = "type at least one letter, digit or Chinese character to search for"
        raise NothingToSearch(msg)
    return _Asked(parts, whole, beginnings)


def _sqlite_query(asked: _Asked, tags: tuple[frozenset[str], ...]) -> str:
    parts = [f'"{one}"' for one in sorted(asked.whole)]
    parts += [f'"{one}"*' for one in sorted(asked.beginnings)]
    parts += ["(" + " OR ".join(f'"{tag}"' for tag in sorted(one)) + ")" for one in tags]
    return " AND ".join(parts)


def _postgresql_query(asked: _Asked, tags: tuple[frozenset[str], ...]) -> str:
    parts = [f"'{one}'" for one in sorted(asked.whole)]
    parts += [f"'{one}':*" for one in sorted(asked.beginnings)]
    parts += ["(" + " | ".join(f"'{tag}'" for tag in sorted(one)) + ")" for one in tags]
    return " & ".join(parts)


# The grams are letters and digits, so that quotes around them are safe.
SQLITE_INSERT = text("INSERT INTO search_message (rowid, grams) VALUES (:id, :grams)")
_SQLITE_FIND = text(
    "SELECT rowid FROM search_message WHERE search_message MATCH :query AND rowid < :below "
    "ORDER BY rowid DESC LIMIT :limit"
)
POSTGRESQL_INSERT = text(
    "INSERT INTO search_message (message_id, grams) "
    "VALUES (:id, array_to_tsvector(CAST(:grams AS text[]))) ON CONFLICT DO NOTHING"
)
# GIN gives all hits at once, in no order: of a common word hundreds of thousands. So the newest
# messages are looked through first, by their ids; what is rare there is rare enough for GIN.
_NEAR = 20_000
_POSTGRESQL_NEAR = text(
    "SELECT message_id FROM search_message "
    "WHERE message_id < :below AND message_id >= :above AND grams @@ CAST(:query AS tsquery) "
    "ORDER BY message_id DESC LIMIT :limit"
)
_POSTGRESQL_FIND = text(
    "SELECT message_id FROM search_message "
    "WHERE grams @@ CAST(:query AS tsquery) AND message_id < :below "
    "ORDER BY message_id DESC LIMIT :limit"
)
