"""What any process committed, seen by the newest rows: for consoles that are open at this one.

What people change is a line of the audit, whichever process wrote it; what comes into being is a
row with a new id. Nobody has to write anything for that.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Column, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CaseId, LeadId
from bot.core.notices import Notice
from storage.bulk import Query, among, listed
from storage.noting import note_cases, note_leads, note_messages, note_rows, noted
from storage.tables.delivery import outbox
from storage.tables.judging import case, lead, question
from storage.tables.service import alert, audit
from storage.tables.sop import occurrence, run, task
from storage.tables.talk import message

MOST = 500  # new rows of a kind that are told of one by one; in a greater flood only the newest

_AUDIT = "audit"
_TABLES: Mapping[str, Table] = {
    "alert": alert,
    "case": case,
    "delivery": outbox,
    "lead": lead,
    "message": message,
    "question": question,
    "task": task,
    _AUDIT: audit,
}
# What a line of the audit is about, and under which kind that is told.
_CHANGED: Mapping[str, tuple[str, Table]] = {
    "alert": ("alert", alert),
    "delivery": ("delivery", outbox),
    "question": ("question", question),
    "run": ("plan", run),
    "step": ("step", occurrence),
    "task": ("task", task),
}
_WHOLE = frozenset({"channel", "person", "plan"})  # told without a room


def _key(table: Table) -> Column[int]:
    return table.primary_key.columns[0]


_MARKS = Query(
    select(*(select(func.max(_key(one))).scalar_subquery().label(k) for k, one in _TABLES.items()))
)


class Abroad:
    """Looks for what is new, in any process's name."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def marks(self) -> dict[str, int]:
        """The newest row of each kind."""
        (found,) = await _MARKS.rows(self._connection)
        return {kind: number or 0 for kind, number in zip(_TABLES, found, strict=True)}

    async def beyond(self, marks: Mapping[str, int]) -> dict[str, list[int]]:
        """The ids behind these marks, by kind; the newest MOST of each."""
        now = await self.marks()
        found: dict[str, list[int]] = {}
        for kind, mark in marks.items():
            if now[kind] > mark:
                key = _key(_TABLES[kind])
                rows = await self._connection.scalars(
                    select(key).where(key > mark).order_by(key.desc()).limit(MOST)
                )
                found[kind] = sorted(rows)
        return found

    async def notices(self, found: Mapping[str, Collection[int]]) -> list[Notice]:
        """What is to be told of these rows: each thing once, with its room."""
        with noted(self._connection) as told:
            for kind, ids in found.items():
                if kind == _AUDIT:
                    continue
                if kind == "message":
                    await note_messages(self._connection, ids)  # type: ignore[arg-type]  # ids of this table
                else:
                    await self._note(kind, _TABLES[kind], ids)
            whole = await self._note_changes(found.get(_AUDIT, ()))
            return list(dict.fromkeys([*told, *whole]))

    async def _note(self, kind: str, table: Table, ids: Collection[int]) -> None:
        """A case or a lead with what stands beside its messages."""
        if kind == "case":
            await note_cases(self._connection, [CaseId(one) for one in ids])
        elif kind == "lead":
            await note_leads(self._connection, [LeadId(one) for one in ids])
        else:
            await note_rows(self._connection, kind, table, ids)

    async def _note_changes(self, lines: Collection[int]) -> list[Notice]:
        if not lines:
            return []
        rows = await self._connection.scalars(
            select(audit.c.subject).where(among(audit.c.id, "ids")), {"ids": listed(lines)}
        )
        changed: dict[str, set[int]] = {}
        whole: dict[Notice, None] = {}
        for subject in rows:
            kind, _, number = subject.partition(":")
            if number.isdigit() and (kind in _CHANGED or kind in {"case", "lead"}):
                changed.setdefault(kind, set()).add(int(number))
            elif kind in _WHOLE:
                whole[Notice(kind=kind, id=int(number) if number.isdigit() else None)] = None
        for kind, ids in changed.items():
            told, table = _CHANGED.get(kind, (kind, _TABLES.get(kind, case)))
            await self._note(told, table, ids)
        return list(whole)
