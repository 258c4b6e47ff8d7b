"""Rooms with how they stand: sorted by what needs somebody, and searched."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from bot.core.ids import RoomId
from bot.core.rooms import quiet_until
from bot.core.text import fold
from bot.core.today import Figure, Measure, RoomFigures
from bot.web.endpoint import AnyEndpoint, Call, Listed, Name, Nothing, Paged, Scope, get, part_of
from bot.web.views.room_health import RoomStanding

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Order(StrEnum):
    """What stands first."""

    ATTENTION = "attention"  # what waits for somebody
    RECENT = "recent"  # where somebody spoke last
    BUSY = "busy"  # where most was said today
    NAME = "name"


class HealthAsked(Paged):
    """Which rooms, in which order."""

    find: Name | None = Field(default=None, description="a part of the name, series or a tag")
    series: Name | None = None
    sort: Order = Order.ATTENTION


_Shown = dict[str, Any]
_ORDERS: Mapping[Order, Callable[[_Shown], Any]] = {
    Order.ATTENTION: lambda one: (-one["attention"], -_at(one), one["id"]),
    Order.RECENT: lambda one: (-_at(one), one["id"]),
    Order.BUSY: lambda one: (-one["today"], -_at(one), one["id"]),
    Order.NAME: lambda one: (one["name"], one["id"]),
}


async def _health(call: Call[Nothing, HealthAsked, Nothing]) -> object:
    asked, house = call.asked, call.house
    today = await house.today.figures(call.unit, call.rooms, zone=house.zone, now=call.now)
    said = {one.room: _messages(one) for one in today.rooms}
    shown = [_shown(call, one, said) for one in await call.unit.roster.health(call.rooms)]
    if asked.series is not None:
        shown = [one for one in shown if one["rules"]["series"] == asked.series]
    if asked.find is not None:
        words = fold(asked.find)
        shown = [one for one in shown if any(words in fold(name) for name in _names(one))]
    shown.sort(key=_ORDERS[asked.sort])
    return part_of(shown, asked)


def _messages(one: RoomFigures) -> Figure:
    return next(figure for figure in one.figures if figure.measure is Measure.MESSAGES)


def _shown(call: Call[Any, Any, Any], one: Any, said: Mapping[RoomId, Figure]) -> _Shown:  # noqa: ANN401 (storage's Standing)
    rules = call.house.rules_for(one.channel, one.ref, one.name)
    figure = said.get(one.id)
    waits = 3 * one.alerts + 2 * (one.cases + one.questions) + one.leads
    return asdict(one) | {
        "today": 0 if figure is None else figure.count,
        "usual": None if figure is None else figure.usual,
        "usual_weeks": 0 if figure is None else figure.weeks,
        "rules": {
            "mode": rules.mode,
            "series": rules.series,
            "tags": rules.tags,
            "zone": rules.zone,
            "staff": rules.staff,
            "watch": rules.watch,
        },
        "quiet_until": quiet_until(rules, call.now),
        "attention": waits + (0 if one.able else 5),
        "rights": sorted(call.actor.rights_in(one.id)),
    }


def _names(one: _Shown) -> list[str]:
    rules = one["rules"]
    return [one["name"], one["ref"], rules["series"], *rules["tags"]]


def _at(one: _Shown) -> float:
    return ((one["last"] or _NEVER) - _NEVER).total_seconds()


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/rooms/health",
        _health,
        gives=Listed[RoomStanding],
        summary="Rooms with how they stand: what waits, what was said today, who of us is there",
        where=Nothing,
        asks=HealthAsked,
        scope=Scope.ROOMS,
    ),
)
