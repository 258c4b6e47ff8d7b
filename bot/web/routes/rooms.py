"""Rooms 群 and who is in them."""

from dataclasses import asdict
from typing import Any

from pydantic import Field

from bot.core.ids import RoomId
from bot.web.endpoint import AnyEndpoint, ById, Call, Listed, Name, Nothing, Paged, Scope, get
from bot.web.routes.room_asked import room_asked
from bot.web.views.people import Member, Room, RoomWithRules


class RoomsAsked(Paged):
    """Which rooms."""

    channel: Name | None = None


class MembersAsked(Paged):
    """Which members."""

    gone: bool = Field(default=False, description="those who left, in place of those who are in it")


async def _rooms(call: Call[Nothing, RoomsAsked, Nothing]) -> object:
    asked = call.asked
    page = await call.unit.roster.rooms(
        channel=asked.channel, within=call.rooms, after=asked.after, limit=asked.limit
    )
    items = [asdict(one) | _rights(call, one.id) for one in page.items]
    return {"items": items, "next": page.next}


def _rights(call: Call[Any, Any, Any], room: RoomId) -> dict[str, object]:
    return {"rights": sorted(call.actor.rights_in(room))}


async def _room(call: Call[ById, Nothing, Nothing]) -> object:
    room = await room_asked(call)
    rules = call.house.rules_for(room.channel, room.ref, room.name)
    return asdict(room) | {"rules": rules} | _rights(call, room.id)


async def _members(call: Call[ById, MembersAsked, Nothing]) -> object:
    room, asked = await room_asked(call), call.asked
    return await call.unit.roster.members(
        room.id, gone=asked.gone, after=asked.after, limit=asked.limit
    )


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/rooms",
        _rooms,
        gives=Listed[Room],
        summary="Rooms, in the order in which they were first seen",
        where=Nothing,
        asks=RoomsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/rooms/{id}",
        _room,
        gives=RoomWithRules,
        summary="One room, with the rules that hold in it",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    get(
        "/rooms/{id}/members",
        _members,
        gives=Listed[Member],
        summary="Who is in a room",
        where=ById,
        asks=MembersAsked,
        scope=Scope.ROOMS,
    ),
)
