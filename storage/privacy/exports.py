"""One person's data, read out table by table, page by page."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import StudentId
from storage.bulk import listed
from storage.privacy.sections import EVENTS, SECTIONS, Section
from storage.privacy.whom import Whom, whom
from storage.service.audit import Audit
from storage.tables.people import room
from storage.tables.talk import event

_PAGE = 100  # rows: some 10 ms of writing, in which nothing else runs

ExportedRow = Mapping[str, Any]  # plain JSON values, by the column's name


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage:
    """Some rows of one section; a section without rows comes once, empty."""

    section: str
    columns: tuple[str, ...]
    rows: tuple[ExportedRow, ...]


class Exports:
    """Gives out everything that is held about a person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, student: StudentId, *, author: str, reason: str, now: datetime) -> None:
        """Write down that somebody exports a person's data."""
        await Audit(self._connection).note(
            "person.export", f"person:{student}", author=author, now=now, reason=reason
        )

    async def pages(self, student: StudentId) -> AsyncIterator[ExportPage]:
        """Every section in turn, its rows oldest first; nothing where nobody has the ID."""
        who = await whom(self._connection, student)
        if who is None:
            return
        names = await self._room_names()
        for section in SECTIONS:
            columns = tuple(column.name for column in section.columns)
            empty = True
            async for rows in self._rows(section, who):
                empty = False
                yield ExportPage(
                    section=section.name,
                    columns=columns,
                    rows=tuple(_theirs(_plain(row, names), who) for row in rows),
                )
            if empty:
                yield ExportPage(section=section.name, columns=columns, rows=())

    async def _room_names(self) -> Mapping[int, str]:
        rows = await self._connection.execute(select(room.c.id, room.c.name))
        return {row.id: row.name for row in rows}

    async def _rows(self, section: Section, who: Whom) -> AsyncIterator[list[Row[Any]]]:
        key = tuple(section.table.primary_key)
        statement = select(*section.columns).where(section.where).order_by(*key)
        parameters: dict[str, Any] = {
            **who.lists,
            "subjects": listed(f"{kind}:{n}" for n in who.students for kind in _SUBJECTS),
        }
        if section.name == EVENTS:
            statement = select(*section.columns).where(_tells_of(who)).order_by(*key)
        result = await self._connection.stream(
            statement.execution_options(yield_per=_PAGE), parameters
        )
        async for rows in result.partitions(_PAGE):
            yield list(rows)


_SUBJECTS = ("person", "people")


def _tells_of(who: Whom) -> ColumnElement[bool]:
    """Events that name an account: their payloads have no columns for it."""
    found = [
        (event.c.channel == channel) & _holds(ref)
        for channel, refs in who.refs.items()
        for ref in refs
    ]
    return or_(*found) if found else event.c.id == -1


def _holds(ref: str) -> ColumnElement[bool]:
    quoted = f'"{ref}"'.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return cast(event.c.payload, Text).like(f"%{quoted}%", escape="/")


def _plain(row: Row[Any], names: Mapping[int, str]) -> dict[str, Any]:
    found = {name: _value(value) for name, value in row._mapping.items()}  # noqa: SLF001 (SQLAlchemy's public name)
    if isinstance(found.get("room_id"), int):
        found["room_name"] = names.get(found["room_id"], "")
    return found


def _theirs(row: dict[str, Any], who: Whom) -> dict[str, Any]:
    """Who came or went together with the person is nobody's business here."""
    payload = row.get("payload")
    if isinstance(payload, dict) and isinstance(payload.get("members"), list):
        refs = {ref for of_channel in who.refs.values() for ref in of_channel}
        members = [
            one
            for one in payload["members"]
            if (one.get("user") if isinstance(one, dict) else one) in refs
        ]
        row["payload"] = {**payload, "members": members}
    return row


def _value(value: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
