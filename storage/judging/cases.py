"""Verdicts of messages, and the cases that people decide."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CaseId, MessageId, RoomId, StudentId
from bot.core.review import CaseFile, CaseMessage, CaseState, Word
from storage.bulk import hold_archive
from storage.judging.case_files import case_file, case_messages
from storage.judging.case_order import by_decision, by_number, decision_of, number_of
from storage.judging.case_rooms import SAID, counts, seen_within
from storage.judging.deciding import split_off, split_person, write_decision, write_undo
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.judging import case, case_message, verdict
from storage.tables.people import person, room
from storage.tables.talk import message
from storage.talk.messages import identities_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases; None asks nothing. Rooms and people count wherever they have a part in it."""

    state: str | None = None
    room: RoomId | None = None
    student: StudentId | None = None
    kind: str | None = None
    min_score: float = 0.0
    decided: bool = False  # only what people decided or took back, the newest decision first


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFound:
    """A case with its message and person."""

    id: CaseId
    message: MessageId
    text: str
    room: RoomId | None
    room_name: str
    student: StudentId | None
    name: str
    score: float
    reason: str
    action: str
    state: CaseState
    opened: datetime
    decided_by: str | None
    decided: datetime | None
    note: str | None
    kind: str  # "advert", "report": how it came to be
    decision: str | None  # "advert", "fine", "remove"
    messages: int
    people: int
    rooms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictFound:
    """A verdict with the message it is about."""

    message: MessageId
    room: RoomId | None
    detector: str
    score: float
    reason: str
    evidence: tuple[str, ...]


class Cases:
    """The part of the records that holds verdicts and cases."""

    _connection: AsyncConnection

    async def verdicts(
        self,
        *,
        message_id: MessageId | None = None,
        detector: str | None = None,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[VerdictFound]:
        """What detectors said, the newest message first; of one message or by one detector."""
        limit = page_size(limit)
        statement = (
            select(verdict, message.c.room_id)
            .join(message, message.c.id == verdict.c.message_id)
            .where(only(message.c.room_id, within))
            .order_by(verdict.c.message_id.desc(), verdict.c.detector.desc())
            .limit(limit + 1)
        )
        behind = read_cursor(after, int, str)
        if behind is not None:
            key = tuple_(verdict.c.message_id, verdict.c.detector)
            statement = statement.where(key < tuple_(*behind))
        if message_id is not None:
            statement = statement.where(verdict.c.message_id == message_id)
        if detector is not None:
            statement = statement.where(verdict.c.detector == detector)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _verdict, lambda row: (row.message_id, row.detector))

    async def case(
        self, case_id: CaseId, *, within: Collection[RoomId] | None = None
    ) -> CaseFound | None:
        """One case, as it is seen `within` these rooms; None where there is none."""
        rows = await self._connection.execute(_rows(within).where(case.c.id == case_id))
        row = rows.one_or_none()
        return None if row is None else _found(row)

    async def cases(
        self,
        which: CaseFilter | None = None,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[CaseFound]:
        """Cases, newest first, as they are seen `within` these rooms."""
        which = which or CaseFilter()
        limit = page_size(limit)
        statement = _rows(within).where(*_conditions(which)).limit(limit + 1)
        ordered = by_decision(statement, after) if which.decided else by_number(statement, after)
        rows = (await self._connection.execute(ordered)).all()
        return page_of(rows, limit, _found, decision_of if which.decided else number_of)

    # ---- decisions ----------------------------------------------------------------------------

    async def case_file(self, case_id: CaseId) -> CaseFile | None:
        """Everything that a decision about a case looks at; None where there is none."""
        return await case_file(self._connection, case_id)

    async def case_messages(self, case_id: CaseId) -> tuple[CaseMessage, ...]:
        """Its messages, oldest first; of very many the newest."""
        return await case_messages(self._connection, case_id)

    async def case_of(self, message_id: MessageId) -> CaseId | None:
        """The case that a message belongs to; None: to none."""
        found = await self._connection.scalar(
            select(case_message.c.case_id).where(case_message.c.message_id == message_id)
        )
        return None if found is None else CaseId(found)

    async def hold_cases(self) -> None:
        """Let no message join a case, and nobody decide one, until this transaction ends."""
        await hold_archive(self._connection)

    async def split_off(
        self, case_id: CaseId, message_id: MessageId, *, author: str, now: datetime
    ) -> CaseId:
        """Give one message of a campaign a case of its own; the case in which it stands alone."""
        return await split_off(self._connection, case_id, message_id, author=author, now=now)

    async def split_person(
        self, case_id: CaseId, student: StudentId, *, author: str, now: datetime
    ) -> CaseId:
        """Give what one person said in a campaign a case of its own; the case it stands in."""
        return await split_person(self._connection, case_id, student, author=author, now=now)

    async def decide_case(self, case_id: CaseId, word: Word) -> None:
        """Write a decision down; the second to decide is told by `AlreadyDecided`. Audited."""
        await write_decision(self._connection, case_id, word)

    async def undo_case(self, case_id: CaseId, *, author: str, note: str, now: datetime) -> None:
        """Write down that a case was undone; the second is told by `AlreadyDecided`. Audited."""
        await write_undo(self._connection, case_id, author=author, note=note, now=now)


_COUNTS = counts(None)


def _conditions(which: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [case.c.score >= which.min_score]
    if which.state is not None:
        found.append(case.c.state == which.state)
    if which.kind is not None:
        found.append(case.c.kind == which.kind)
    if which.room is not None:
        here = (
            select(case_message.c.case_id)
            .join(SAID, SAID.c.id == case_message.c.message_id)
            .where(SAID.c.room_id == which.room)
        )
        found.append(case.c.id.in_(here))
    if which.student is not None:
        theirs = select(case_message.c.case_id).where(
            case_message.c.identity_id.in_(identities_of(which.student))
        )
        found.append(case.c.id.in_(theirs))
    return found


def _rows(within: Collection[RoomId] | None = None) -> Select[Any]:
    return _whole() if within is None else seen_within(within)


def _whole() -> Select[Any]:
    return select(
        case,
        *_COUNTS,
        message.c.text,
        room.c.name.label("room_name"),
        person.c.name,
        person.c.merged_into,
    ).select_from(
        case.join(message, message.c.id == case.c.message_id)
        .outerjoin(room, room.c.id == case.c.room_id)
        .outerjoin(person, person.c.student_id == case.c.student_id)
    )


def _found(row: Row[Any]) -> CaseFound:
    return CaseFound(
        id=row.id,
        message=row.message_id,
        text=row.text,
        room=row.room_id,
        room_name=row.room_name or "",
        student=row.merged_into or row.student_id,
        name=row.name or "",
        score=row.score,
        reason=row.reason,
        action=row.action,
        state=CaseState(row.state),
        opened=row.opened_at,
        decided_by=row.decided_by,
        decided=row.decided_at,
        note=row.note,
        kind=row.kind,
        decision=row.decision,
        messages=row.messages,
        people=row.people,
        rooms=row.rooms,
    )


def _verdict(row: Row[Any]) -> VerdictFound:
    return VerdictFound(
        message=row.message_id,
        room=row.room_id,
        detector=row.detector,
        score=row.score,
        reason=row.reason,
        evidence=tuple(row.evidence or ()),
    )
