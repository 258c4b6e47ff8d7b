"""What else is decided about the people of a case: one undo must not undo another decision."""

from collections.abc import Collection

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import CaseId, StudentId
from bot.core.review import CaseState
from storage.bulk import among, listed
from storage.tables.judging import case, case_message
from storage.tables.people import identity


async def condemned_elsewhere(
    connection: AsyncConnection, number: CaseId, students: Collection[StudentId]
) -> frozenset[StudentId]:
    """Those of whom another case is confirmed."""
    rows = await connection.execute(
        _others(CaseState.CONFIRMED).with_only_columns(identity.c.student_id).distinct(),
        {"students": listed(students), "number": number},
    )
    return frozenset(StudentId(one) for one in rows.scalars())


async def undone_elsewhere(
    connection: AsyncConnection, number: CaseId, students: Collection[StudentId]
) -> list[CaseId]:
    """Other cases of theirs that were taken back: what these ordered may be left to take back."""
    rows = await connection.execute(
        _others(CaseState.UNDONE).with_only_columns(case.c.id).distinct(),
        {"students": listed(students), "number": number},
    )
    return [CaseId(one) for one in rows.scalars()]


def _others(state: CaseState) -> Select[tuple[int]]:
    return (
        select(case.c.id)
        .select_from(
            case.join(case_message, case_message.c.case_id == case.c.id).join(
                identity, identity.c.id == case_message.c.identity_id
            )
        )
        .where(
            among(identity.c.student_id, "students"),
            case_message.c.flagged,
            case.c.state == state.value,
            case.c.id != bindparam("number"),
        )
    )
