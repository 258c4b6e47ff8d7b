"""Full-text search over every message, in Chinese and in letters.

An index of grams finds candidates; the stored text decides. Indexing runs behind the archive by
a watermark, so that a flood of messages is not slowed down; the newest messages, not yet
indexed, are looked through as they are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import RoomId
from storage.bulk import among, listed
from storage.paging import Page, page_size, read_cursor, write_cursor
from storage.tables.talk import message
from storage.talk.gram_index import Asked, Tags, candidates, enter, indexed, indexed_to, read_query
from storage.talk.grams import MAX_INDEXED, fits, grams, matches, place_grams
from storage.talk.messages import (
    MessageFilter,
    MessageFound,
    conditions,
    identities_of,
    message_found,
    message_rows,
    with_edits,
)

_AT_A_TIME = 50_000  # characters indexed in one go: some 0.1 s in which nothing else runs
_FIRST_WINDOW = 200  # candidates; a common word has its page in the first few
_WINDOWS = 4_000
_NEWEST = 1 << 62

_Waiting = Row[Any, Any, Any, Any]  # message, its text, room, author


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which messages may be found."""

    by: MessageFilter
    within: Collection[RoomId] | None  # in these rooms; None: in any, and in none

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        return conditions(self.by, self.within)


class Search:
    """Finds messages by what they say."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def index_pending(self, limit: int = 2_000) -> int:
        """Index the next messages, fewer where they are long; how many. 0: all are indexed."""
        done = await indexed(self._connection)
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
        await enter(self._connection, entries)
        await indexed_to(self._connection, entries[-1][0])
        return len(entries)

    async def pending(self) -> int:
        """How many messages are not indexed yet."""
        done = await indexed(self._connection)
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
        asked = read_query(query)
        wanted_by = _Wanted(by=found_by or MessageFilter(), within=within)
        limit = page_size(limit)
        behind = read_cursor(after, int)
        below = int(behind[0]) if behind is not None else _NEWEST
        done = await indexed(self._connection)
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
        self, asked: Asked, wanted_by: _Wanted, above: int, below: int, limit: int
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
        self, asked: Asked, wanted_by: _Wanted, below: int, limit: int
    ) -> list[MessageFound]:
        """Candidates of the index, newest first, window by window until there are enough."""
        tags = await self._tags_of(wanted_by)
        if tags is None:
            return []
        hits: list[int] = []
        window = _FIRST_WINDOW
        while len(hits) < limit:
            there = await candidates(self._connection, asked, tags, below=below, limit=window)
            hits += await self._fitting(there, asked, wanted_by)
            if len(there) < window:
                break
            below, window = there[-1], _WINDOWS
        return await self._shown(hits[:limit])

    async def _tags_of(self, wanted_by: _Wanted) -> Tags | None:
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

    async def _fitting(self, found: Sequence[int], asked: Asked, wanted_by: _Wanted) -> list[int]:
        rows = await self._connection.execute(
            select(message.c.id, message.c.text)
            .where(among(message.c.id, "ids"), *wanted_by.conditions)
            .order_by(message.c.id.desc()),
            {"ids": listed(found)},
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


def _no_more_than(characters: int, rows: Sequence[_Waiting]) -> Sequence[_Waiting]:
    """The first rows whose texts are no longer together; one at least."""
    size = 0
    for number, row in enumerate(rows):
        size += len(row.text)
        if number and size > characters:
            return rows[:number]
    return rows
