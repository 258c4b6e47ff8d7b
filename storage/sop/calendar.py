"""The calendar of dated steps, and a person's word on one of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plans import APPROVED_BY, SKIPPED_BY, Occurrence, RunState, StepState
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.sop.rows import OCCURRENCES, to_occurrence
from storage.tables.delivery import outbox
from storage.tables.sop import occurrence, run, task
from storage.types import UtcDateTime, from_micros, micros


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFilter:
    """Which steps to list; None is any."""

    room: RoomId | None = None
    run: RunId | None = None
    plan: str | None = None
    step: str | None = None
    state: StepState | None = None
    since: datetime | None = None
    until: datetime | None = None


class Calendar:
    """The steps of one transaction, as people look at them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, which: OccurrenceId) -> Occurrence | None:
        """One step."""
        row = (await self._connection.execute(OCCURRENCES.where(occurrence.c.id == which))).first()
        return None if row is None else to_occurrence(row)

    async def listed(
        self,
        wanted: StepFilter,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[Occurrence]:
        """Steps in the order of their time."""
        size = page_size(limit)
        statement = (
            OCCURRENCES.where(*_conditions(wanted), only(occurrence.c.room_id, within))
            .order_by(occurrence.c.due_at, occurrence.c.id)
            .limit(size + 1)
        )
        behind = read_cursor(after, int, int)
        if behind is not None:
            at = from_micros(int(behind[0]))
            place = tuple_(occurrence.c.due_at, occurrence.c.id)
            statement = statement.where(
                place > tuple_(literal(at, UtcDateTime), literal(behind[1]))
            )
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, size, to_occurrence, _place)

    async def approve(self, which: OccurrenceId, author: str, now: datetime) -> bool:
        """A person wants a held, skipped or failed step said after all.

        False where it is not so, where its run has ended, or where a post or task was made of
        it already: saying it could then be saying it twice.
        """
        states = (StepState.HELD, StepState.SKIPPED, StepState.FAILED)
        return await self._decide(which, states, {APPROVED_BY: author}, now)

    async def skip(self, which: OccurrenceId, author: str, now: datetime) -> bool:
        """A person does not want a step said; False where it is too late for that."""
        return await self._decide(
            which, (StepState.PLANNED, StepState.HELD), {SKIPPED_BY: author}, now
        )

    async def _decide(
        self,
        which: OccurrenceId,
        states: Sequence[StepState],
        word: dict[str, str],
        now: datetime,
    ) -> bool:
        # The word is taken up by the next tick, which also sees to the steps that follow.
        here = occurrence.c.id == which
        found = OCCURRENCES.where(
            here, occurrence.c.state.in_([s.value for s in states]), never_left(), _goes_on()
        )
        row = (await self._connection.execute(found.with_for_update())).first()
        if row is None:
            return False
        values = {
            "state": StepState.PLANNED.value,
            "outcome": None,
            "settled_at": None,
            "due_at": now,
            "facts": {**(row.facts or {}), **word},
        }
        await self._connection.execute(update(occurrence).where(here).values(values))
        return True


def _conditions(wanted: StepFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    exact = {
        occurrence.c.room_id: wanted.room,
        occurrence.c.run_id: wanted.run,
        occurrence.c.plan: wanted.plan,
        occurrence.c.step: wanted.step,
        occurrence.c.state: wanted.state and wanted.state.value,
    }
    conditions += [column == value for column, value in exact.items() if value is not None]
    if wanted.since is not None:
        conditions.append(occurrence.c.due_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(occurrence.c.due_at < wanted.until)
    return conditions


def _place(row: Row[Any]) -> tuple[int, int]:
    return (micros(row.due_at), row.id)


def _goes_on() -> ColumnElement[bool]:
    """The step's run has not ended."""
    live = [RunState.ACTIVE.value, RunState.PAUSED.value]
    return select(run.c.id).where(run.c.id == occurrence.c.run_id, run.c.state.in_(live)).exists()


def never_left() -> ColumnElement[bool]:
    """No post and no task was made of the step, so saying it cannot be saying it twice."""
    posts = select(outbox.c.id).where(outbox.c.occurrence_id == occurrence.c.id)
    tasks = select(task.c.id).where(task.c.occurrence_id == occurrence.c.id)
    return ~posts.exists() & ~tasks.exists()
