"""What people said about steps of single runs: left out there, or said at another time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import OccurrenceId, RunId
from bot.core.outbound import DeliveryState
from bot.core.plan_changes import Override, OverrideKind
from bot.core.plans import StepState
from storage.bulk import among, listed
from storage.noting import note_rows
from storage.sop.calendar import never_left
from storage.tables.delivery import outbox
from storage.tables.sop import occurrence, run
from storage.tables.sop_life import run_override

_ANEW = "*"  # behind `planned_as`: a layout of the same version, that is to be made anew


class Overrides:
    """The overrides of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, runs: Collection[RunId]) -> dict[RunId, tuple[Override, ...]]:
        """What is said about steps of these runs, oldest first."""
        found: dict[RunId, list[Override]] = defaultdict(list)
        rows = await self._connection.execute(
            select(run_override)
            .where(among(run_override.c.run_id, "runs"))
            .order_by(run_override.c.id),
            {"runs": listed(runs)},
        )
        for row in rows:
            found[RunId(row.run_id)].append(_override(row))
        return {number: tuple(some) for number, some in found.items()}

    async def put(self, overrides: Sequence[Override], hint: str = "") -> None:
        """Say something about a step; it takes the place of what was said alike before.

        `hint` stands with what is planned until its time comes.
        """
        if not overrides:
            return
        first = overrides[0]
        runs = [one.run for one in overrides]
        await self._delete(runs, first.kind, first.step, first.local_date)
        rows = [
            {
                "run_id": one.run,
                "step": one.step,
                "local_date": one.local_date,
                "kind": one.kind.value,
                "to_date": one.to_date,
                "to_time": one.to_time,
                "author": one.author,
                "reason": one.reason,
                "at": one.at,
            }
            for one in overrides
        ]
        await self._connection.execute(insert(run_override), rows)
        await self._show(runs, first.step, first.local_date, hint)
        await lay_out_anew(self._connection, runs)

    async def take_back(
        self, runs: Collection[RunId], kind: OverrideKind, step: str, day: date | None
    ) -> list[RunId]:
        """Let the plan count again; the runs in which something was taken back."""
        changed = await self._delete(runs, kind, step, day)
        if kind is OverrideKind.SKIP:
            await self._show(changed, step, day, "")
        await lay_out_anew(self._connection, changed)
        return changed

    async def reopen(self, which: OccurrenceId, due: datetime) -> bool:
        """A skipped step comes after all, at a new time; False where something left already."""
        changed = await self._connection.execute(
            update(occurrence)
            .where(
                occurrence.c.id == which,
                occurrence.c.state == StepState.SKIPPED.value,
                never_left(),
            )
            .values(
                state=StepState.PLANNED.value, outcome=None, settled_at=None, due_at=due, facts=None
            )
            .returning(occurrence.c.id)
        )
        return changed.scalar() is not None

    async def reschedule(self, which: OccurrenceId, due: datetime) -> bool:
        """A planned step comes at another time; False where it is not planned any more."""
        changed = await self._connection.execute(
            update(occurrence)
            .where(occurrence.c.id == which, occurrence.c.state == StepState.PLANNED.value)
            .values(due_at=due)
        )
        await note_rows(self._connection, "step", occurrence, [which])
        return changed.rowcount == 1

    async def late_posts(self, runs: Collection[RunId], now: datetime) -> set[OccurrenceId]:
        """Steps of these runs whose posts wait in the outbox and are not sent any more."""
        numbers = await self._connection.scalars(
            select(occurrence.c.id)
            .join(outbox, outbox.c.occurrence_id == occurrence.c.id)
            .where(
                among(occurrence.c.run_id, "runs"),
                occurrence.c.state == StepState.QUEUED.value,
                outbox.c.state == DeliveryState.PENDING.value,
                outbox.c.expires_at < now,
            ),
            {"runs": listed(runs)},
        )
        return {OccurrenceId(number) for number in numbers}

    async def _delete(
        self, runs: Collection[RunId], kind: OverrideKind, step: str, day: date | None
    ) -> list[RunId]:
        gone = await self._connection.execute(
            delete(run_override)
            .where(
                among(run_override.c.run_id, "runs"),
                run_override.c.kind == kind.value,
                run_override.c.step == step,
                _on(run_override.c.local_date, day),
            )
            .returning(run_override.c.run_id),
            {"runs": listed(runs)},
        )
        return [RunId(number) for number in sorted(set(gone.scalars()))]

    async def _show(self, runs: Collection[RunId], step: str, day: date | None, hint: str) -> None:
        which = [
            among(occurrence.c.run_id, "runs"),
            occurrence.c.step == step,
            occurrence.c.state == StepState.PLANNED.value,
        ]
        if day is not None:
            which.append(occurrence.c.local_date == day)
        await self._connection.execute(
            update(occurrence).where(*which).values(outcome=hint or None), {"runs": listed(runs)}
        )


async def lay_out_anew(connection: AsyncConnection, runs: Collection[RunId]) -> None:
    """Have these runs laid out from their beginning by the next tick, as after an edit.

    One that is not laid out yet will be anyhow.
    """
    await connection.execute(
        update(run)
        .where(among(run.c.id, "runs"), run.c.planned_as != "")
        .values(planned_as=run.c.planned_as + _ANEW, replan_at=None),
        {"runs": listed(runs)},
    )


def _on(column: ColumnElement[Any], day: date | None) -> ColumnElement[bool]:
    return column.is_(None) if day is None else column == day


def _override(row: Row[Any]) -> Override:
    return Override(
        run=RunId(row.run_id),
        step=row.step,
        kind=OverrideKind(row.kind),
        author=row.author,
        at=row.at,
        local_date=row.local_date,
        to_date=row.to_date,
        to_time=row.to_time,
        reason=row.reason,
    )
