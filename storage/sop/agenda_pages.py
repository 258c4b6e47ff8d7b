"""The calendar's part in the database: laid-out steps with their tasks, page by page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.agenda import AgendaFilter, Graces, LaidStep, Place, Tally
from bot.core.ids import ChannelName, RunId
from bot.core.plans import Run, RunState
from bot.core.tasks import Task
from storage.bulk import among, listed
from storage.only import only
from storage.paging import read_cursor, write_cursor
from storage.sop.agenda_filter import conditions, lists_of
from storage.sop.agenda_tallies import tallies
from storage.sop.rows import runs_with_rooms, to_occurrence, to_run
from storage.sop.task_rows import to_task
from storage.tables.people import room
from storage.tables.sop import occurrence, run, task
from storage.types import UtcDateTime, from_micros, micros

_STEPS = select(
    occurrence, room.c.name.label("room_name"), room.c.channel.label("room_channel")
).join(room, room.c.id == occurrence.c.room_id)
_ORDER = (occurrence.c.due_at, occurrence.c.run_id, occurrence.c.id)


class Agenda:
    """The calendar of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def laid(
        self, wanted: AgendaFilter, *, after: Place | None, limit: int
    ) -> list[LaidStep]:
        """Laid-out steps in the order of their time, beyond `after`."""
        statement = _STEPS.where(*conditions(wanted)).order_by(*_ORDER).limit(limit)
        if after is not None:
            behind = (
                literal(after.due, UtcDateTime),
                literal(after.run),
                literal(after.occurrence),
            )
            statement = statement.where(tuple_(*_ORDER) > tuple_(*behind))
        rows = (await self._connection.execute(statement, lists_of(wanted))).all()
        tasks = await self._tasks([row.id for row in rows])
        return [
            LaidStep(
                occurrence=to_occurrence(row),
                room_name=row.room_name,
                channel=ChannelName(row.room_channel),
                task=tasks.get(row.id),
            )
            for row in rows
        ]

    async def live(self, wanted: AgendaFilter) -> list[Run]:
        """Runs that may have steps which are not laid out yet."""
        statement = runs_with_rooms().where(
            run.c.state.in_([RunState.ACTIVE.value, RunState.PAUSED.value]),
            or_(run.c.planned_to.is_(None), run.c.planned_to < wanted.until),
            only(run.c.room_id, wanted.within),
        )
        if wanted.room is not None:
            statement = statement.where(run.c.room_id == wanted.room)
        if wanted.plan is not None:
            statement = statement.where(run.c.plan == wanted.plan)
        given = {}
        if wanted.runs is not None:
            statement = statement.where(among(run.c.id, "runs"))
            given = {"runs": listed(wanted.runs)}
        rows = await self._connection.execute(statement.order_by(run.c.id), given)
        return [to_run(row) for row in rows]

    async def tallies(self, wanted: AgendaFilter, graces: Graces, now: datetime) -> list[Tally]:
        """Laid-out steps, those alike counted together."""
        return await tallies(self._connection, wanted, graces, now)

    def read(self, cursor: str | None) -> Place | None:
        """The place behind which a page begins; raises BadCursor for a foreign cursor."""
        key = read_cursor(cursor, int, int, int, str)
        if key is None:
            return None
        due, of_run, number, step = key
        return Place(
            due=from_micros(int(due)),
            run=RunId(int(of_run)),
            step=str(step),
            occurrence=int(number),
        )

    def write(self, place: Place) -> str:
        """The cursor of a page that ends at this place."""
        return write_cursor(micros(place.due), place.run, place.occurrence, place.step)

    async def _tasks(self, steps: Sequence[int]) -> dict[int, Task]:
        if not steps:
            return {}
        rows = await self._connection.execute(
            select(task).where(among(task.c.occurrence_id, "ids")).order_by(task.c.id),
            {"ids": listed(steps)},
        )
        return {row.occurrence_id: to_task(row) for row in rows}
