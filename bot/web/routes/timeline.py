"""One room as people read it: messages with all that was made of them, and who came and went."""

from http import HTTPStatus
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from bot.core.ids import IdentityId
from bot.core.timeline import Shown, TimelineFilter
from bot.web.endpoint import AnyEndpoint, Asked, ById, Call, Number, Scope, Words, get
from bot.web.problems import Refusal, missing
from bot.web.routes.room_asked import room_asked
from bot.web.views.timeline import TimelinePage

_Text = Annotated[Words, Field(min_length=1, max_length=100)]
_Place = Annotated[str, Field(max_length=500)]
_NAMESAKES = 50  # people of the room whose names fit what was typed


class TimelineAsked(Asked):
    """Which part of the room."""

    before: _Place | None = Field(
        default=None, description="`older` of a page, or an item's cursor"
    )
    after: _Place | None = Field(default=None, description="`newer` of a page, or an item's cursor")
    around: Number | None = Field(default=None, description="the message to stand in the middle")
    limit: int = Field(default=50, ge=1, le=200, description="at most so many items")
    person: _Text | None = Field(default=None, description="a student ID, or a part of a name")
    kind: Shown | None = Field(default=None, description="of messages; event: joins, leaves, names")
    text: _Text | None = Field(default=None, description="words that are in it (full text)")
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    own: bool | None = Field(default=None, description="said by one of our accounts")
    has_lead: bool = False
    has_case: bool = False


_Call = Call[ById, TimelineAsked, Any]


async def _timeline(call: _Call) -> object:
    asked, room = call.asked, call.where.id
    await room_asked(call)
    if sum(one is not None for one in (asked.before, asked.after, asked.around)) > 1:
        detail = "query: give one of before, after and around"
        raise Refusal(HTTPStatus.BAD_REQUEST, detail)
    if asked.around is not None:
        page = await call.unit.timeline.around(room, asked.around, asked.limit)
        if page is None:
            missing(f"there is no message {asked.around} in room {room}")
        return page
    wanted = await _wanted(call)
    if asked.text is not None:
        return await _found(call, wanted)
    if asked.after is not None:
        return await call.unit.timeline.after(room, wanted, asked.after, asked.limit)
    return await call.unit.timeline.before(room, wanted, asked.before, asked.limit)


async def _wanted(call: _Call) -> TimelineFilter:
    asked = call.asked
    return TimelineFilter(
        kind=asked.kind,
        identities=None if asked.person is None else await _whose(call, asked.person),
        since=asked.since,
        until=asked.until,
        own=asked.own,
        has_lead=asked.has_lead,
        has_case=asked.has_case,
    )


async def _whose(call: _Call, person: str) -> tuple[IdentityId, ...]:
    found = await call.unit.roster.find(person, within=[call.where.id], limit=_NAMESAKES)
    accounts: tuple[IdentityId, ...] = await call.unit.timeline.whose(
        [one.student for one in found]
    )
    return accounts


async def _found(call: _Call, wanted: TimelineFilter) -> object:
    """Words are found in the order of arrival, with cursors of their own."""
    asked = call.asked
    if asked.after is not None or asked.kind is Shown.EVENT:
        detail = "query.text: goes with `before` and with kinds of messages only"
        raise Refusal(HTTPStatus.BAD_REQUEST, detail)
    found: object = await call.unit.timeline.found(
        call.where.id, wanted, asked.text, asked.before, asked.limit
    )
    return found


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/rooms/{id}/timeline",
        _timeline,
        gives=TimelinePage,
        summary="A room as people read it, newest first, page by page in both ways",
        where=ById,
        asks=TimelineAsked,
        scope=Scope.ROOMS,
    ),
)
