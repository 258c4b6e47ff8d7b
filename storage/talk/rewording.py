"""The full-text index follows messages whose text was changed: their words are erased."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.service import meta
from storage.talk.grams import grams, place_grams
from storage.talk.search import POSTGRESQL_INSERT, SQLITE_INSERT, WATERMARK


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A message whose text is another from now on; with a new text of "" it is not found."""

    id: int
    room: int | None
    identity: int
    before: str
    after: str

    def grams(self, words: str) -> list[str]:
        """What the index holds of a text in this place."""
        return sorted(grams(words) | place_grams(self.room, self.identity))


async def reword(connection: AsyncConnection, messages: Sequence[Reworded]) -> None:
    """Let the index know; of messages that it has not read yet it learns by itself.

    On SQLite the old grams leave the file when the index is merged (`storage.privacy.index`).
    """
    rows = await connection.execute(select(meta.c.value).where(meta.c.key == WATERMARK))
    done = int(rows.scalar_one_or_none() or 0)
    known = [one for one in messages if one.id <= done]
    new = [one for one in known if one.after]
    if connection.dialect.name == "sqlite":
        await _run(connection, _SQLITE_DELETE, [(o.id, " ".join(o.grams(o.before))) for o in known])
        await _run(connection, SQLITE_INSERT, [(o.id, " ".join(o.grams(o.after))) for o in new])
    else:
        await _run(connection, _POSTGRESQL_DELETE, [(o.id, None) for o in known])
        await _run(connection, POSTGRESQL_INSERT, [(o.id, o.grams(o.after)) for o in new])


async def _run(
    connection: AsyncConnection,
    statement: TextClause,
    rows: Sequence[tuple[int, str | list[str] | None]],
) -> None:
    if rows:
        await connection.execute(
            statement,
            [{"id": one} if found is None else {"id": one, "grams": found} for one, found in rows],
        )


# An index without its texts forgets only what it is told again.
_SQLITE_DELETE = text(
    "INSERT INTO search_message (search_message, rowid, grams) VALUES ('delete', :id, :grams)"
)
_POSTGRESQL_DELETE = text("DELETE FROM search_message WHERE message_id = :id")
