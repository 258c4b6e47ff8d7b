"""The calendar of plans: by room, plan, seat, person, day, week, month; work lists; feeds."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.core.agenda import FeedKind
from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Call,
    Listed,
    Name,
    Nothing,
    Number,
    Paged,
    Scope,
    get,
    part_of,
    post,
)
from bot.web.problems import Refusal
from bot.web.views.agenda import Entry, Feed, Line, WorkList

Period = Annotated[str, Field(min_length=1, max_length=20)]


class CalendarAsked(Paged):
    """Which part of the calendar; none of day, week and month: this week."""

    room: Number | None = None
    plan: Name | None = None
    seat: Name | None = None
    person: Name | None = None
    day: Period | None = Field(default=None, description="2026-03-02")
    week: Period | None = Field(default=None, description="2026-W10")
    month: Period | None = Field(default=None, description="2026-03")
    step: Name | None = Field(default=None, description="with `plan`: this step of it")


class SummaryAsked(CalendarAsked):
    """Which part of the calendar, at a glance."""

    limit: int = Field(default=500, ge=1, le=5000, description="at most so many lines")


class TodayAsked(Asked):
    """Whose work."""

    person: Name


class FeedOf(Asked):
    """Whose calendar: a colleague's or a room's."""

    person: Name | None = None
    room: Number | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.person is None) == (self.room is None):
            msg = "give exactly one of person and room"
            raise ValueError(msg)
        return self

    @property
    def subject(self) -> tuple[FeedKind, str]:
        """Whose it is."""
        if self.person is not None:
            return FeedKind.PERSON, self.person
        return FeedKind.ROOM, str(RoomId(self.room or 0))


async def _calendar(call: Call[Nothing, CalendarAsked, Nothing]) -> object:
    asked = call.asked
    try:
        return await call.house.work.agenda.page(
            call.unit,
            asked,
            within=call.rooms,
            after=asked.after,
            limit=asked.limit,
            now=call.now,
        )
    except GroupkeeperError:
        if call.rooms is None:
            raise
        # What is wrong names every plan, seat and colleague that there is.
        detail = "there is no such plan, seat, colleague, day or page in your rooms"
        raise Refusal(HTTPStatus.BAD_REQUEST, detail) from None


async def _summary(call: Call[Nothing, SummaryAsked, Nothing]) -> object:
    lines = await call.house.work.days.lines(call.unit, call.asked, within=call.rooms, now=call.now)
    return part_of(lines, call.asked)


async def _today(call: Call[Nothing, TodayAsked, Nothing]) -> object:
    lists = call.house.work.lists
    staff = call.house.work.agenda.colleague(call.asked.person)
    mine = await lists.of(call.unit, staff, call.now)
    return {
        "person": staff.name,
        "day": mine.day,
        "open": [asdict(one.task) for one in mine.open],
        "to_come": mine.to_come,
        "done": mine.done,
        "text": await lists.written(call.unit, staff, call.now),
    }


async def _feed(call: Call[Nothing, Nothing, FeedOf]) -> object:
    kind, subject = call.body.subject
    url = await call.house.work.feeds.address_of(call.unit, kind, subject, call.now)
    return {"url": url}


async def _revoke(call: Call[Nothing, Nothing, FeedOf]) -> object:
    kind, subject = call.body.subject
    await call.unit.feeds.revoke(kind.value, subject, call.author, call.now)
    return await _feed(call)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/calendar",
        _calendar,
        gives=Listed[Entry],
        summary="What is said where, when and by whom, and what came of it; by time",
        where=Nothing,
        asks=CalendarAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/calendar/summary",
        _summary,
        gives=Listed[Line],
        summary="The calendar at a glance: one line for a step at one time in many rooms",
        where=Nothing,
        asks=SummaryAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/calendar/today",
        _today,
        gives=WorkList,
        summary="A colleague's work today, by their own clock",
        where=Nothing,
        asks=TodayAsked,
    ),
    post(
        "/calendar/feed",
        _feed,
        gives=Feed,
        summary="The address at which a calendar app can follow a colleague or a room",
        where=Nothing,
        takes=FeedOf,
        audit="feed.show",
    ),
    post(
        "/calendar/feed/revoke",
        _revoke,
        gives=Feed,
        summary="Make the address void that was handed out; gives a new one",
        where=Nothing,
        takes=FeedOf,
        audit="feed.revoke",
    ),
)
