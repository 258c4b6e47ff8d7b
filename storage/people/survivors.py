"""Merged people: which student ID stands for which now."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import StudentId
from storage.bulk import Query, among, listed
from storage.tables.people import person

_MERGED = Query(
    select(person.c.student_id, person.c.merged_into).where(
        among(person.c.student_id, "ids"), person.c.merged_into.is_not(None)
    )
)


def is_person(student: StudentId) -> ColumnElement[bool]:
    """Whether a row of `person` is this person, or one that this ID stands for."""
    return or_(person.c.student_id == student, person.c.merged_into == student)


async def survivors(
    connection: AsyncConnection, students: Collection[StudentId]
) -> Mapping[StudentId, StudentId]:
    """For each ID the one that stands for it; itself where it was not merged.

    One step is enough: `Roster.merge` keeps every merged ID pointing at a living one.
    """
    found = {one: one for one in students}
    if found:
        found.update(await _MERGED.rows(connection, ids=listed(found)))
    return found
