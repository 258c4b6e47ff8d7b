"""Lists over all rooms: deny 黑名单, allow, trust; shown, added to, lifted."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from bot.core.conduct import ListName
from bot.core.conduct_effects import Enlist
from bot.core.effects import Intent, OnUnknown, RemoveMember
from bot.core.ids import ListingId, StudentId
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Because,
    ById,
    Call,
    Listed,
    Nothing,
    Number,
    Paged,
    Words,
    get,
    post,
)
from bot.web.problems import missing
from bot.web.views.conduct import Listing


class ListsAsked(Paged):
    """Which entries."""

    list: ListName | None = None
    student: Number | None = None
    all: bool = Field(default=False, description="also those that ended or were lifted")


class NewListing(Asked):
    """Somebody to put on a list."""

    student: Number
    list: ListName = Field(
        description="deny: not let into rooms that enforce; allow: no rule touches them;"
        " trust: no newcomer any more"
    )
    reason: Annotated[Words, Field(min_length=1, max_length=500)]
    days: int | None = Field(
        default=None, ge=1, le=3660, description="how long it holds; null: until it is lifted"
    )
    remove: bool = Field(
        default=False, description="with deny: remove them from every room they are in now"
    )


async def _lists(call: Call[Nothing, ListsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.conduct.listings(
        on=asked.list,
        student=None if asked.student is None else StudentId(asked.student),
        holding=None if asked.all else call.now,
        after=asked.after,
        limit=asked.limit,
    )


async def _listing(call: Call[ById, Any, Any]) -> object:
    found = await call.unit.conduct.listing(ListingId(call.where.id))
    if found is None:
        missing(f"there is no entry {call.where.id} on a list")
    return found


async def _add(call: Call[Nothing, Nothing, NewListing]) -> object:
    said = call.body
    person = await call.unit.roster.person(said.student)
    if person is None:
        missing(f"nobody has the student ID {said.student}")
    entry = Enlist(
        student=person.student,
        list=said.list,
        reason=said.reason,
        until=None if said.days is None else call.now + timedelta(days=said.days),
        author=call.author,
    )
    number = await call.unit.conduct.enlist(entry, call.now)
    if said.remove and said.list is ListName.DENY:
        await _remove_everywhere(call, person, number)
    return await call.unit.conduct.listing(number)


async def _remove_everywhere(
    call: Call[Nothing, Nothing, NewListing],
    person: Any,  # noqa: ANN401 (storage's PersonProfile)
    number: ListingId,
) -> None:
    """A person's word: it does not ask whether a room enforces."""
    removals = [
        Intent(
            deed=RemoveMember(room=seat.room, member=seat.identity),
            key=f"listed:{number}:{seat.room}:{seat.identity}",
            reason=call.body.reason,
            author=call.author,
            on_unknown=OnUnknown.HOLD,
            urgent=True,
        )
        for seat in person.rooms
        if seat.left is None
    ]
    await call.unit.outbox.enqueue(removals, call.now)


async def _lift(call: Call[ById, Nothing, Because]) -> object:
    found: Any = await _listing(call)
    await call.unit.conduct.lift(
        found.student, found.list, author=call.author, reason=call.body.reason, now=call.now
    )
    return await _listing(call)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/lists",
        _lists,
        gives=Listed[Listing],
        summary="Who is denied, allowed or trusted over all rooms, newest first",
        where=Nothing,
        asks=ListsAsked,
    ),
    post(
        "/lists/add",
        _add,
        gives=Listing,
        summary="Put somebody on a list",
        where=Nothing,
        takes=NewListing,
    ),
    get("/lists/{id}", _listing, gives=Listing, summary="One entry", where=ById, asks=Nothing),
    post(
        "/lists/{id}/lift",
        _lift,
        gives=Listing,
        summary="Take the person off this list; removals that wait are called off",
        where=ById,
        takes=Because,
    ),
)
