"""Colleagues who are away: their seats and tasks go to the stand-ins."""

from datetime import date

from pydantic import Field

from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Call,
    Listed,
    Name,
    Note,
    Nothing,
    Paged,
    get,
    part_of,
    post,
)
from bot.web.problems import refuse
from bot.web.views.agenda import Absence


class AbsencesAsked(Paged):
    """Which part of the absences."""


class Away(Asked):
    """Somebody is away."""

    staff: Name
    until: date | None = Field(default=None, description="the last day; null: until they are back")
    reason: Note = ""


class Back(Asked):
    """Somebody is there again."""

    staff: Name


async def _absences(call: Call[Nothing, AbsencesAsked, Nothing]) -> object:
    return part_of(await call.unit.absences.listed(call.now), call.asked)


async def _away(call: Call[Nothing, Nothing, Away]) -> object:
    body = call.body
    return await call.house.work.leave(
        call.unit, body.staff, body.until, reason=body.reason, author=call.author, now=call.now
    )


async def _back(call: Call[Nothing, Nothing, Back]) -> object:
    if not await call.house.work.back(call.unit, call.body.staff, call.author, call.now):
        refuse(f"{call.body.staff} is not away")
    return part_of(await call.unit.absences.listed(call.now), AbsencesAsked())


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/absences",
        _absences,
        gives=Listed[Absence],
        summary="Who is away now or will be, by time",
        where=Nothing,
        asks=AbsencesAsked,
    ),
    post(
        "/absences/away",
        _away,
        gives=Absence,
        summary="A colleague is away from now on; open tasks go to the stand-ins at once",
        where=Nothing,
        takes=Away,
        audit="absence.begin",
    ),
    post(
        "/absences/back",
        _back,
        gives=Listed[Absence],
        summary="A colleague is there again",
        where=Nothing,
        takes=Back,
        audit="absence.end",
    ),
)
