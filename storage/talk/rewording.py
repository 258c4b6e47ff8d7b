"""The full-text index follows messages whose text was changed: their words are erased."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.talk.gram_index import enter, indexed
from storage.talk.grams import grams, place_grams


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A message whose text is another from now on; with a new text of "" it is not found."""

    id: int
    room: int | None
    identity: int
    before: str
    after: str

    def grams(self, words: str) -> set[str]:
        """What the index holds of a text in this place."""
        return grams(words) | place_grams(self.room, self.identity)


async def reword(connection: AsyncConnection, messages: Sequence[Reworded]) -> None:
    """Let the index know; of messages that it has not read yet it learns by itself.

    On SQLite the old grams leave the file when the index is merged (`storage.privacy.index`).
    """
    done = await indexed(connection)
    known = [one for one in messages if one.id <= done]
    new = [one for one in known if one.after]
    if known:
        await _forget(connection, known)
    await enter(connection, [(one.id, one.grams(one.after)) for one in new])


async def _forget(connection: AsyncConnection, known: Sequence[Reworded]) -> None:
    if connection.dialect.name == "sqlite":
        rows = [{"id": one.id, "grams": " ".join(sorted(one.grams(one.before)))} for one in known]
        await connection.execute(_SQLITE_DELETE, rows)
    else:
        await connection.execute(_POSTGRESQL_DELETE, [{"id": one.id} for one in known])


# An index without its texts forgets only what it is told again.
_SQLITE_DELETE = text(
    "INSERT INTO search_message (search_message, rowid, grams) VALUES ('delete', :id, :grams)"
)
_POSTGRESQL_DELETE = text("DELETE FROM search_message WHERE message_id = :id")
