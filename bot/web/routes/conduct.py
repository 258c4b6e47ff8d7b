"""Conduct: how people stand, with points and lists; rooms that are stricter for a while."""

from bot.core.ids import MarkId, RoomId
from bot.core.points import points_at, sure_cases
from bot.web.endpoint import (
    AnyEndpoint,
    Because,
    ById,
    Call,
    Listed,
    Nothing,
    Paged,
    get,
    part_of,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.base import Done
from bot.web.views.conduct import Alarm, Mark, Standing


async def _standing(call: Call[ById, Nothing, Nothing]) -> object:
    person = await call.unit.roster.person(call.where.id)
    if person is None:
        missing(f"nobody has the student ID {call.where.id}")
    conduct = call.unit.conduct
    marks = (await conduct.marks_of([person.student])).get(person.student, ())
    held = await conduct.listings(student=person.student, holding=call.now)
    half_life = call.house.rules_for("", "", "").ladder.half_life
    return {
        "student": person.student,
        "points": round(points_at(marks, call.now, half_life), 2),
        "sure_cases": sure_cases(marks),
        "marks": marks,
        "listings": held.items,
    }


async def _revoke(call: Call[ById, Nothing, Because]) -> object:
    found = await call.unit.conduct.revoke(
        MarkId(call.where.id), author=call.author, reason=call.body.reason, now=call.now
    )
    if found is None:
        missing(f"there is no mark {call.where.id}")
    return found


async def _alarms(call: Call[Nothing, Paged, Nothing]) -> object:
    return part_of(await call.unit.conduct.alarms_now(call.now), call.asked)


async def _end(call: Call[ById, Nothing, Because]) -> object:
    ended = await call.unit.conduct.end_alarm(
        RoomId(call.where.id), author=call.author, reason=call.body.reason, now=call.now
    )
    if not ended:
        refuse(f"room {call.where.id} is not alarmed")
    return {"id": call.where.id, "state": "ended"}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/people/{id}/conduct",
        _standing,
        gives=Standing,
        summary="What is held against a person, or in their favour, over all rooms",
        where=ById,
        asks=Nothing,
    ),
    post(
        "/marks/{id}/revoke",
        _revoke,
        gives=Mark,
        summary="Take points back; they count nothing from now on",
        where=ById,
        takes=Because,
    ),
    get(
        "/alarms",
        _alarms,
        gives=Listed[Alarm],
        summary="Rooms that are stricter now, because they are raided",
        where=Nothing,
        asks=Paged,
    ),
    post(
        "/rooms/{id}/end-alarm",
        _end,
        gives=Done,
        summary="All is well in this room: end its alarm",
        where=ById,
        takes=Because,
    ),
)
