"""Reports 举报 of members: one vote a member and message, and how often each was right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CaseId, ChannelName, MessageId, ReportId, RoomId, StudentId
from bot.core.review import Reported, Reporter
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.tables.judging import case, case_message, report
from storage.tables.people import identity, person
from storage.tables.talk import message
from storage.upsert import insert_for

_SHORTEST = 2  # characters of a quoted text by which a message is found


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFound:
    """A report with who made it."""

    id: ReportId
    message: MessageId
    case: CaseId
    student: StudentId
    name: str
    room: RoomId | None
    text: str  # what was reported
    weight: float
    at: datetime
    outcome: str | None  # right | wrong; None: nobody decided yet


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """Which reports; None asks nothing."""

    case: CaseId | None = None
    student: StudentId | None = None  # who reported
    outcome: str | None = None


class Reports:
    """The part of the records that holds reports."""

    _connection: AsyncConnection

    async def reported(
        self,
        *,
        channel: ChannelName,
        room: RoomId,
        ref: str | None,
        text: str,
        since: datetime,
    ) -> Reported | None:
        """The message that a report quotes: by its id, or where there is none by its text.

        A quoted text may be cut. None where nothing of the kind was said since then, or where
        one of our own accounts said it.
        """
        if ref is None and len(text.strip()) < _SHORTEST:
            return None
        quoted: Select[Any] = (
            select(
                message.c.id,
                message.c.identity_id,
                message.c.text,
                message.c.sent_at,
                identity.c.student_id,
                identity.c.name,
                case.c.id.label("case_id"),
                case.c.state,
            )
            .select_from(
                message.join(identity, identity.c.id == message.c.identity_id)
                .outerjoin(case_message, case_message.c.message_id == message.c.id)
                .outerjoin(case, case.c.id == case_message.c.case_id)
            )
            .where(
                message.c.channel == channel,
                message.c.room_id == room,
                _quotes(text, since) if ref is None else message.c.ref == ref,
                ~message.c.own,
                identity.c.student_id.is_not(None),
            )
            .order_by(message.c.sent_at.desc(), message.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(quoted)).one_or_none()
        return None if row is None else _reported(row)

    async def reporter(self, student: StudentId, *, since: datetime) -> Reporter:
        """How often somebody was right so far, and how much they reported since then."""
        rows = await self._connection.execute(
            select(
                func.count(sql_case((report.c.outcome == "right", 1))).label("right"),
                func.count(sql_case((report.c.outcome == "wrong", 1))).label("wrong"),
                func.count(sql_case((report.c.at >= since, 1))).label("lately"),
            )
            .select_from(_BY)
            .where(_whose == student)
        )
        row = rows.one()
        return Reporter(right=row.right, wrong=row.wrong, lately=row.lately)

    async def file_report(
        self,
        reported: Reported,
        *,
        case_id: CaseId,
        student: StudentId,
        room: RoomId,
        weight: float,
        now: datetime,
    ) -> bool:
        """Write a vote down; False where this member gave theirs before."""
        done = await self._connection.execute(
            insert_for(self._connection, report)
            .values(
                message_id=reported.message,
                case_id=case_id,
                student_id=student,
                room_id=room,
                weight=weight,
                at=now,
            )
            .on_conflict_do_nothing(index_elements=[report.c.message_id, report.c.student_id])
        )
        return done.rowcount > 0

    async def has_reported(self, message_id: MessageId, student: StudentId) -> bool:
        """Whether somebody gave their vote on a message before."""
        found = await self._connection.scalar(
            select(report.c.id)
            .select_from(_BY)
            .where(report.c.message_id == message_id, _whose == student)
            .limit(1)
        )
        return found is not None

    async def votes(self, case_id: CaseId) -> tuple[float, ...]:
        """What each reporter of a case weighs; somebody who reported several copies once."""
        rows = await self._connection.scalars(
            select(func.max(report.c.weight))
            .select_from(_BY)
            .where(report.c.case_id == case_id)
            .group_by(_whose)
        )
        return tuple(rows)

    async def strengthen(self, case_id: CaseId, *, score: float, reason: str) -> bool:
        """Let a case weigh what its reporters make it weigh, if that is more.

        Whether it is one of reports: of the others staff were told before.
        """
        by_report = case.c.kind == "report"
        done = await self._connection.execute(
            update(case)
            .where(case.c.id == case_id)
            .values(
                score=sql_case((case.c.score < score, score), else_=case.c.score),
                reason=sql_case((by_report, reason), else_=case.c.reason),
            )
            .returning(by_report)
        )
        return bool(done.scalar_one())

    async def settle_reports(self, case_id: CaseId, outcome: str | None) -> None:
        """Who reported it was right, or wrong; None: nobody knows any more."""
        await self._connection.execute(
            update(report).where(report.c.case_id == case_id).values(outcome=outcome)
        )

    async def reports(
        self,
        which: ReportFilter | None = None,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[ReportFound]:
        """Reports, newest first."""
        which = which or ReportFilter()
        limit = page_size(limit)
        statement = (
            _rows()
            .where(only(report.c.room_id, within))
            .order_by(report.c.id.desc())
            .limit(limit + 1)
        )
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(report.c.id < behind[0])
        for column, value in (
            (report.c.case_id, which.case),
            (_whose, which.student),
            (report.c.outcome, which.outcome),
        ):
            if value is not None:
                statement = statement.where(column == value)
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, limit, _found, lambda row: (row.id,))


# Whoever two were merged into has the reports of both: one person is one vote.
_BY = report.join(person, person.c.student_id == report.c.student_id)
_whose = func.coalesce(person.c.merged_into, report.c.student_id)


def _quotes(text: str, since: datetime) -> ColumnElement[bool]:
    whole = text.strip()
    cut = whole.rstrip("…. ")
    begins = func.substr(message.c.text, 1, len(cut)) == cut if cut != whole else false()
    return (message.c.sent_at >= since) & ((message.c.text == whole) | begins)


def _rows() -> Select[Any]:
    return select(report, _whose.label("whose"), person.c.name, message.c.text).select_from(
        _BY.join(message, message.c.id == report.c.message_id)
    )


def _reported(row: Row[Any]) -> Reported:
    return Reported(
        message=row.id,
        sender=row.identity_id,
        student=row.student_id,
        name=row.name,
        text=row.text,
        at=row.sent_at,
        case=row.case_id,
        state=row.state or "",
    )


def _found(row: Row[Any]) -> ReportFound:
    return ReportFound(
        id=row.id,
        message=row.message_id,
        case=row.case_id,
        student=row.whose,
        name=row.name,
        room=row.room_id,
        text=row.text,
        weight=row.weight,
        at=row.at,
        outcome=row.outcome,
    )
