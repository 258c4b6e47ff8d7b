"""In which order cases are listed: as they were opened, or as they were decided."""

from typing import Any

from sqlalchemy import Row, Select, tuple_

from storage.paging import read_cursor
from storage.tables.judging import case
from storage.types import from_micros, micros

_KEY_TYPES = (case.c.decided_at.type, case.c.id.type)


def by_number(statement: Select[Any], after: str | None) -> Select[Any]:
    """The newest case first, from behind a cursor on."""
    behind = read_cursor(after, int)
    if behind is not None:
        statement = statement.where(case.c.id < behind[0])
    return statement.order_by(case.c.id.desc())


def number_of(row: Row[Any]) -> tuple[int]:
    """What the cursor of `by_number` holds."""
    return (row.id,)


def by_decision(statement: Select[Any], after: str | None) -> Select[Any]:
    """Decided cases only, the newest decision first, from behind a cursor on."""
    behind = read_cursor(after, int, int)
    if behind is not None:
        at, number = behind
        statement = statement.where(
            tuple_(case.c.decided_at, case.c.id)
            < tuple_(from_micros(int(at)), int(number), types=_KEY_TYPES)
        )
    return statement.where(case.c.decided_at.is_not(None)).order_by(
        case.c.decided_at.desc(), case.c.id.desc()
    )


def decision_of(row: Row[Any]) -> tuple[int, int]:
    """What the cursor of `by_decision` holds."""
    return (micros(row.decided_at), row.id)
