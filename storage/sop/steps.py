"""Dated steps: laid out once, taken up when due, settled by what became of them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, bindparam, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import OccurrenceId, RunId
from bot.core.plans import (
    PLAN_EDITED,
    SAID_SHOWN,
    Move,
    News,
    Occurrence,
    PlannedOccurrence,
    RunState,
    StepState,
)
from storage.bulk import among, hold_plans, listed
from storage.delivery.claims import restored_at
from storage.noting import note_rows
from storage.sop.news import news_of
from storage.sop.rows import KEY, OCCURRENCES, from_planned, to_occurrence
from storage.tables.sop import occurrence, run
from storage.types import UtcDateTime
from storage.upsert import insert_for

_OPEN = (StepState.PLANNED.value, StepState.QUEUED.value, StepState.HELD.value)
_PLANNED = occurrence.c.state == StepState.PLANNED.value


class Steps:
    """The occurrences of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold(self) -> None:
        """From here on no other transaction decides which steps are said, until this one ends."""
        await hold_plans(self._connection)

    async def add(self, planned: Sequence[PlannedOccurrence]) -> None:
        """Write steps down; one whose key is there changes nothing.

        Except a step that an earlier edit took out, and that is back in the plan at its time.
        """
        if not planned:
            return
        new = insert_for(self._connection, occurrence)
        statement = new.on_conflict_do_update(
            index_elements=[occurrence.c[name] for name in KEY],
            set_={
                "state": new.excluded.state,
                "outcome": new.excluded.outcome,
                "due_at": new.excluded.due_at,
                "tz_version": new.excluded.tz_version,
                "settled_at": None,
            },
            where=and_(
                occurrence.c.state == StepState.SKIPPED.value,
                occurrence.c.outcome == PLAN_EDITED,
                new.excluded.state == StepState.PLANNED.value,
            ),
        )
        await self._connection.execute(statement, [from_planned(one) for one in planned])

    async def due(
        self, now: datetime, *, after: tuple[datetime, OccurrenceId] | None, limit: int
    ) -> list[Occurrence]:
        """Planned steps of active runs whose time has come, oldest first, beyond `after`."""
        statement = (
            OCCURRENCES.join(run, run.c.id == occurrence.c.run_id)
            .where(_PLANNED, occurrence.c.due_at <= now, run.c.state == RunState.ACTIVE.value)
            .order_by(occurrence.c.due_at, occurrence.c.id)
            .limit(limit)
        )
        if after is not None:
            place = tuple_(occurrence.c.due_at, occurrence.c.id)
            bound = tuple_(bindparam("due", after[0], UtcDateTime), bindparam("id", after[1]))
            statement = statement.where(place > bound)
        return [to_occurrence(row) for row in await self._connection.execute(statement)]

    async def move(
        self, moves: Sequence[Move], now: datetime, *, expect: Collection[StepState]
    ) -> frozenset[OccurrenceId]:
        """Change states, where they still are as expected; gives back which were.

        Two processes that try the same change: one of them gets it.
        """
        if not moves:
            return frozenset()
        held = select(occurrence.c.id).where(
            among(occurrence.c.id, "ids"), occurrence.c.state.in_([s.value for s in expect])
        )
        locked = await self._connection.execute(
            held.order_by(occurrence.c.id).with_for_update(), {"ids": listed(m.id for m in moves)}
        )
        mine = frozenset(OccurrenceId(number) for number in locked.scalars())
        rows = [_moved(move, now) for move in moves if move.id in mine]
        if rows:
            await self._connection.execute(_MOVE, rows)
        dues = [{"_id": m.id, "_due": m.due} for m in moves if m.id in mine and m.due]
        if dues:
            await self._connection.execute(_SET_DUE, dues)
        words = [
            {"_id": m.id, "_said": m.said[:SAID_SHOWN], "_variant": m.variant}
            for m in moves
            if m.id in mine and m.said is not None
        ]
        if words:
            await self._connection.execute(_SET_SAID, words)
        await note_rows(self._connection, "step", occurrence, mine)
        return mine

    async def standing(
        self,
        runs: Collection[RunId],
        steps: Collection[str],
        now: datetime,
        *,
        daily: Collection[str],
        since: date,
    ) -> dict[RunId, dict[str, frozenset[tuple[StepState, date]]]]:
        """How these steps stand in these runs, as far as their time has come.

        Of the `daily` ones only what was `since` that day: their past grows without end.
        """
        columns = (
            occurrence.c.run_id,
            occurrence.c.step,
            occurrence.c.state,
            occurrence.c.local_date,
        )
        statement = (
            select(*columns)
            .where(
                among(occurrence.c.run_id, "runs"),
                among(occurrence.c.step, "steps"),
                or_(~_PLANNED, occurrence.c.due_at <= now),
                or_(~among(occurrence.c.step, "daily"), occurrence.c.local_date >= since),
            )
            .distinct()
        )
        rows = await self._connection.execute(
            statement,
            {"runs": listed(runs), "steps": listed(steps), "daily": listed(daily)},
        )
        found: dict[RunId, dict[str, set[tuple[StepState, date]]]] = {}
        for row in rows:
            of_run = found.setdefault(RunId(row.run_id), {})
            of_run.setdefault(row.step, set()).add((StepState(row.state), row.local_date))
        return {
            number: {step: frozenset(states) for step, states in steps_.items()}
            for number, steps_ in found.items()
        }

    async def laid_out(
        self, runs: Collection[RunId], *, dated: Collection[str], since: datetime
    ) -> dict[RunId, list[Occurrence]]:
        """What an edit must know: all that is open, all since then, all of the `dated` steps."""
        statement = OCCURRENCES.where(
            among(occurrence.c.run_id, "runs"),
            or_(
                occurrence.c.state.in_(_OPEN),
                occurrence.c.due_at >= since,
                among(occurrence.c.step, "dated"),
            ),
        )
        rows = await self._connection.execute(
            statement, {"runs": listed(runs), "dated": listed(dated)}
        )
        found: dict[RunId, list[Occurrence]] = {number: [] for number in runs}
        for row in rows:
            found[RunId(row.run_id)].append(to_occurrence(row))
        return found

    async def drop_ended(self, why: str, now: datetime) -> None:
        """Skip what is due in runs that have ended: it was written down while they did."""
        over = select(run.c.id).where(
            run.c.id == occurrence.c.run_id,
            run.c.state.in_([RunState.STOPPED.value, RunState.DONE.value]),
        )
        await self._connection.execute(
            update(occurrence)
            .where(_PLANNED, occurrence.c.due_at <= now, over.exists())
            .values(state=StepState.SKIPPED.value, outcome=why, settled_at=now)
        )

    async def restored(self) -> datetime | None:
        """When the database was last put back from a backup; None: never."""
        return await restored_at(self._connection)

    async def news(self, limit: int = 1000) -> list[News]:
        """What became of steps on their way, by the outbox and by the tasks of people."""
        return await news_of(self._connection, limit)


def _moved(move: Move, now: datetime) -> dict[str, object]:
    settled = move.state not in {StepState.PLANNED, StepState.QUEUED, StepState.HELD}
    return {
        "_id": move.id,
        "_state": move.state.value,
        "_outcome": move.outcome or None,
        "_settled": (move.at or now) if settled else None,
    }


_MOVE = (
    update(occurrence)
    .where(occurrence.c.id == bindparam("_id"))
    .values(
        state=bindparam("_state"), outcome=bindparam("_outcome"), settled_at=bindparam("_settled")
    )
)
_SET_DUE = (
    update(occurrence).where(occurrence.c.id == bindparam("_id")).values(due_at=bindparam("_due"))
)
_SET_SAID = (
    update(occurrence)
    .where(occurrence.c.id == bindparam("_id"))
    .values(said=bindparam("_said"), variant=bindparam("_variant"))
)
