"""Leads: who sounds like wanting something, with the words that say so."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import RecordLead
from bot.core.ids import LeadId, RoomId, StudentId
from bot.core.leads import LeadState
from storage.bulk import Many, Query, among, listed
from storage.judging.doubled import doubled
from storage.judging.lead_evidence import Evidence, evidence_of, strongest
from storage.noting import note_leads
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.people.survivors import survivors
from storage.tables.judging import lead, lead_evidence
from storage.tables.people import person, room
from storage.types import micros
from storage.upsert import InsertNew


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFilter:
    """Which leads; None asks nothing."""

    state: LeadState | None = None
    category: str | None = None
    student: StudentId | None = None
    room: RoomId | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSeen:
    """A lead with its person."""

    id: LeadId
    student: StudentId  # the survivor, where people were merged
    name: str
    category: str
    score: float
    state: LeadState
    room: RoomId | None
    room_name: str
    opened: datetime
    since: datetime  # when it came into its state, or to its owner
    updated: datetime
    owner: str | None
    note: str | None
    messages: int  # pieces of evidence
    quote: Evidence | None = None  # in lists: what speaks most for it


_ALIVE = "state IN ('open', 'claimed')"  # in the words of the index, so that it is used
_WHO = func.coalesce(person.c.merged_into, person.c.student_id)
_BESIDE = select(lead.c.id).select_from(
    lead.join(person, person.c.student_id == lead.c.student_id).outerjoin(
        room, room.c.id == lead.c.room_id
    )
)
_RELATED = Query(
    select(person.c.student_id, person.c.merged_into).where(among(person.c.merged_into, "ids"))
)
_LIVING = Query(
    select(lead.c.id, lead.c.category, lead.c.student_id)
    .where(text(f"lead.{_ALIVE}"), among(lead.c.student_id, "ids"))
    .order_by(lead.c.id.desc())
    .with_for_update()
)
_OPEN = InsertNew(
    lead,
    ("student_id", "category", "score", "state", "room_id", "opened_at", "since_at", "updated_at"),
    index_elements=[lead.c.student_id, lead.c.category],
    index_where=text(_ALIVE),
)
_EVIDENCE = InsertNew(lead_evidence, ("lead_id", "message_id", "words", "score", "at"))
_RAISE = Many(
    update(lead)
    .where(lead.c.id == bindparam("key"))
    .values(
        score=case((lead.c.score < bindparam("new"), bindparam("new")), else_=lead.c.score),
        updated_at=bindparam("at"),
    )
)

_Key = tuple[StudentId, str]


class Leads:
    """The part of the records that holds leads."""

    _connection: AsyncConnection

    async def _record_leads(self, records: Sequence[RecordLead], now: datetime) -> None:
        who = await survivors(self._connection, {one.student for one in records})
        wanted: dict[_Key, list[RecordLead]] = {}
        for one in records:
            wanted.setdefault((who[one.student], one.lead.category), []).append(one)
        standing_for = await self._standing_for({student for student, _ in wanted})
        living = await self._living(standing_for)
        missing = [key for key in sorted(wanted) if key not in living]
        if missing:
            await self._open(missing, wanted, now)
            living = await self._living(standing_for)
        pieces = [(living[key], one) for key, records in wanted.items() for one in records]
        await self._add_evidence(pieces, now)

    async def _standing_for(self, students: Set[StudentId]) -> dict[StudentId, StudentId]:
        """Everybody whose leads are these people's: they, and who was merged into them."""
        merged = await _RELATED.rows(self._connection, ids=listed(students))
        return {one: one for one in students} | dict(merged)

    async def _living(self, who: Mapping[StudentId, StudentId]) -> dict[_Key, LeadId]:
        rows = await _LIVING.rows(self._connection, ids=listed(sorted(who)))
        return {(who[student], category): number for number, category, student in rows}

    async def _open(
        self, keys: Sequence[_Key], wanted: dict[_Key, list[RecordLead]], now: datetime
    ) -> None:
        rows = [
            {
                "student_id": key[0],
                "category": key[1],
                "score": wanted[key][0].lead.score,
                "state": LeadState.OPEN.value,
                "room_id": wanted[key][0].room,
                "opened_at": micros(now),
                "since_at": micros(now),
                "updated_at": micros(now),
            }
            for key in keys
        ]
        await _OPEN.run(self._connection, rows)

    async def _add_evidence(
        self, pieces: Sequence[tuple[LeadId, RecordLead]], now: datetime
    ) -> None:
        at = micros(now)
        await _EVIDENCE.run(
            self._connection,
            [
                {
                    "lead_id": number,
                    "message_id": one.message,
                    "words": listed(one.lead.words),
                    "score": one.lead.score,
                    "at": at,
                }
                for number, one in pieces
            ],
        )
        await _RAISE.run(
            self._connection,
            [{"key": number, "new": one.lead.score, "at": at} for number, one in pieces],
        )
        await note_leads(self._connection, {number for number, _ in pieces})

    async def lead(self, lead_id: LeadId) -> LeadSeen | None:
        """One lead; None where there is none."""
        row = (await self._connection.execute(_rows().where(lead.c.id == lead_id))).one_or_none()
        return None if row is None else _found(row)

    async def evidence(
        self, lead_id: LeadId, *, within: Collection[RoomId] | None = None
    ) -> tuple[Evidence, ...]:
        """What was said that made the lead, oldest first."""
        return await evidence_of(self._connection, lead_id, within=within)

    async def leads(
        self,
        which: LeadFilter | None = None,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[LeadSeen]:
        """Leads, the strongest first; of merged people one that is alive a category, the oldest."""
        which = which or LeadFilter()
        limit = page_size(limit)
        statement = (
            _rows()
            .where(*_shown(which, within))
            .order_by(lead.c.score.desc(), lead.c.id.desc())
            .limit(limit + 1)
        )
        if which.state is not None:
            statement = statement.where(lead.c.state == which.state.value)
        behind = read_cursor(after, float, int)
        if behind is not None:
            score, number = behind
            statement = statement.where(
                (lead.c.score < score) | ((lead.c.score == score) & (lead.c.id < number))
            )
        rows = (await self._connection.execute(statement)).all()
        page = page_of(rows, limit, _found, lambda row: (float(row.score), row.id))
        quotes = await strongest(self._connection, [one.id for one in page.items], within=within)
        items = tuple(replace(one, quote=quotes.get(one.id)) for one in page.items)
        return replace(page, items=items)

    async def lead_counts(
        self, which: LeadFilter, *, within: Collection[RoomId] | None = None
    ) -> Mapping[LeadState, int]:
        """How many there are in each state, whatever state `which` names."""
        counted = _BESIDE.with_only_columns(lead.c.state, func.count()).group_by(lead.c.state)
        rows = await self._connection.execute(counted.where(*_shown(which, within)))
        found = dict.fromkeys(LeadState, 0)
        return found | {LeadState(state): count for state, count in rows}


def _shown(which: LeadFilter, within: Collection[RoomId] | None) -> Iterator[ColumnElement[bool]]:
    """What a filter asks, beside the state."""
    yield ~doubled(_WHO, [LeadState.OPEN.value, LeadState.CLAIMED.value])
    yield only(lead.c.room_id, within)
    asked = {
        lead.c.category: which.category,
        lead.c.room_id: which.room,
        lead.c.owner: which.owner,
    }
    yield from (column == value for column, value in asked.items() if value is not None)
    if which.student is not None:
        yield (person.c.student_id == which.student) | (person.c.merged_into == which.student)


def _rows() -> Select[Any]:
    pieces = (
        select(func.count())
        .where(lead_evidence.c.lead_id == lead.c.id)
        .correlate(lead)
        .scalar_subquery()
    )
    return _BESIDE.with_only_columns(
        lead,
        _WHO.label("who"),
        person.c.name,
        room.c.name.label("room_name"),
        pieces.label("messages"),
    )


def _found(row: Row[Any]) -> LeadSeen:
    return LeadSeen(
        id=row.id,
        student=row.who,
        name=row.name,
        category=row.category,
        score=row.score,
        state=LeadState(row.state),
        room=row.room_id,
        room_name=row.room_name or "",
        opened=row.opened_at,
        since=row.since_at,
        updated=row.updated_at,
        owner=row.owner,
        note=row.note,
        messages=row.messages,
    )
