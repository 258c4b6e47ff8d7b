"""Figures by day: what a week or a quarter held, in all rooms or in some."""

from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from bot.core.daily import Stretch, stretch
from bot.core.ids import RoomId
from bot.web.endpoint import MAX_ID, AnyEndpoint, Asked, Call, Nothing, Scope, get
from bot.web.problems import Refusal, missing
from bot.web.views.daily import DailyFigures

_EARLIEST = date(2000, 1, 1)
_MOST_ROOMS = 500
_DIGITS = len(str(MAX_ID))


def _numbers(given: str) -> str:
    listed = given.split(",")
    if len(listed) > _MOST_ROOMS:
        msg = f"at most {_MOST_ROOMS} rooms; leave it out for all"
        raise ValueError(msg)
    if not all(0 < int(one) <= MAX_ID for one in listed):
        msg = f"numbers of rooms are between 1 and {MAX_ID}"
        raise ValueError(msg)
    return given


RoomList = Annotated[
    str,
    StringConstraints(pattern=rf"^[0-9]{{1,{_DIGITS}}}(,[0-9]{{1,{_DIGITS}}})*$"),
    AfterValidator(_numbers),
]


class DaysAsked(Asked):
    """Which days, in which rooms."""

    days: int = Field(default=28, ge=1, le=92, description="so many days")
    last: date | None = Field(
        default=None, description="the last of them; none: yesterday on the house's wall clock"
    )
    until: str | None = Field(
        default=None,
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="of the last day only what is before this time on the wall clock: to set a"
        " running day beside an earlier one",
    )
    rooms: RoomList | None = Field(
        default=None, description="numbers of rooms, with commas between; none: all one may see"
    )


async def _days(call: Call[Nothing, DaysAsked, Nothing]) -> object:
    house = call.house
    days = _stretch(call.asked, house.zone, call.now)
    within = call.rooms
    if call.asked.rooms is not None:
        wanted = frozenset(RoomId(int(one)) for one in call.asked.rooms.split(","))
        within = wanted if within is None else wanted & within
        there = await call.unit.daily.rooms(within)
        for one in sorted(wanted - there):
            missing(f"there is no room {one}")
    return await house.daily.figures(call.unit, days, within, now=call.now)


def _stretch(asked: DaysAsked, zone: str, now: datetime) -> Stretch:
    today = now.astimezone(ZoneInfo(zone)).date()
    last = asked.last or today - timedelta(days=1)
    if last > today:
        _refuse(f"{last} is still to come; give {today} (today) or an earlier day")
    if last < _EARLIEST:
        _refuse(f"give a day from {_EARLIEST} on")
    until = None if asked.until is None else time.fromisoformat(asked.until)
    return stretch(last, asked.days, zone, until)


def _refuse(what: str) -> NoReturn:
    detail = f"query.last: {what}"
    raise Refusal(HTTPStatus.BAD_REQUEST, detail)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/figures/days",
        _days,
        gives=DailyFigures,
        summary="What was said, asked, sold and removed, day by day; at most half a minute old,"
        " ten minutes where the last day is over",
        where=Nothing,
        asks=DaysAsked,
        scope=Scope.ROOMS,
    ),
)
