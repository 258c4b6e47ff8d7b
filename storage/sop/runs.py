"""Plans at work: which plan runs in which room, since when, and how far it is laid out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Verdict
from bot.core.ids import ChannelName, RoomId, RoomRef, RunId
from bot.core.plans import NewRun, PlanRoom, Run, RunState, StepState
from storage.bulk import among, listed
from storage.noting import note_rows
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.sop.calendar import Calendar
from storage.sop.overrides import Overrides
from storage.sop.rows import runs_with_rooms, to_run
from storage.sop.steps import Steps
from storage.sop.task_ends import cancel_tasks_of
from storage.sop.versions import Editions
from storage.tables.people import room
from storage.tables.sop import occurrence, run
from storage.tables.watches import watch
from storage.upsert import insert_for

_LIVE = run.c.state.in_([RunState.ACTIVE.value, RunState.PAUSED.value])
_ACTIVE = run.c.state == RunState.ACTIVE.value


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """Which runs to list; None is any."""

    plan: str | None = None
    room: RoomId | None = None
    state: RunState | None = None
    live: bool = False  # those that have not ended


class Runs:
    """Runs of one transaction; `.steps` are their dated steps, `.calendar` the view of them.

    `.editions` are the texts of the plans, `.overrides` what differs in single runs.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.steps = Steps(connection)
        self.calendar = Calendar(connection)
        self.editions = Editions(connection)
        self.overrides = Overrides(connection)

    async def rooms(self) -> list[PlanRoom]:
        """Every room in which we sit."""
        rows = await self._connection.execute(
            select(room).where(room.c.left_at.is_(None)).order_by(room.c.id)
        )
        return [
            PlanRoom(
                id=RoomId(row.id),
                channel=ChannelName(row.channel),
                ref=RoomRef(row.ref),
                name=row.name,
                first_seen=row.created_at,
            )
            for row in rows
        ]

    # ---- the life of a run -----------------------------------------------------------------

    async def start(self, runs: Sequence[NewRun], author: str, now: datetime) -> tuple[RunId, ...]:
        """Begin; where the plan already runs in the room nothing changes. The new runs' ids."""
        if not runs:
            return ()
        rows = [
            {
                "plan": new.plan,
                "room_id": new.room,
                "starts_on": new.starts_on,
                "event_at": new.event_at,
                "zone": new.zone,
                "state": RunState.ACTIVE.value,
                "author": author,
                "started_at": now,
                "planned_as": "",
            }
            for new in runs
        ]
        statement = insert_for(self._connection, run).on_conflict_do_nothing()
        fresh = await self._connection.execute(statement.returning(run.c.id), rows)
        begun = tuple(RunId(number) for number in sorted(fresh.scalars()))
        await note_rows(self._connection, "plan", run, begun)
        return begun

    async def begun(self, plans: Collection[str]) -> dict[tuple[str, RoomId], list[Run]]:
        """Every run these plans ever had, by plan and room."""
        found: dict[tuple[str, RoomId], list[Run]] = {}
        statement = runs_with_rooms().where(among(run.c.plan, "plans"))
        for row in await self._connection.execute(statement, {"plans": listed(plans)}):
            found.setdefault((row.plan, RoomId(row.room_id)), []).append(to_run(row))
        return found

    async def pause(self, runs: Iterable[RunId], now: datetime) -> list[RunId]:
        """Nothing more is said until `resume`; what is in the outbox waits there too."""
        paused = {"state": RunState.PAUSED.value, "paused_at": now}
        return await self._change(runs, {RunState.ACTIVE}, paused)

    async def resume(self, runs: Iterable[RunId]) -> list[RunId]:
        """Go on; steps that are late by now are each decided by their `on_late`."""
        active = {"state": RunState.ACTIVE.value, "paused_at": None}
        return await self._change(runs, {RunState.PAUSED}, active)

    async def stop(self, runs: Iterable[RunId], reason: str, now: datetime) -> list[RunId]:
        """End for good; what is planned is skipped for this reason, and its tasks cancelled."""
        ended = {"state": RunState.STOPPED.value, "ended_at": now}
        stopped = await self._change(runs, {RunState.ACTIVE, RunState.PAUSED}, ended)
        await self._connection.execute(
            update(occurrence)
            .where(
                among(occurrence.c.run_id, "runs"),
                occurrence.c.state == StepState.PLANNED.value,
            )
            .values(state=StepState.SKIPPED.value, outcome=reason, settled_at=now),
            {"runs": listed(stopped)},
        )
        await cancel_tasks_of(self._connection, stopped, reason, now)
        return stopped

    async def finish(self, runs: Iterable[RunId], now: datetime) -> list[RunId]:
        """End those that have said all they had to say."""
        open_ = [StepState.PLANNED.value, StepState.QUEUED.value, StepState.HELD.value]
        still = select(occurrence.c.id).where(
            occurrence.c.run_id == run.c.id, occurrence.c.state.in_(open_)
        )
        watched = (
            select(watch.c.occurrence_id)
            .join(occurrence, occurrence.c.id == watch.c.occurrence_id)
            .where(occurrence.c.run_id == run.c.id, watch.c.state == Verdict.WAITING.value)
        )
        ended = {"state": RunState.DONE.value, "ended_at": now}
        return await self._change(
            runs, {RunState.ACTIVE}, ended, ~still.exists(), ~watched.exists()
        )

    async def _change(
        self,
        runs: Iterable[RunId],
        states: Collection[RunState],
        values: dict[str, Any],
        *more: ColumnElement[bool],
    ) -> list[RunId]:
        numbers = listed(runs)
        changed = await self._connection.execute(
            update(run)
            .where(among(run.c.id, "runs"), run.c.state.in_([s.value for s in states]), *more)
            .values(values)
            .returning(run.c.id),
            {"runs": numbers},
        )
        found = [RunId(number) for number in sorted(changed.scalars())]
        await note_rows(self._connection, "plan", run, found)
        return found

    # ---- laying out ------------------------------------------------------------------------

    async def to_lay_out(self, versions: dict[str, str], now: datetime, limit: int) -> list[Run]:
        """Active runs of these plans (name: version) that need steps laid out."""
        if not versions:
            return []
        edited = [
            and_(run.c.plan == name, run.c.planned_as != version)
            for name, version in versions.items()
        ]
        statement = (
            runs_with_rooms()
            .where(
                _ACTIVE,
                among(run.c.plan, "plans"),
                or_(run.c.replan_at.is_(None), run.c.replan_at <= now, *edited),
            )
            .order_by(run.c.replan_at.asc().nulls_first(), run.c.id)
            .limit(limit)
            .with_for_update(of=run)
        )
        rows = await self._connection.execute(statement, {"plans": listed(versions)})
        return [to_run(row) for row in rows]

    async def laid_out(
        self, runs: Sequence[RunId], *, version: str, to: datetime, again: datetime
    ) -> None:
        """Note by which version these runs are laid out, up to when, and when to look again."""
        await self._connection.execute(
            update(run)
            .where(among(run.c.id, "runs"))
            .values(planned_as=version, planned_to=to, replan_at=again),
            {"runs": listed(runs)},
        )

    # ---- looking ---------------------------------------------------------------------------

    async def by_id(self, runs: Iterable[RunId]) -> dict[RunId, Run]:
        """These runs."""
        statement = runs_with_rooms().where(among(run.c.id, "runs"))
        rows = await self._connection.execute(statement, {"runs": listed(runs)})
        return {RunId(row.id): to_run(row) for row in rows}

    async def live_in(self, rooms: Iterable[RoomId]) -> list[Run]:
        """Active and paused runs of these rooms."""
        statement = runs_with_rooms().where(_LIVE, among(run.c.room_id, "rooms"))
        rows = await self._connection.execute(statement, {"rooms": listed(rooms)})
        return [to_run(row) for row in rows]

    async def live_of(self, plan: str) -> list[Run]:
        """Active and paused runs of a plan, by number."""
        statement = runs_with_rooms().where(_LIVE, run.c.plan == plan).order_by(run.c.id)
        return [to_run(row) for row in await self._connection.execute(statement)]

    async def live_plans(self) -> frozenset[str]:
        """The names of the plans that run anywhere."""
        return frozenset(await self._connection.scalars(select(run.c.plan).where(_LIVE).distinct()))

    async def live_counts(
        self, rooms: Collection[RoomId] | None = None
    ) -> dict[str, dict[RunState, int]]:
        """In how many rooms (of these; None: of all) each plan is active, and paused."""
        statement = (
            select(run.c.plan, run.c.state, func.count())
            .where(_LIVE)
            .group_by(run.c.plan, run.c.state)
        )
        given = {}
        if rooms is not None:
            statement = statement.where(among(run.c.room_id, "rooms"))
            given = {"rooms": listed(rooms)}
        found: dict[str, dict[RunState, int]] = {}
        for plan, state, count in await self._connection.execute(statement, given):
            found.setdefault(plan, {})[RunState(state)] = count
        return found

    async def listed(
        self,
        wanted: RunFilter,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[Run]:
        """Runs, newest first."""
        size = page_size(limit)
        here = only(run.c.room_id, within)
        statement = runs_with_rooms().where(here).order_by(run.c.id.desc()).limit(size + 1)
        exact = {
            run.c.plan: wanted.plan,
            run.c.room_id: wanted.room,
            run.c.state: wanted.state and wanted.state.value,
        }
        for column, value in exact.items():
            if value is not None:
                statement = statement.where(column == value)
        if wanted.live:
            statement = statement.where(_LIVE)
        behind = read_cursor(after, int)
        if behind is not None:
            statement = statement.where(run.c.id < behind[0])
        rows = (await self._connection.execute(statement)).all()
        return page_of(rows, size, to_run, _number)


def _number(row: Row[Any]) -> tuple[int]:
    return (row.id,)
