"""`INSERT ... ON CONFLICT`, which both databases have and SQLAlchemy spells per dialect."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import Many


def insert_for(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT of the connection's dialect, with `on_conflict_do_nothing` and `..._update`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


class InsertNew:
    """Inserts rows of driver values, and leaves alone what is there already."""

    def __init__(self, table: Table, columns: Sequence[str], **conflict: Any) -> None:  # noqa: ANN401 (SQLAlchemy's arguments: index_elements, index_where)
        values: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in columns}
        self._by_dialect = {
            "sqlite": Many(sqlite.insert(table).values(values).on_conflict_do_nothing(**conflict)),
            "postgresql": Many(
                postgresql.insert(table).values(values).on_conflict_do_nothing(**conflict)
            ),
        }

    async def run(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Insert; times are microseconds, JSON is text."""
        if rows:
            await self._by_dialect[connection.dialect.name].run(connection, rows)
