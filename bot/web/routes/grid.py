"""A plan's steps by its rooms: what came of each where."""

from datetime import timedelta
from typing import Any

from pydantic import AwareDatetime, Field

from bot.core.agenda import AgendaFilter
from bot.core.plans import RunState
from bot.web.endpoint import AnyEndpoint, Asked, Call, Name, Nothing, Number, Paged, Scope, get
from bot.web.problems import missing
from bot.web.routes.asking import ByName
from bot.web.views.grid import Grid, GridCounts

_BACK, _AHEAD = timedelta(days=30), timedelta(days=14)


class GridAsked(Paged):
    """Which rooms, and which time."""

    limit: int = Field(default=50, ge=1, le=200, description="at most so many rooms")
    live: bool = Field(default=True, description="only runs that have not ended")
    since: AwareDatetime | None = Field(default=None, description="default: 30 days ago")
    until: AwareDatetime | None = Field(default=None, description="default: in 14 days")
    state: RunState | None = None
    room: Number | None = None


class CountsAsked(Asked):
    """Which runs, and which time."""

    live: bool = Field(default=True, description="only runs that have not ended")
    since: AwareDatetime | None = Field(default=None, description="default: 30 days ago")
    until: AwareDatetime | None = Field(default=None, description="default: in 14 days")


class _Runs(GridAsked):
    """The same, of one plan."""

    plan: Name


async def _named(call: Call[ByName, Any, Nothing]) -> str:
    name = call.where.name
    if await call.unit.runs.editions.of(name) is None:
        missing(f"there is no plan {name!r}; /api/v1/plans lists them")
    return name


async def _counts(call: Call[ByName, CountsAsked, Nothing]) -> object:
    wanted = AgendaFilter(
        plan=await _named(call),
        since=call.asked.since or call.now - _BACK,
        until=call.asked.until or call.now + _AHEAD,
        within=call.rooms,
    )
    return await call.house.work.grid.counts(call.unit, wanted, live=call.asked.live, now=call.now)


async def _grid(call: Call[ByName, GridAsked, Nothing]) -> object:
    name, asked = await _named(call), call.asked
    wanted = _Runs(plan=name, **asked.model_dump())
    page = await call.unit.runs.listed(
        wanted, within=call.rooms, after=asked.after, limit=asked.limit
    )
    part = await call.house.work.grid.part(
        call.unit,
        page.items,
        since=asked.since or call.now - _BACK,
        until=asked.until or call.now + _AHEAD,
        now=call.now,
    )
    return {"rows": part.rows, "items": part.columns, "next": page.next}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/plans/{name}/grid",
        _grid,
        gives=Grid,
        summary="Every step of a plan by the rooms it runs in, and what came of it there",
        where=ByName,
        asks=GridAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/plans/{name}/grid/counts",
        _counts,
        gives=GridCounts,
        summary="How the steps of a plan stand in all its rooms together, in numbers",
        where=ByName,
        asks=CountsAsked,
        scope=Scope.ROOMS,
    ),
)
