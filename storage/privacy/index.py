"""Making SQLite's full-text index forget: what was deleted leaves the file when parts are merged.

FTS5 only notes that a word is gone from a message; word and note lie in the file until the parts
that hold them are written anew. It is done a few pages at a time, so that nobody waits for long.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TABLES = ("search_message", "search_name")
_PAGES = 200  # of about 4 kB, written in one transaction
_IDLE = 2  # changes that FTS5 makes where nothing is left to merge


async def merge(connection: AsyncConnection, table: str, *, first: bool) -> bool:
    """Merge a part of an index; False when nothing is left. PostgreSQL's index needs it not."""
    if connection.dialect.name != "sqlite":
        return False
    before = await _changes(connection)
    # A negative number also lets the newest parts be merged into the oldest.
    await connection.execute(
        text(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', :pages)"),  # noqa: S608 (one of TABLES)
        {"pages": -_PAGES if first else _PAGES},
    )
    return await _changes(connection) - before >= _IDLE


async def _changes(connection: AsyncConnection) -> int:
    return int((await connection.execute(text("SELECT total_changes()"))).scalar_one())
