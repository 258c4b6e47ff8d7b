"""Which laid-out steps of a calendar are meant."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select

from bot.core.agenda import AgendaFilter
from storage.bulk import among, listed
from storage.only import only
from storage.tables.sop import occurrence, task

BETWEEN = "\n"  # of plan and step; no name has it


def lists_of(wanted: AgendaFilter) -> dict[str, str]:
    """What the parameters of `conditions` are."""
    found = {}
    if wanted.steps is not None:
        found["steps"] = _names(wanted.steps)
    if wanted.person is not None:
        found["expected"] = _names(wanted.expected)
    if wanted.runs is not None:
        found["runs"] = listed(wanted.runs)
    return found


def _names(steps: Collection[tuple[str, str]]) -> str:
    return listed(f"{plan}{BETWEEN}{step}" for plan, step in sorted(steps))


def conditions(wanted: AgendaFilter) -> list[ColumnElement[bool]]:
    """Which laid-out steps a filter means."""
    found: list[ColumnElement[bool]] = [
        occurrence.c.due_at >= wanted.since,
        occurrence.c.due_at < wanted.until,
        only(occurrence.c.room_id, wanted.within),
    ]
    if wanted.room is not None:
        found.append(occurrence.c.room_id == wanted.room)
    if wanted.plan is not None:
        found.append(occurrence.c.plan == wanted.plan)
    if wanted.runs is not None:
        found.append(among(occurrence.c.run_id, "runs"))
    name = occurrence.c.plan + BETWEEN + occurrence.c.step
    if wanted.steps is not None:
        found.append(among(name, "steps"))
    if wanted.person is not None:
        given = task.alias("given")  # whoever asks may have tasks beside the steps already
        of_it = select(given.c.id).where(given.c.occurrence_id == occurrence.c.id)
        theirs = or_(given.c.staff == wanted.person, given.c.done_by == wanted.person)
        expected = among(name, "expected") & ~of_it.exists()
        found.append(or_(of_it.where(theirs).exists(), expected))
    return found
