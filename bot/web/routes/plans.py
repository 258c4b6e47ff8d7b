"""SOP plans: what there is."""

from typing import Any

from bot.core.plans import PlanVersion
from bot.web.endpoint import (
    AnyEndpoint,
    Call,
    Listed,
    Nothing,
    Paged,
    get,
    part_of,
)
from bot.web.problems import missing
from bot.web.routes.asking import ByName
from bot.web.views.work import Plan, PlanText


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
)
