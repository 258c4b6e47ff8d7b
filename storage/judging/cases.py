"""Verdicts of messages, and the cases that people decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import GroupkeeperError
from bot.core.ids import CaseId, MessageId, RoomId, StudentId
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.audit import Audit
from storage.tables.judging import case, verdict
from storage.tables.people import person, room
from storage.tables.talk import message


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"  # it was an advert
    DISMISSED = "dismissed"  # it was not
    UNDONE = "undone"  # what was done about it was taken back


class AlreadyDecided(GroupkeeperError):
    """Somebody else was faster; the text says who, and how they decided."""


class Unknown(GroupkeeperError):
    """There is no such case, lead, person or merge."""


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


# From which state a decision may come.
_FROM = {
    CaseState.CONFIRMED: (CaseState.OPEN,),
    CaseState.DISMISSED: (CaseState.OPEN,),
    CaseState.UNDONE: (CaseState.OPEN, CaseState.CONFIRMED, CaseState.DISMISSED),
}


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
        after: str | None = None,
        limit: int = 50,
    ) -> Page[VerdictFound]:
        """What detectors said, the newest message first; of one message or by one detector."""
        limit = page_size(limit)
        statement = (
            select(verdict, message.c.room_id)
            .join(message, message.c.id == verdict.c.message_id)
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

    async def case(self, case_id: CaseId) -> CaseFound | None:
        """One case; None where there is none."""
        row = (await self._connection.execute(_rows().where(case.c.id == case_id))).one_or_none()
        return None if row is None else _found(row)

    async def cases(
        self,
        *,
        state: CaseState | None = None,
        room_id: RoomId | None = None,
        student: StudentId | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[CaseFound]:
        """Cases, newest first. A person's cases follow a merge."""
        limit = page_size(limit)
        statement = _rows().order_by(case.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(case.c.id < behind[0])
        if state is not None:
            statement = statement.where(case.c.state == state.value)
        if room_id is not None:
            statement = statement.where(case.c.room_id == room_id)
        if student is not None:
            statement = statement.where(
                (person.c.student_id == student) | (person.c.merged_into == student)
            )
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _found, lambda row: (row.id,))

    async def decide_case(
        self, case_id: CaseId, decision: CaseState, *, author: str, note: str, now: datetime
    ) -> CaseFound:
        """Decide a case; the second to decide is told by `AlreadyDecided`."""
        origins = _FROM.get(decision)
        if origins is None:
            msg = "a case is confirmed, dismissed or undone; it cannot be opened again"
            raise GroupkeeperError(msg)
        done = await self._connection.execute(
            update(case)
            .where(case.c.id == case_id, case.c.state.in_([origin.value for origin in origins]))
            .values(state=decision.value, decided_by=author, decided_at=now, note=note)
        )
        found = await self.case(case_id)
        if found is None:
            msg = f"there is no case {case_id}"
            raise Unknown(msg)
        if done.rowcount == 0:
            msg = f"case {case_id} is {found.state} already, by {found.decided_by}"
            raise AlreadyDecided(msg)
        await Audit(self._connection).note(
            f"case.{decision.value}", f"case:{case_id}", author=author, now=now, reason=note
        )
        return found


def _rows() -> Select[Any]:
    return select(
        case,
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
