"""The index of grams as both databases have it: entered, and asked for candidates."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import GroupkeeperError
from storage.tables.service import meta
from storage.talk.grams import terms, wanted
from storage.upsert import insert_for

Tags = tuple[frozenset[str], ...]  # of each set one must fit
_WATERMARK = "search.indexed"


class NothingToSearch(GroupkeeperError):
    """A query without a letter, a digit or a Chinese character."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the index takes it."""

    terms: tuple[str, ...]
    whole: frozenset[str]
    beginnings: frozenset[str]


def read_query(query: str) -> Asked:
    """What people typed, as the index takes it; raises `NothingToSearch`."""
    whole, beginnings = wanted(query)
    parts = terms(query)
    if not parts or not (whole or beginnings):
        msg = "type at least one letter, digit or Chinese character to search for"
        raise NothingToSearch(msg)
    return Asked(parts, whole, beginnings)


async def indexed(connection: AsyncConnection) -> int:
    """Up to which message the index is; 0: it holds none."""
    rows = await connection.execute(select(meta.c.value).where(meta.c.key == _WATERMARK))
    return int(rows.scalar_one_or_none() or 0)


async def indexed_to(connection: AsyncConnection, last: int) -> None:
    """Note up to which message the index is."""
    statement = insert_for(connection, meta).values(key=_WATERMARK, value=str(last))
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[meta.c.key], set_={"value": statement.excluded.value}
        )
    )


async def enter(connection: AsyncConnection, entries: Sequence[tuple[int, Set[str]]]) -> None:
    """Enter messages with their grams."""
    if not entries:
        return
    if _is_sqlite(connection):
        rows = [{"id": one, "grams": " ".join(found)} for one, found in entries]
        await connection.execute(_SQLITE_INSERT, rows)
    else:
        listed = [{"id": one, "grams": sorted(found)} for one, found in entries]
        await connection.execute(_POSTGRESQL_INSERT, listed)


async def candidates(
    connection: AsyncConnection, asked: Asked, tags: Tags, *, below: int, limit: int
) -> Sequence[int]:
    """Messages that may fit, newest first: their texts decide."""
    if _is_sqlite(connection):
        given = {"query": _sqlite_query(asked, tags), "below": below, "limit": limit}
        return (await connection.execute(_SQLITE_FIND, given)).scalars().all()
    given = {"query": _postgresql_query(asked, tags), "below": below, "limit": limit}
    near = await connection.execute(_POSTGRESQL_NEAR, given | {"above": below - _NEAR})
    found = near.scalars().all()
    if len(found) == limit:
        return found
    return (await connection.execute(_POSTGRESQL_FIND, given)).scalars().all()


def _is_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"


def _sqlite_query(asked: Asked, tags: Tags) -> str:
    parts = [f'"{one}"' for one in sorted(asked.whole)]
    parts += [f'"{one}"*' for one in sorted(asked.beginnings)]
    parts += ["(" + " OR ".join(f'"{tag}"' for tag in sorted(one)) + ")" for one in tags]
    return " AND ".join(parts)


def _postgresql_query(asked: Asked, tags: Tags) -> str:
    parts = [f"'{one}'" for one in sorted(asked.whole)]
    parts += [f"'{one}':*" for one in sorted(asked.beginnings)]
    parts += ["(" + " | ".join(f"'{tag}'" for tag in sorted(one)) + ")" for one in tags]
    return " & ".join(parts)


# The grams are letters and digits, so that quotes around them are safe.
_SQLITE_INSERT = text("INSERT INTO search_message (rowid, grams) VALUES (:id, :grams)")
_SQLITE_FIND = text(
    "SELECT rowid FROM search_message WHERE search_message MATCH :query AND rowid < :below "
    "ORDER BY rowid DESC LIMIT :limit"
)
_POSTGRESQL_INSERT = text(
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
