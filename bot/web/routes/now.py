"""Now: what needs me, in order, with what I may do about it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pydantic import Field

from bot.core.ids import RoomId
from bot.core.needs import Need, NeedKind, acts, folded, for_whom, in_order
from bot.core.rights import Right, rights_of
from bot.web.endpoint import AnyEndpoint, Asked, Call, Nothing, Number, Scope, get
from bot.web.problems import missing
from bot.web.views.now import Now, TodayFigures


class NowAsked(Asked):
    """How much of it."""

    limit: int = Field(default=100, ge=1, le=500, description="at most so many items")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    me: str
    now: datetime
    rooms: frozenset[RoomId] | None
    most: int


class FiguresAsked(Asked):
    """Of which rooms."""

    room: Number | None = Field(default=None, description="this room alone; none: the house")
    limit: int = Field(default=20, ge=0, le=500, description="at most so many rooms")


async def _figures(call: Call[Nothing, FiguresAsked, Nothing]) -> object:
    house = call.house
    found = await house.today.figures(call.unit, call.rooms, zone=house.zone, now=call.now)
    wanted = call.asked.room
    rooms = [one for one in found.rooms if wanted is None or one.room == wanted]
    if wanted is not None and not rooms:
        missing(f"there is no room {wanted}")
    whole = found.house if wanted is None else rooms[0].figures
    return {
        "at": found.at,
        "day": found.day,
        "zone": found.zone,
        "figures": whole,
        "rooms": rooms[: call.asked.limit],
    }


async def _now(call: Call[Nothing, NowAsked, Nothing]) -> object:
    wanted = _Wanted(me=call.author, now=call.now, rooms=call.rooms, most=call.asked.limit)
    found = await call.unit.waiting.needs(wanted)
    needs = in_order(for_whom(folded(found.needs), lambda room: _rights(call, room)), *_me(call))
    return {
        "at": call.now,
        "items": [_shown(call, one) for one in needs[: call.asked.limit]],
        "counts": [{"kind": kind, "count": count} for kind, count in found.counts.items()],
    }


def _me(call: Call[Any, Any, Any]) -> tuple[str, datetime]:
    return call.author, call.now


def _rights(call: Call[Any, Any, Any], room: RoomId | None) -> frozenset[Right]:
    if room is not None:
        return call.actor.rights_in(room)
    role = call.actor.role
    return frozenset() if role is None else rights_of(role)


def _shown(call: Call[Any, Any, Any], need: Need) -> dict[str, Any]:
    return asdict(need) | {
        "severity": need.severity(call.now),
        "late": need.is_late(call.now),
        "mine": need.owner == call.author,
        "may": acts(need, _rights(call, need.room)),
        "link": link_to(need),
    }


_PAGES: Mapping[NeedKind, str] = {
    NeedKind.CASE: "/review/{id}",
    NeedKind.APPEAL: "/review/{about}",
    NeedKind.TASK: "/tasks?id={id}",
    NeedKind.CONTENT: "/tasks?id={id}",
    NeedKind.DELIVERY: "/deliveries?id={id}",
    NeedKind.LEAD: "/leads/{id}",
    NeedKind.GATEWAY: "/settings/channels",
    NeedKind.ALERT: "/alerts?id={id}",
}


def link_to(need: Need) -> str:
    """The page of the console on which it is looked at."""
    in_room = need.kind in {NeedKind.ALERT, NeedKind.QUESTION}
    if in_room and need.room and need.message:
        return f"/rooms/{need.room}?at={need.message}"
    return _PAGES.get(need.kind, "/now").format(id=need.id, about=need.about)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/now",
        _now,
        gives=Now,
        summary="What needs whoever asks, the most urgent first, with what they may do about it",
        where=Nothing,
        asks=NowAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/now/figures",
        _figures,
        gives=TodayFigures,
        summary="Today so far against what is usual at this weekday and hour, the strangest room"
        " first; at most half a minute old",
        where=Nothing,
        asks=FiguresAsked,
        scope=Scope.ROOMS,
    ),
)
