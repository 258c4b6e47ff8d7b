"""A plan's steps by the rooms it runs in: what came of each where, and what is still to come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.core.agenda import AgendaEntry, AgendaFilter, Standing
from bot.core.errors import GroupkeeperError
from bot.core.ids import OccurrenceId, RunId, TaskId
from bot.core.plans import Run
from bot.plans.agenda import AgendaDesk, AgendaUnit
from bot.plans.agenda_days import AgendaDays
from sop.agenda import holder_of
from sop.model import Plan

MOST = 40_000  # steps of one page; more would take seconds to send


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A step of the plan on one of its days; `day` None: it follows an event or another step."""

    step: str
    title: str
    seat: str
    person: str | None  # None: a bot account speaks
    day: int | None  # from 1, the run's first day; 0 and below lie before it
    time: str  # by the plan, on the clocks of the rooms; "" where it follows something


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """How one row stands in one room; of several the newest, with their number."""

    row: int  # among the rows of this page
    id: OccurrenceId | None  # None: not laid out yet
    task: TaskId | None
    standing: Standing
    due: datetime
    at: datetime | None  # when it was settled
    who: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """A room in which the plan runs, or ran."""

    run: Run
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPart:
    """The columns of some runs, and the rows that occur in them."""

    rows: tuple[GridRow, ...]
    columns: tuple[GridColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCounts:
    """How the steps of a plan stand, counted once in each room in which they come."""

    standings: Mapping[Standing, int]
    laid_out: int  # of them all; the others follow from the plan, and may still change
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGrid:
    """Grids, made of the calendar that a desk shows entry by entry."""

    desk: AgendaDesk
    most: int = MOST

    async def part(
        self,
        unit: AgendaUnit,
        runs: Sequence[Run],
        *,
        since: datetime,
        until: datetime,
        now: datetime,
    ) -> GridPart:
        """The part of these runs of one plan; raises GroupkeeperError where it is too large."""
        if not runs:
            return GridPart(rows=(), columns=())
        wanted = AgendaFilter(
            since=since,
            until=until,
            plan=runs[0].plan,
            within={run.room for run in runs},
            runs=[run.id for run in runs],
        )
        entries = await self.desk.entries(unit, wanted, limit=self.most + 1, now=now)
        if len(entries) > self.most:
            msg = f"more than {self.most} steps; ask for a shorter time, or for fewer rooms at once"
            raise GroupkeeperError(msg)
        return part_of_grid(runs, entries, self.desk.plans().get(runs[0].plan))

    async def counts(
        self, unit: AgendaUnit, wanted: AgendaFilter, *, live: bool, now: datetime
    ) -> GridCounts:
        """All rooms together, however many they are; `live`: of runs that have not ended."""
        if live:
            runs = [run.id for run in await unit.agenda.live(wanted)]
            wanted = replace(wanted, runs=runs)
        tallies = await AgendaDays(desk=self.desk).tallies(unit, wanted, now)
        standings: dict[Standing, int] = {}
        for one in tallies:
            standings[one.standing] = standings.get(one.standing, 0) + one.rooms
        laid_out = sum(one.rooms for one in tallies if one.laid_out)
        total = sum(standings.values())
        return GridCounts(standings=standings, laid_out=laid_out, total=total)


def part_of_grid(
    runs: Sequence[Run], entries: Iterable[AgendaEntry], plan: Plan | None
) -> GridPart:
    """Entries by row and room; rows by day, time and their order in the plan."""
    begun = {run.id: run.starts_on for run in runs}
    found: dict[_Key, dict[RunId, list[AgendaEntry]]] = {}
    for entry in entries:
        cells = found.setdefault(_key(entry, begun[entry.run]), {})
        cells.setdefault(entry.run, []).append(entry)
    order = {} if plan is None else {step.id: n for n, step in enumerate(plan.all_steps)}
    keys = sorted(found, key=lambda key: key.place(order))
    columns = [GridColumn(run=run, cells=_cells(keys, found, run.id)) for run in runs]
    rows = tuple(_row(key, found[key], plan) for key in keys)
    return GridPart(rows=rows, columns=tuple(columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """What makes steps of different rooms one row."""

    step: str
    day: int | None
    wall: time

    def place(self, order: Mapping[str, int]) -> tuple[bool, int, time, int, str]:
        """Dated steps first, by their day; then what follows something."""
        number = order.get(self.step, len(order))
        return (self.day is None, self.day or 0, self.wall, number, self.step)


def _key(entry: AgendaEntry, first: date) -> _Key:
    if entry.occasion or entry.day is None or entry.wall is None:
        return _Key(step=entry.step, day=None, wall=time())
    day = (entry.day - first) // timedelta(days=1) + 1
    return _Key(step=entry.step, day=day, wall=entry.wall)


def _row(key: _Key, cells: Mapping[RunId, list[AgendaEntry]], plan: Plan | None) -> GridRow:
    step = None if plan is None else plan.step(key.step)
    one = next(iter(cells.values()))[-1]
    return GridRow(
        step=key.step,
        title=one.title,
        seat=one.seat,
        person=holder_of(plan, step) if plan and step else None,
        day=key.day,
        time=f"{key.wall:%H:%M}" if key.day is not None else "",
    )


def _cells(
    keys: Sequence[_Key], found: Mapping[_Key, Mapping[RunId, list[AgendaEntry]]], run: RunId
) -> tuple[GridCell, ...]:
    here = ((number, found[key].get(run)) for number, key in enumerate(keys))
    return tuple(_cell(number, some) for number, some in here if some)


def _cell(row: int, some: Sequence[AgendaEntry]) -> GridCell:
    newest = some[-1]  # they come by their time
    return GridCell(
        row=row,
        id=newest.id,
        task=newest.task,
        standing=newest.standing,
        due=newest.due,
        at=newest.at,
        who=newest.who,
        outcome=newest.outcome,
        count=len(some),
    )
