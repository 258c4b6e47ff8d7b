"""Erasures 删除个人数据: begun by a person, shown beforehand, written down without the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.ids import StudentId
from storage.bulk import among, hold_archive, listed
from storage.judging.deciding import Unknown
from storage.people.names import folded_name
from storage.privacy.hiding import hide
from storage.privacy.said import give_up_errands
from storage.privacy.whom import CannotErase, Whom, borne_by_others, whom
from storage.privacy.words import Tie, Traces
from storage.service.audit import Audit
from storage.tables.campaigns import sign_up
from storage.tables.judging import appeal, case, lead
from storage.tables.people import membership, name_history
from storage.tables.profiles import erasure, person_note, person_tag
from storage.tables.service import alert
from storage.tables.talk import message

_BY_STUDENT: Mapping[str, Table] = {
    "tags": person_tag,
    "notes": person_note,
    "leads": lead,
    "appeals": appeal,
    "sign_ups": sign_up,
    "cases": case,
}
_SUBJECTS: Mapping[str, Table] = {"case": case, "lead": lead, "appeal": appeal, "alert": alert}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePreview:
    """What an erasure would take; nothing is changed yet."""

    student: StudentId
    students: tuple[StudentId, ...]  # with those merged into it: all of them are erased
    identities: int
    names: int
    rooms: int  # in which they are now
    messages: int
    counts: Mapping[str, int]  # tags, notes, leads, appeals, sign_ups, cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """An erasure at work, or done."""

    id: int
    student: StudentId
    author: str
    reason: str
    begun: datetime
    ended: datetime | None
    share: float  # of the work that is done: 0 to 1
    counts: Mapping[str, int]


class Erasures:
    """Begins erasures and tells how far they are; `storage.privacy.erasing` goes through them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def preview(self, student: StudentId) -> ErasurePreview | None:
        """What would be erased; None where nobody ever had this ID."""
        who = await whom(self._connection, student)
        if who is None:
            return None
        counts = {
            name: await self._count(table, "student_id", who.students)
            for name, table in _BY_STUDENT.items()
        }
        inside = select(func.count(membership.c.room_id.distinct())).where(
            among(membership.c.identity_id, "ids"), membership.c.left_at.is_(None)
        )
        return ErasurePreview(
            student=who.student,
            students=who.students,
            identities=len(who.identities),
            names=await self._count(name_history, "identity_id", who.identities),
            rooms=await self._number(inside, who.identities),
            messages=await self._count(message, "identity_id", who.identities),
            counts=counts,
        )

    async def begin(
        self, student: StudentId, *, author: str, reason: str, now: datetime
    ) -> Erasure:
        """Hide a person at once; what they said is erased from now on, in parts. Audited.

        Raises `Unknown` where nobody has the ID, `CannotErase` where another stands for it or
        their data is gone already.
        """
        await hold_archive(self._connection)
        who = await self._erasable(student)
        names = await self._traces_kept(who)
        counts = await hide(self._connection, who, author=author, now=now)
        await give_up_errands(self._connection, who.identities)
        counts["messages"] = await self._count(message, "identity_id", who.identities)
        told = Traces(
            students=frozenset(who.students),
            identities=frozenset(who.identities),
            names=who.names,
            refs=who.refs,
        ).clean(reason, Tie.NAMED, 0)
        done = await self._connection.execute(
            insert(erasure).values(
                student_id=who.student,
                author=author,
                reason=told,
                begun_at=now,
                names=names,
                counts=counts,
            )
        )
        (number,) = done.inserted_primary_key or (0,)
        await Audit(self._connection).note(
            "person.erase",
            f"person:{who.student}",
            author=author,
            now=now,
            reason=told,
            details={
                **before_after({"erased": "no"}, {"erased": "begun"}),
                "erasure": number,
                "also": list(who.students[1:]),
            },
        )
        begun = await self.erasure(number)
        assert begun is not None  # noqa: S101 (written above, in this transaction)
        return begun

    async def _erasable(self, student: StudentId) -> Whom:
        who = await whom(self._connection, student)
        if who is None:
            msg = f"nobody has the student ID {student}"
            raise Unknown(msg)
        if who.erased:
            msg = f"the data of {student} is erased already"
            raise CannotErase(msg)
        if who.student != student:
            msg = f"{who.student} stands for {student} now: erase {who.student}, or unmerge first"
            raise CannotErase(msg)
        return who

    async def _traces_kept(self, who: Whom) -> dict[str, Any]:
        """What is still needed to find the person in other texts; gone when the erasure ends."""
        folded = {name: folded_name(name) for name in who.names}
        shared = await borne_by_others(self._connection, who, folded)
        return {
            "students": list(who.students),
            "identities": list(who.identities),
            "refs": {channel: list(refs) for channel, refs in who.refs.items()},
            "names": list(who.names),
            "shared": sorted(shared),
            "subjects": sorted(await self._subjects(who)),
        }

    async def _subjects(self, who: Whom) -> set[str]:
        """What the audit calls the person and all that is about them."""
        found = {f"{kind}:{one}" for one in who.students for kind in ("person", "people")}
        for kind, table in _SUBJECTS.items():
            about = among(table.c.student_id, "students")
            if "message_id" in table.c:
                about |= (
                    select(message.c.id)
                    .where(
                        message.c.id == table.c.message_id,
                        among(message.c.identity_id, "identities"),
                    )
                    .exists()
                )
            rows = await self._connection.execute(select(table.c.id).where(about), who.lists)
            for number in rows.scalars():
                found |= {f"{kind}:{number}", f"{kind}s:{number}"}
        return found

    async def erasure(self, number: int) -> Erasure | None:
        """One erasure; None where there is none."""
        rows = await self._connection.execute(select(erasure).where(erasure.c.id == number))
        row = rows.one_or_none()
        return None if row is None else _seen(row)

    async def of_person(self, student: StudentId) -> Erasure | None:
        """The newest erasure of a person; None: there is none."""
        rows = await self._connection.execute(
            select(erasure)
            .where(erasure.c.student_id == student)
            .order_by(erasure.c.id.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return None if row is None else _seen(row)

    async def _count(self, table: Table, column: str, ids: Sequence[int]) -> int:
        statement = select(func.count()).select_from(table).where(among(table.c[column], "ids"))
        return await self._number(statement, ids)

    async def _number(self, statement: Any, ids: Sequence[int]) -> int:  # noqa: ANN401 (a Select)
        found = await self._connection.execute(statement, {"ids": listed(ids)})
        return int(found.scalar_one())


def _seen(row: Row[Any]) -> Erasure:
    counts = dict(row.counts)
    return Erasure(
        id=row.id,
        student=row.student_id,
        author=row.author,
        reason=row.reason,
        begun=row.begun_at,
        ended=row.ended_at,
        share=1.0 if row.ended_at else float(counts.pop("share", 0)) / 100,
        counts={name: number for name, number in counts.items() if name != "share"},
    )
