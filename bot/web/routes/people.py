"""People 人: found by student ID or name, shown in full, merged and unmerged."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from bot.core.ids import RoomId
from bot.core.tags import folded_tag
from bot.web.endpoint import (
    AnyCall,
    AnyEndpoint,
    Asked,
    ById,
    Call,
    Listed,
    Note,
    Nothing,
    Number,
    Paged,
    Scope,
    Words,
    get,
    post,
)
from bot.web.problems import Mistake, Refusal, missing
from bot.web.views.base import Done
from bot.web.views.people import Merge, Person, Profile


class PeopleAsked(Paged):
    """Which people."""

    find: Annotated[Words, Field(min_length=1, max_length=100)] | None = Field(
        default=None, description="a student ID, a name or a part of one; the best fits, one page"
    )
    room: Number | None = Field(default=None, description="those who are in this room now")
    tag: Annotated[Words, Field(min_length=1, max_length=60)] | None = Field(
        default=None, description="those who have this tag"
    )


class MergeInto(Asked):
    """Two IDs are one person."""

    into: Number = Field(description="the student ID that stays")
    reason: Note = ""


async def _people(call: Call[Nothing, PeopleAsked, Nothing]) -> object:
    asked = call.asked
    if asked.find is None:
        page = await call.unit.roster.people(
            room_id=asked.room,
            tag=None if asked.tag is None else folded_tag(asked.tag),
            within=call.rooms,
            after=asked.after,
            limit=asked.limit,
        )
        items = [
            {"student": one.student, "name": one.name, "names": [one.name]} for one in page.items
        ]
        return {"items": await _with_tags(call, items), "next": page.next}
    if asked.room is not None or asked.after is not None or asked.tag is not None:
        raise _alone()
    found = await call.unit.roster.find(asked.find, within=call.rooms, limit=asked.limit)
    return {"items": await _with_tags(call, [asdict(one) for one in found])}


async def _with_tags(call: AnyCall, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    tags = await call.unit.roster.tags_of([one["student"] for one in items])
    return [one | {"tags": [t.tag for t in tags.get(one["student"], ())]} for one in items]


def _alone() -> Refusal:
    what = "stands alone: leave room, tag and after out"
    return Refusal(HTTPStatus.BAD_REQUEST, what, [Mistake(where="query.find", what=what)])


async def _person(call: Call[ById, Nothing, Nothing]) -> object:
    found = await _existing(call.unit.roster, call.where.id, call.rooms)
    merges = await call.unit.roster.merges(found.student)
    tags = await call.unit.roster.tags_of([found.student])
    return asdict(found) | {
        "merges": merges,
        "tags": tags.get(found.student, ()),
        "erasure": await call.unit.erasures.of_person(found.student),
    }


async def _existing(
    roster: Any,  # noqa: ANN401 (storage's Roster)
    student: int,
    rooms: frozenset[RoomId] | None = None,
) -> Any:  # noqa: ANN401 (storage's PersonProfile)
    found = await roster.person(student, within=rooms)
    if found is None:
        missing(f"nobody has the student ID {student}")
    return found


async def _merge(call: Call[ById, Nothing, MergeInto]) -> object:
    roster = call.unit.roster
    await _existing(roster, call.where.id)
    await _existing(roster, call.body.into)
    number = await roster.merge(
        source=call.where.id,
        into=call.body.into,
        author=call.author,
        reason=call.body.reason,
        now=call.now,
    )
    merges = await roster.merges(call.body.into)
    return next(one for one in merges if one.id == number)


async def _unmerge(call: Call[ById, Nothing, Nothing]) -> object:
    await call.unit.roster.unmerge(call.where.id, author=call.author, now=call.now)
    return {"id": call.where.id, "state": "undone"}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/people",
        _people,
        gives=Listed[Person],
        summary="People by ascending student ID, or those who fit what is to be found",
        where=Nothing,
        asks=PeopleAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/people/{id}",
        _person,
        gives=Profile,
        summary="All that is known of a person, by student ID",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/people/{id}/merge",
        _merge,
        gives=Merge,
        summary="This student ID and another are one person",
        where=ById,
        takes=MergeInto,
    ),
    post(
        "/merges/{id}/undo",
        _unmerge,
        gives=Done,
        summary="They were two people after all",
        where=ById,
        takes=Nothing,
    ),
)
