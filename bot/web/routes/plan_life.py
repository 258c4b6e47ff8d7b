"""Plans in rooms and over series: begun, paused, resumed, stopped; steps left out and moved."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import Field, NaiveDatetime

from bot.core.plan_changes import Begin, OnStep, Where
from bot.core.rooms import Zone
from bot.web.endpoint import AnyEndpoint, Call, Listed, Name, Nothing, Scope, post
from bot.web.routes.asking import ByName, InRooms, answering, meant, nowhere, who_asks
from bot.web.routes.plan_sight import may_read
from bot.web.views.plan_files import PlanPreview
from bot.web.views.plan_life import ResumedAll, WordOnStep
from bot.web.views.work import Run

Day = date  # the requests have a field of that name
_WALL = "by the clocks of each room; with an offset: that moment"


class StartRun(InRooms):
    """Begin a plan in rooms; `rooms`, `names` or `series` says which."""

    starts_on: Day = Field(description="day 1 of the plan, in its zone")
    zone: Zone | None = Field(default=None, description="default: the plan's, else the room's")
    event_at: datetime | None = Field(
        default=None, description=f"when the event begins that the plan leads up to, {_WALL}"
    )


class SkipStep(InRooms):
    """Leave a step out."""

    step: Name
    date: Day | None = Field(default=None, description="only on this day of the plan")
    undo: bool = Field(default=False, description="let the plan count again")


class MoveStep(InRooms):
    """Say a step at another time."""

    step: Name
    date: Day | None = Field(default=None, description="of a rhythm: which day is moved")
    to: NaiveDatetime | None = Field(
        default=None,
        description="the new wall time by the clocks of each room; null: when the plan says",
    )


async def _start(call: Call[ByName, Nothing, StartRun]) -> object:
    where = await _known(call)
    with answering():
        return {
            "items": await call.house.plans.runner.start(
                call.unit, call.where.name, where, _begin(call.body), who_asks(call)
            )
        }


async def _preview(call: Call[ByName, Nothing, StartRun]) -> object:
    where = await _known(call)
    await may_read(call, call.where.name)
    with answering():
        return await call.house.plans.previewer.preview(
            call.unit.runs, call.where.name, where, _begin(call.body), who_asks(call)
        )


def _begin(body: StartRun) -> Begin:
    return Begin(on=body.starts_on, event_at=body.event_at, zone=body.zone)


async def _known(call: Call[ByName, Any, StartRun]) -> Where:
    """The rooms that are meant; each that is given by its number must be there."""
    where = meant(call)
    known = {room.id for room in await call.unit.runs.rooms()} if where.ids else set()
    unknown = where.ids - known if call.rooms is None else set()
    if unknown:
        raise nowhere(unknown)
    return where


async def _pause(call: Call[ByName, Nothing, InRooms]) -> object:
    runner, where = call.house.plans.runner, meant(call)
    return {"items": await runner.pause(call.unit, call.where.name, where, who_asks(call))}


async def _stop(call: Call[ByName, Nothing, InRooms]) -> object:
    runner, where = call.house.plans.runner, meant(call)
    return {"items": await runner.stop(call.unit, call.where.name, where, who_asks(call))}


async def _resume(call: Call[ByName, Nothing, InRooms]) -> object:
    runner, where = call.house.plans.runner, meant(call)
    with answering():
        done = await runner.resume(call.unit, call.where.name, where, who_asks(call))
    return {"items": done.runs, "missed": done.missed}


async def _skip(call: Call[ByName, Nothing, SkipStep]) -> object:
    which = _on_step(call, call.body.step, call.body.date, undo=call.body.undo)
    with answering():
        words = await call.house.plans.speaker.skip(call.unit, which, who_asks(call))
    return {"items": words}


async def _move(call: Call[ByName, Nothing, MoveStep]) -> object:
    to, speaker = call.body.to, call.house.plans.speaker
    which = _on_step(call, call.body.step, call.body.date, undo=to is None)
    with answering():
        if to is None:
            return {"items": await speaker.unmove(call.unit, which, who_asks(call))}
        return {"items": await speaker.move(call.unit, which, to, who_asks(call))}


def _on_step(call: Call[ByName, Any, Any], step: str, day: Day | None, *, undo: bool) -> OnStep:
    return OnStep(plan=call.where.name, step=step, where=meant(call), day=day, undo=undo)


def _verb(
    name: str,
    handle: Callable[[Call[ByName, Nothing, Any]], Awaitable[object]],
    takes: type[InRooms],
    gives: Any,  # noqa: ANN401 (any type that pydantic knows)
    summary: str,
) -> AnyEndpoint:
    # The lines of the audit are one a run, and written where it changes.
    return post(
        f"/plans/{{name}}/{name}",
        handle,
        gives=gives,
        summary=summary,
        where=ByName,
        takes=takes,
        scope=Scope.ROOMS,
    )


_Runs = Listed[Run]
_Words = Listed[WordOnStep]
ENDPOINTS: tuple[AnyEndpoint, ...] = (
    _verb("start", _start, StartRun, _Runs, "Start a plan; where it runs already nothing changes"),
    replace(
        _verb("preview", _preview, StartRun, PlanPreview, "What a plan would say when, if started"),
        looks=True,
    ),
    _verb("pause", _pause, InRooms, _Runs, "Say nothing more until it is resumed"),
    _verb("resume", _resume, InRooms, ResumedAll, "Go on; says what the pause has cost"),
    _verb("stop", _stop, InRooms, _Runs, "End it for good; what is still planned is skipped"),
    _verb("skip", _skip, SkipStep, _Words, "Leave a step out, also one not laid out yet"),
    _verb("move", _move, MoveStep, _Words, "Say a step at another time, or when the plan says"),
)
