"""SOP plans: what there is, and starting one in rooms."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from bot.core.ids import RoomId, RunId
from bot.core.plans import NewRun, PlanRoom, PlanVersion, Run
from bot.core.rooms import Zone
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Call,
    Listed,
    Name,
    Nothing,
    Number,
    Paged,
    get,
    part_of,
    post,
)
from bot.web.problems import missing
from bot.web.views.work import Plan, PlanText
from bot.web.views.work import Run as RunView


class ByName(Asked):
    """A path that names one thing."""

    name: Name


class StartRun(Asked):
    """Begin a plan in rooms."""

    rooms: Annotated[tuple[Number, ...], Field(min_length=1, max_length=1000)]
    starts_on: date = Field(description="day 1 of the plan, in its zone")
    zone: Zone | None = Field(default=None, description="default: the plan's, else the room's")


class PlansAsked(Paged):
    """Which part of the plans."""


async def _plans(call: Call[Nothing, PlansAsked, Nothing]) -> object:
    return part_of(await call.unit.runs.editions.in_force(), call.asked)


async def _plan(call: Call[ByName, Any, Any]) -> PlanVersion:
    name = call.where.name
    found: PlanVersion | None = await call.unit.runs.editions.of(name)
    if found is None:
        missing(f"there is no plan {name!r}; /api/v1/plans lists them")
    return found


async def _start(call: Call[ByName, Nothing, StartRun]) -> object:
    await _plan(call)
    rooms = {room.id: room for room in await call.unit.runs.rooms()}
    unknown = [str(number) for number in call.body.rooms if number not in rooms]
    if unknown:
        missing(f"we sit in no room {', '.join(unknown[:20])}")
    new = [_new_run(call, rooms[RoomId(number)]) for number in dict.fromkeys(call.body.rooms)]
    ids = await call.unit.runs.start(new, call.author, call.now)
    started: dict[RunId, Run] = await call.unit.runs.by_id(ids)
    return {"items": [started[number] for number in ids]}


def _new_run(call: Call[ByName, Nothing, StartRun], room: PlanRoom) -> NewRun:
    house = call.house
    rules = house.rules_for(room.channel, room.ref, room.name)
    zone = call.body.zone or house.zone_of(call.where.name) or rules.zone
    return NewRun(plan=call.where.name, room=room.id, starts_on=call.body.starts_on, zone=zone)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/plans",
        _plans,
        gives=Listed[Plan],
        summary="The newest text of every plan",
        where=Nothing,
        asks=PlansAsked,
    ),
    get(
        "/plans/{name}",
        _plan,
        gives=PlanText,
        summary="One plan with its text",
        where=ByName,
        asks=Nothing,
    ),
    post(
        "/plans/{name}/start",
        _start,
        gives=Listed[RunView],
        summary="Start a plan in rooms; where it runs already nothing changes",
        where=ByName,
        takes=StartRun,
        audit="run.start",
    ),
)
