"""What came of plans: step by step, over rooms, wording against wording."""

from typing import Any

from pydantic import AwareDatetime, Field

from bot.core.ids import RoomId
from bot.core.results import Metric, ResultFilter
from bot.web.endpoint import AnyEndpoint, Asked, Call, Listed, Name, Nothing, Number, Paged, get
from bot.web.problems import missing
from bot.web.views.results import Experiment, RoomResult, StepResult


class OfPlan(Asked):
    """A path that names a plan."""

    name: Name


class ResultsAsked(Paged):
    """Which steps."""

    room: Number | None = None
    step: Name | None = None
    run: Number | None = None
    since: AwareDatetime | None = Field(default=None, description="due then or later")
    until: AwareDatetime | None = Field(default=None, description="due before")


class ResultRoomsAsked(Paged):
    """Which part of the rooms, and of which time; a page has at most 50."""

    since: AwareDatetime | None = Field(default=None, description="steps due then or later")
    until: AwareDatetime | None = Field(default=None, description="steps due before")


class ExperimentsAsked(Asked):
    """What is compared, and for which steps."""

    metric: Metric = Metric.RESPONSE
    step: Name | None = None
    expected_rooms: int = Field(
        default=5000, ge=2, le=1_000_000, description="rooms at the decision, fixed beforehand"
    )


async def _there(call: Call[OfPlan, Any, Nothing]) -> str:
    name = call.where.name
    if await call.unit.runs.editions.of(name) is None:
        missing(f"there is no plan {name!r}; /api/v1/plans lists them")
    return str(name)


async def _steps(call: Call[OfPlan, ResultsAsked, Nothing]) -> object:
    asked = call.asked
    wanted = ResultFilter(
        plan=await _there(call),
        rooms=None if asked.room is None else (RoomId(asked.room),),
        step=asked.step,
        run=asked.run,
        since=asked.since,
        until=asked.until,
    )
    return await call.house.results.steps(
        call.unit, wanted, call.now, after=asked.after, limit=asked.limit
    )


async def _rooms(call: Call[OfPlan, ResultRoomsAsked, Nothing]) -> object:
    asked = call.asked
    wanted = ResultFilter(plan=await _there(call), since=asked.since, until=asked.until)
    return await call.house.results.rooms(
        call.unit, wanted, call.now, after=asked.after, limit=asked.limit
    )


async def _experiments(call: Call[OfPlan, ExperimentsAsked, Nothing]) -> object:
    asked = call.asked
    name = await _there(call)
    found = await call.house.results.experiments(
        call.unit,
        name,
        call.now,
        metric=asked.metric,
        expected_rooms=asked.expected_rooms,
        step=asked.step,
    )
    return {"items": found}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/plans/{name}/results",
        _steps,
        gives=Listed[StepResult],
        summary="What came of each step of a plan, in the order of time",
        where=OfPlan,
        asks=ResultsAsked,
    ),
    get(
        "/plans/{name}/results/rooms",
        _rooms,
        gives=Listed[RoomResult],
        summary="What came of a plan, room by room",
        where=OfPlan,
        asks=ResultRoomsAsked,
    ),
    get(
        "/plans/{name}/experiments",
        _experiments,
        gives=Listed[Experiment],
        summary="How the wordings of a plan's steps compare, with rooms as units",
        where=OfPlan,
        asks=ExperimentsAsked,
    ),
)
