"""Reports 举报 of members, and appeals 申诉 against what was done."""

from bot.core.ids import AppealId
from bot.core.review import AppealState, Outcome
from bot.web.endpoint import (
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
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.cases import Appeal, Report


class ReportsAsked(Paged):
    """Which reports."""

    case: Number | None = None
    student: Number | None = None
    outcome: Outcome | None = None


class AppealsAsked(Paged):
    """Which appeals."""

    state: AppealState | None = None
    case: Number | None = None
    student: Number | None = None


class Answer(Asked):
    """What becomes of an appeal."""

    answer: AppealState
    note: Note = ""


async def _reports(call: Call[Nothing, ReportsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.records.reports(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _appeals(call: Call[Nothing, AppealsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.records.appeals(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _appeal(call: Call[ById, Nothing, Nothing]) -> object:
    return await _found(call, call.where.id)


async def _found(
    call: Call[ById, Nothing, Nothing] | Call[ById, Nothing, Answer], number: int
) -> object:
    found = await call.unit.records.appeal_found(number)
    if found is None:
        missing(f"there is no appeal {number}")
    return found


async def _answer(call: Call[ById, Nothing, Answer]) -> object:
    said = call.body
    if said.answer is AppealState.OPEN:
        refuse("an appeal is granted or upheld; it cannot be opened again")
    await call.house.appeals.answer(
        call.unit,
        AppealId(call.where.id),
        said.answer,
        author=call.author,
        note=said.note,
        now=call.now,
    )
    return await _found(call, call.where.id)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/reports",
        _reports,
        gives=Listed[Report],
        summary="What members reported, newest first",
        where=Nothing,
        asks=ReportsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/appeals",
        _appeals,
        gives=Listed[Appeal],
        summary="Appeals, newest first",
        where=Nothing,
        asks=AppealsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/appeals/{id}",
        _appeal,
        gives=Appeal,
        summary="One appeal",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/appeals/{id}/answer",
        _answer,
        gives=Appeal,
        summary="Grant an appeal (what was done is taken back) or uphold what was done",
        where=ById,
        takes=Answer,
        scope=Scope.ROOMS,
    ),
)
