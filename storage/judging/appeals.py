"""Appeals 申诉: brought, answered once, found again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, or_, select, true, update
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.ids import (
    GROUPKEEPER,
    AppealId,
    CaseId,
    IdentityId,
    MessageId,
    RoomId,
    StaffName,
    StudentId,
)
from bot.core.review import AppealSeen, AppealState, CaseState, Grievance
from storage.judging.deciding import AlreadyDecided, Unknown
from storage.paging import Page, page_of, page_size, read_cursor
from storage.service.audit import Audit
from storage.tables.judging import appeal, case, case_message
from storage.tables.people import person, room
from storage.tables.talk import message
from storage.talk.messages import identities_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFound:
    """An appeal as staff read it."""

    id: AppealId
    case: CaseId
    student: StudentId
    name: str
    text: str
    against: str
    asked: str | None
    at: datetime
    state: AppealState
    answer: str | None
    answered_by: str | None
    answered: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFilter:
    """Which appeals; None asks nothing."""

    state: AppealState | None = None
    case: CaseId | None = None
    student: StudentId | None = None


class Appeals:
    """The part of the records that holds appeals."""

    _connection: AsyncConnection

    async def grievance(self, student: StudentId, *, since: datetime) -> Grievance | None:
        """What was done to somebody last since then; None: nothing that stands."""
        acted = case_message.c.action != ""
        # A message that was decided by itself need not have been flagged.
        accused = case_message.c.flagged | (case_message.c.message_id == case.c.message_id)
        confirmed = (case.c.state == CaseState.CONFIRMED.value) & accused
        opened = (case.c.state == CaseState.OPEN.value) & acted
        # A copy that came after the decision was dealt with when it came.
        when = sql_case(
            (case.c.decided_at > case_message.c.at, case.c.decided_at), else_=case_message.c.at
        )
        statement: Select[Any] = (
            select(
                case.c.id,
                case.c.state,
                case.c.decision,
                case.c.decided_by,
                case_message.c.action,
                when.label("done_at"),
                message.c.room_id,
                message.c.channel,
                room.c.ref.label("room_ref"),
                room.c.name.label("room_name"),
            )
            .select_from(
                case_message.join(case, case.c.id == case_message.c.case_id)
                .join(message, message.c.id == case_message.c.message_id)
                .outerjoin(room, room.c.id == message.c.room_id)
            )
            .where(
                case_message.c.identity_id.in_(identities_of(student)),
                or_(confirmed, opened),
                when >= since,
            )
            .order_by(when.desc(), case_message.c.message_id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _grievance(row)

    async def appealed(self, student: StudentId, *, since: datetime) -> int:
        """How often somebody appealed since then."""
        counted = (
            select(func.count())
            .select_from(appeal.join(person, person.c.student_id == appeal.c.student_id))
            .where(_whose == student, appeal.c.at >= since)
        )
        return int(await self._connection.scalar(counted) or 0)

    async def open_appeal(self, case_id: CaseId, student: StudentId) -> AppealSeen | None:
        """The appeal of somebody in a case that nobody has answered yet."""
        rows = await self._connection.execute(
            _APPEALS.where(
                appeal.c.case_id == case_id,
                _whose == student,
                appeal.c.state == AppealState.OPEN.value,
            )
            .order_by(appeal.c.id)
            .limit(1)
        )
        row = rows.one_or_none()
        return None if row is None else _seen(row)

    async def bring_appeal(
        self,
        grievance: Grievance,
        *,
        student: StudentId,
        identity: IdentityId,
        said: MessageId,
        asked: StaffName | None,
        now: datetime,
    ) -> AppealId:
        """Write an appeal down. Audited."""
        done = await self._connection.execute(
            insert(appeal)
            .values(
                student_id=student,
                identity_id=identity,
                case_id=grievance.case,
                message_id=said,
                against=grievance.author,
                asked=asked,
                at=now,
                state=AppealState.OPEN.value,
            )
            .returning(appeal.c.id)
        )
        number = AppealId(done.scalar_one())
        await Audit(self._connection).note(
            "case.appealed",
            f"case:{grievance.case}",
            author=f"person:{student}",
            now=now,
            details={**before_after(None, {"state": AppealState.OPEN.value}), "appeal": number},
        )
        return number

    async def appeal(self, number: AppealId) -> AppealSeen | None:
        """One appeal; None where there is none."""
        rows = await self._connection.execute(_APPEALS.where(appeal.c.id == number))
        row = rows.one_or_none()
        return None if row is None else _seen(row)

    async def appeal_found(self, number: AppealId) -> AppealFound | None:
        """One appeal as staff read it; None where there is none."""
        row = (await self._connection.execute(_rows().where(appeal.c.id == number))).one_or_none()
        return None if row is None else _found(row)

    async def answer_appeal(
        self, number: AppealId, state: AppealState, *, author: str, note: str, now: datetime
    ) -> None:
        """Answer an appeal; the second to answer is told by `AlreadyDecided`. Audited."""
        done = await self._connection.execute(
            update(appeal)
            .where(appeal.c.id == number, appeal.c.state == AppealState.OPEN.value)
            .values(state=state.value, answer=note, answered_by=author, answered_at=now)
        )
        found = await self.appeal(number)
        if found is None:
            msg = f"there is no appeal {number}"
            raise Unknown(msg)
        if done.rowcount == 0:
            msg = f"appeal {number} is {found.state} already, by {found.answered_by}"
            raise AlreadyDecided(msg)
        await Audit(self._connection).note(
            f"appeal.{state.value}",
            f"case:{found.case}",
            author=author,
            now=now,
            reason=note,
            details={
                **before_after({"state": AppealState.OPEN.value}, {"state": state.value}),
                "appeal": number,
            },
        )

    async def appeals(
        self,
        which: AppealFilter | None = None,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[AppealFound]:
        """Appeals, newest first."""
        which = which or AppealFilter()
        limit = page_size(limit)
        statement = _rows().where(_in_rooms(within)).order_by(appeal.c.id.desc()).limit(limit + 1)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(appeal.c.id < behind[0])
        for column, value in (
            (appeal.c.state, which.state),
            (appeal.c.case_id, which.case),
            (_whose, which.student),
        ):
            if value is not None:
                statement = statement.where(column == value)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _found, lambda row: (row.id,))


def _in_rooms(rooms: Collection[RoomId] | None) -> ColumnElement[bool]:
    """Appeals against what was done about something said there."""
    if rooms is None:
        return true()
    said = (
        select(case_message.c.case_id)
        .join(message, message.c.id == case_message.c.message_id)
        .where(message.c.room_id.in_(sorted(rooms)))
    )
    return appeal.c.case_id.in_(said)


# Whoever two were merged into has the appeals of both.
_whose = func.coalesce(person.c.merged_into, appeal.c.student_id)
_APPEALS: Select[Any] = select(appeal, _whose.label("whose")).join(
    person, person.c.student_id == appeal.c.student_id
)


def _rows() -> Select[Any]:
    return select(appeal, _whose.label("whose"), person.c.name, message.c.text).select_from(
        appeal.join(person, person.c.student_id == appeal.c.student_id).join(
            message, message.c.id == appeal.c.message_id
        )
    )


def _grievance(row: Row[Any]) -> Grievance:
    decided = row.state == CaseState.CONFIRMED.value
    return Grievance(
        case=row.id,
        action=row.decision if decided and row.decision else row.action,
        author=row.decided_by if decided else GROUPKEEPER,
        at=row.done_at,
        room=row.room_id,
        channel=row.channel,
        room_ref=row.room_ref or "",
        room_name=row.room_name or "",
    )


def _seen(row: Row[Any]) -> AppealSeen:
    return AppealSeen(
        id=row.id,
        case=row.case_id,
        student=row.whose,
        identity=row.identity_id,
        message=row.message_id,
        against=row.against,
        asked=row.asked,
        state=AppealState(row.state),
        answered_by=row.answered_by,
    )


def _found(row: Row[Any]) -> AppealFound:
    return AppealFound(
        id=row.id,
        case=row.case_id,
        student=row.whose,
        name=row.name,
        text=row.text,
        against=row.against,
        asked=row.asked,
        at=row.at,
        state=AppealState(row.state),
        answer=row.answer,
        answered_by=row.answered_by,
        answered=row.answered_at,
    )
