"""The index of names: what finding a person by a part of a name reads."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.text import fold
from storage.bulk import Many
from storage.tables.people import person_name
from storage.talk.grams import name_grams

MAX_NAME = 200  # characters of a name that can be searched
_ROOM_BITS = 24  # 16 million rooms

NameRow = tuple[int, int, str]  # identity, room (0: at large), folded name


def folded_name(name: str) -> str:
    """A name as it is compared; a name of nothing but signs stays as it is."""
    return (fold(name) or name.casefold())[:MAX_NAME]


def name_key(identity: int, room: int) -> int:
    """One number for a name's place: the row id of the index."""
    return identity << _ROOM_BITS | room


def identity_of(key: int) -> int:
    """The identity in a name's key."""
    return key >> _ROOM_BITS


async def index_names(
    connection: AsyncConnection, new: Sequence[NameRow], changed: Sequence[NameRow]
) -> None:
    """Take names into the index: those of places without one, and those that replace one."""
    rows = [*new, *changed]
    if not rows:
        return
    on_sqlite = connection.dialect.name == "sqlite"
    await _NAMES[connection.dialect.name].run(
        connection,
        [{"identity_id": one[0], "room_id": one[1], "folded": one[2]} for one in rows],
    )
    if on_sqlite and changed:
        await _SQLITE_DELETE.run(connection, [{"key": name_key(one[0], one[1])} for one in changed])
    found = [(name_key(one[0], one[1]), sorted(name_grams(one[2]))) for one in rows]
    if on_sqlite:
        await _SQLITE.run(connection, [{"key": key, "grams": " ".join(g)} for key, g in found])
    else:
        await _POSTGRESQL.run(connection, [{"key": key, "grams": g} for key, g in found])


def _upsert(make: Callable[[Table], sqlite.Insert | postgresql.Insert]) -> Many:
    values: dict[str, BindParameter[Any]] = {
        name: bindparam(name) for name in ("identity_id", "room_id", "folded")
    }
    statement = make(person_name).values(values)
    return Many(
        statement.on_conflict_do_update(
            index_elements=[person_name.c.identity_id, person_name.c.room_id],
            set_={"folded": statement.excluded.folded},
        )
    )


_NAMES = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
_SQLITE = Many(text("INSERT INTO search_name (rowid, grams) VALUES (:key, :grams)"))
_SQLITE_DELETE = Many(text("DELETE FROM search_name WHERE rowid = :key"))
_POSTGRESQL = Many(
    text(
        "INSERT INTO search_name (name_key, grams) VALUES (:key, :grams) "
        "ON CONFLICT (name_key) DO UPDATE SET grams = excluded.grams"
    )
)
