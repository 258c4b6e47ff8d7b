"""Runs: plans at work in rooms, and stopping them."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Any

from pydantic import Field

from bot.core.ids import RunId
from bot.core.plans import Run, RunState
from bot.web.endpoint import (
    AnyEndpoint,
    Because,
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
from bot.web.routes.asking import answering, who_asks
from bot.web.views.plan_life import ResumedRun
from bot.web.views.work import Run as RunView


class RunsAsked(Paged):
    """Which runs."""

    plan: Name | None = None
    room: Number | None = None
    state: RunState | None = None
    live: bool = Field(default=False, description="those that have not ended")


async def _runs(call: Call[Nothing, RunsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.runs.listed(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _run(call: Call[ById, Nothing, Nothing]) -> Run:
    return await _existing(call)


async def _existing(call: Call[ById, Any, Any]) -> Run:
    number = RunId(call.where.id)
    found: dict[RunId, Run] = await call.unit.runs.by_id([number])
    if number not in found:
        missing(f"there is no run {number}")
    return found[number]


async def _pause(call: Call[ById, Nothing, Because]) -> Run:
    before = await _existing(call)
    return await _changed(call, before, await call.unit.runs.pause([before.id], call.now))


async def _resume(call: Call[ById, Nothing, Because]) -> object:
    before = await _existing(call)
    if before.state is not RunState.PAUSED:
        await _changed(call, before, [])
    with answering():
        done = await call.house.plans.runner.resume_these(call.unit, [before], who_asks(call))
    return {**asdict(await _existing(call)), "missed": done.missed}


async def _stop(call: Call[ById, Nothing, Because]) -> Run:
    before = await _existing(call)
    reason = call.body.reason or f"stopped by {call.author}"
    return await _changed(call, before, await call.unit.runs.stop([before.id], reason, call.now))


async def _changed(call: Call[ById, Any, Any], before: Run, changed: list[RunId]) -> Run:
    if not changed:
        refuse(f"run {before.id} is {before.state}; that cannot be done to it now")
    return await _existing(call)


def _verb(
    name: str, handle: Callable[[Call[ById, Nothing, Because]], Awaitable[object]], summary: str
) -> AnyEndpoint:
    return post(
        f"/runs/{{id}}/{name}",
        handle,
        gives=RunView,
        summary=summary,
        where=ById,
        takes=Because,
        audit=f"run.{name}",
        scope=Scope.ROOMS,
    )


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/runs",
        _runs,
        gives=Listed[RunView],
        summary="Runs, newest first",
        where=Nothing,
        asks=RunsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/runs/{id}",
        _run,
        gives=RunView,
        summary="One run",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    _verb("pause", _pause, "Say nothing more until it is resumed"),
    replace(
        _verb("resume", _resume, "Go on; says what the pause has cost"),
        gives=ResumedRun,
        audit="",  # noted where it is done
    ),
    _verb("stop", _stop, "End it for good; what is still planned is skipped"),
)
