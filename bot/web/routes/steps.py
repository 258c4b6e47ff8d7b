"""The calendar: dated steps of plans, and a person's word on one of them."""

from typing import Any

from pydantic import AwareDatetime

from bot.core.ids import OccurrenceId
from bot.core.plans import StepState
from bot.web.endpoint import (
    AnyEndpoint,
    ById,
    Call,
    Listed,
    Name,
    Nothing,
    Number,
    Paged,
    Scope,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.work import Step


class StepsAsked(Paged):
    """Which dated steps."""

    room: Number | None = None
    run: Number | None = None
    plan: Name | None = None
    step: Name | None = None
    state: StepState | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


async def _steps(call: Call[Nothing, StepsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.runs.calendar.listed(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _approve(call: Call[ById, Nothing, Nothing]) -> object:
    calendar, number = call.unit.runs.calendar, OccurrenceId(call.where.id)
    await _step(call)
    if not await calendar.approve(number, call.author, call.now):
        refuse(f"step {number} is not held or skipped, or something was made of it")
    return await _step(call)


async def _skip(call: Call[ById, Nothing, Nothing]) -> object:
    calendar, number = call.unit.runs.calendar, OccurrenceId(call.where.id)
    await _step(call)
    if not await calendar.skip(number, call.author, call.now):
        refuse(f"step {number} is on its way or settled; it is too late to skip it")
    return await _step(call)


async def _step(call: Call[ById, Any, Any]) -> object:
    found: object = await call.unit.runs.calendar.find(OccurrenceId(call.where.id))
    if found is None:
        missing(f"there is no step {call.where.id}")
    return found


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/steps",
        _steps,
        gives=Listed[Step],
        summary="Dated steps in the order of their time",
        where=Nothing,
        asks=StepsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/steps/{id}",
        _step,
        gives=Step,
        summary="One dated step",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/steps/{id}/approve",
        _approve,
        gives=Step,
        summary="Have a held or skipped step said; the next tick does it",
        where=ById,
        takes=Nothing,
        audit="step.approve",
        scope=Scope.ROOMS,
    ),
    post(
        "/steps/{id}/skip",
        _skip,
        gives=Step,
        summary="Leave a step out; the next tick does it",
        where=ById,
        takes=Nothing,
        audit="step.skip",
        scope=Scope.ROOMS,
    ),
)
