"""Two living leads of one category that a merge gave to one person."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from storage.tables.judging import lead
from storage.tables.people import person


def doubled(who: ColumnElement[int], alive: Sequence[str]) -> ColumnElement[bool]:
    """Whether person `who` has an older living lead too: both of two merged people had one.

    A merge can be undone, and then both stand by themselves again.
    """
    other, whose = lead.alias("other"), person.alias("whose")
    older = (
        select(other.c.id)
        .join(whose, whose.c.student_id == other.c.student_id)
        .where(
            (whose.c.student_id == who) | (whose.c.merged_into == who),
            other.c.category == lead.c.category,
            other.c.state.in_(alive),
            other.c.id < lead.c.id,
        )
        .correlate(lead, person)
        .exists()
    )
    return lead.c.state.in_(alive) & older
