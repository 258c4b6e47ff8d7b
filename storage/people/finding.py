"""Finding people by student ID, name, or a part of a name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import RoomId, StudentId
from bot.core.text import storable
from storage.bulk import among, listed
from storage.people.names import MAX_NAME, folded_name, identity_of
from storage.people.profiles import known_in
from storage.tables.people import identity, person, person_name
from storage.talk.grams import name_grams

MAX_FOUND = 100


_Shown = Row[Any, Any, Any]  # student ID, newest name, one account's name


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFound:
    """Somebody who fits. `merged_from`: the ID that was asked for, where another stands for it."""

    student: StudentId
    name: str
    names: tuple[str, ...]  # names of all accounts
    merged_from: StudentId | None = None


class Finding:
    """The part of the roster that finds people."""

    _connection: AsyncConnection

    async def find(
        self, query: str, *, within: Collection[RoomId] | None = None, limit: int = 20
    ) -> tuple[PersonFound, ...]:
        """People by ID or by a part of a name: whole names first, then beginnings, then others.

        `within`: those who are, or were, in one of these rooms.
        """
        limit = max(1, min(limit, MAX_FOUND))
        asked = storable(query).strip()
        found: dict[StudentId, StudentId | None] = {}
        if asked.isascii() and asked.isdigit() and len(asked) < _MAX_DIGITS:
            found.update(await self._by_id(int(asked)))
        folded = folded_name(asked)[:MAX_NAME]
        if folded and len(found) < limit:
            for student in await self._by_name(folded, limit if within is None else _CANDIDATES):
                found.setdefault(student, None)
        if within is not None:
            found = await self._known(found, within)
        return await self._shown(dict(list(found.items())[:limit]))

    async def _known(
        self, found: dict[StudentId, StudentId | None], within: Collection[RoomId]
    ) -> dict[StudentId, StudentId | None]:
        """Those of them who are known in these rooms, in the same order."""
        known = known_in(within).where(among(identity.c.student_id, "ids"))
        rows = await self._connection.execute(known, {"ids": listed(found)})
        here = set(rows.scalars())
        return {student: asked for student, asked in found.items() if student in here}

    async def _by_id(self, student: int) -> dict[StudentId, StudentId | None]:
        rows = await self._connection.execute(
            select(person.c.student_id, person.c.merged_into).where(person.c.student_id == student)
        )
        row = rows.one_or_none()
        if row is None:
            return {}
        if row.merged_into is None:
            return {row.student_id: None}
        return {row.merged_into: row.student_id}

    async def _by_name(self, folded: str, limit: int) -> list[StudentId]:
        """Student IDs in the order to show; a common part shows the first that come."""
        exact = await self._students(_EXACT, {"folded": folded, "limit": limit})
        if len(exact) >= limit:
            return exact[:limit]
        grams = _grams_of(folded)
        parameters: dict[str, Any] = {"folded": folded, "limit": _CANDIDATES}
        if self._connection.dialect.name == "sqlite":
            # A gram is put in quotes for FTS5; folded names hold no quote, odd ones may.
            parameters["grams"] = " ".join('"' + one.replace('"', '""') + '"' for one in grams)
            rows = await self._connection.execute(_SQLITE, parameters)
        else:
            parameters["grams"] = grams
            rows = await self._connection.execute(_POSTGRESQL, parameters)
        keys = {identity_of(key) for key in rows.scalars()}
        parts = await self._fitting(keys, folded)
        return list(dict.fromkeys([*exact, *parts]))[:limit]

    async def _fitting(self, identities: set[int], folded: str) -> list[StudentId]:
        """The index may be behind or hold chance hits: the names themselves decide."""
        rows = await self._connection.execute(_NAMES, {"ids": listed(sorted(identities))})
        ranked = [
            (not row.folded.startswith(folded), len(row.folded), row.student_id)
            for row in rows
            if folded in row.folded
        ]
        return [student for _, _, student in sorted(ranked)]

    async def _students(
        self, statement: Select[Any], parameters: dict[str, Any]
    ) -> list[StudentId]:
        rows = await self._connection.execute(statement, parameters)
        return list(dict.fromkeys(rows.scalars()))

    async def _shown(self, students: dict[StudentId, StudentId | None]) -> tuple[PersonFound, ...]:
        if not students:
            return ()
        rows = await self._connection.execute(_SHOWN, {"ids": listed(students)})
        by_student: dict[StudentId, list[_Shown]] = {}
        for row in rows:
            by_student.setdefault(row.student_id, []).append(row)
        return tuple(
            PersonFound(
                student=student,
                name=by_student[student][0].name,
                names=_distinct(by_student[student]),
                merged_from=asked,
            )
            for student, asked in students.items()
            if student in by_student
        )


def _distinct(rows: Sequence[_Shown]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.shown for row in rows if row.shown))


def _grams_of(folded: str) -> list[str]:
    """The fewest grams that must stand in the index: pairs, or the only character."""
    if len(folded) == 1:
        return [folded]
    return sorted(gram for gram in name_grams(folded) if len(gram) > 1)


_MAX_DIGITS = 18  # what a number column takes
_CANDIDATES = 400  # looked at for one query; a part that is more common than that is no search
_EXACT = (
    select(identity.c.student_id)
    .join(person_name, person_name.c.identity_id == identity.c.id)
    .where(person_name.c.folded == bindparam("folded"), identity.c.student_id.is_not(None))
    .order_by(identity.c.student_id)
    .limit(bindparam("limit"))
)
_NAMES = (
    select(identity.c.student_id, person_name.c.folded)
    .join(person_name, person_name.c.identity_id == identity.c.id)
    .where(among(identity.c.id, "ids"), identity.c.student_id.is_not(None))
)
_SHOWN = (
    select(person.c.student_id, person.c.name, identity.c.name.label("shown"))
    .outerjoin(identity, identity.c.student_id == person.c.student_id)
    .where(among(person.c.student_id, "ids"))
    .order_by(identity.c.id)
)
_SQLITE = text("SELECT rowid FROM search_name WHERE search_name MATCH :grams LIMIT :limit")
_POSTGRESQL = text(
    "SELECT name_key FROM search_name WHERE grams @> CAST(:grams AS text[]) LIMIT :limit"
)
