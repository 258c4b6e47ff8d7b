"""Cases 案件: flagged messages, and a person's word on them; verdicts 判定 that made them."""

from dataclasses import replace
from typing import Any

from pydantic import Field

from bot.core.ids import CaseId, MessageId, RoomId
from bot.core.review import CaseFile, CaseKind, CaseState, Decision, Word
from bot.core.review import Scope as CaseScope
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    ById,
    Call,
    Listed,
    Name,
    Note,
    Nothing,
    Number,
    Paged,
    Scope,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.routes.case_parties import parties
from bot.web.views.cases import Case, CaseWhole
from bot.web.views.judging import Verdict


class CasesAsked(Paged):
    """Which cases."""

    state: CaseState | None = None
    room: Number | None = Field(default=None, description="where any of its messages was said")
    student: Number | None = Field(default=None, description="who said any of its messages")
    kind: CaseKind | None = Field(default=None, description="how it came to be")
    min_score: float = Field(default=0.0, ge=0, le=1)
    decided: bool = Field(
        default=False,
        description="only what people decided or took back, the newest decision first",
    )


class VerdictsAsked(Paged):
    """Of which message, by which detector."""

    message: Number | None = None
    detector: Name | None = None


class Decide(Asked):
    """A person's word on a case."""

    decision: Decision = Field(
        description="advert: it is one (acts, and is learned); fine: it is none (what was done is"
        " taken back, and learned); remove: acts without teaching"
    )
    scope: CaseScope = CaseScope.CAMPAIGN
    message: Number | None = Field(
        default=None, description="with scope message: which one; else the first of the case"
    )
    remove: bool | None = Field(
        default=None, description="with advert: false removes nobody; null as the settings say"
    )
    note: Note = ""


class Undo(Asked):
    """Why a case is taken back."""

    note: Note = ""


async def _verdicts(call: Call[Nothing, VerdictsAsked, Nothing]) -> object:
    asked = call.asked
    if asked.message is not None:
        said = await call.unit.archive.message(asked.message)
        if said is None or not (call.rooms is None or said.room in call.rooms):
            missing(f"there is no message {asked.message}")
    return await call.unit.records.verdicts(
        message_id=asked.message,
        detector=asked.detector,
        within=call.rooms,
        after=asked.after,
        limit=asked.limit,
    )


async def _cases(call: Call[Nothing, CasesAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.records.cases(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _found(call: Call[ById, Any, Any], number: int) -> Any:  # noqa: ANN401 (storage.judging.cases.CaseFound)
    found = await call.unit.records.case(number, within=call.rooms)
    if found is None:
        missing(f"there is no case {number}")
    return found


async def _case(call: Call[ById, Nothing, Nothing]) -> object:
    found = await _found(call, call.where.id)
    records = call.unit.records
    file = _known(await records.case_file(found.id), call.rooms)
    first = await call.unit.archive.message(found.message)
    before, after = await call.unit.archive.around(first, call.house.review.context)
    verdicts = await records.verdicts(message_id=found.message, limit=100)
    history = await call.unit.audit.entries(subject=f"case:{found.id}", limit=100)
    reports = await records.reports(_ReportsOf(case=found.id), within=call.rooms, limit=100)
    outlook = await call.house.review.outlook(call.unit, file, author=call.author, now=call.now)
    return {
        **Case.model_validate(found).model_dump(),
        "said": file.messages,
        "before": before,
        "after": after,
        "reasons": verdicts.items,
        "ordered": file.ordered,
        "planned": await _planned(call, found, file),
        "outlook": outlook,
        "parties": await parties(call, file),
        "reports": reports.items,
        "history": history.items,
    }


def _known(file: CaseFile, rooms: frozenset[RoomId] | None) -> CaseFile:
    """What of a case is to be seen from these rooms."""
    if rooms is None:
        return file
    return replace(
        file,
        messages=tuple(one for one in file.messages if one.room in rooms),
        ordered=tuple(one for one in file.ordered if one.room in rooms),
    )


class _ReportsOf(Asked):
    case: int
    student: None = None
    outcome: None = None


async def _planned(
    call: Call[ById, Nothing, Nothing],
    found: Any,  # noqa: ANN401 (storage.judging.cases.CaseFound)
    file: CaseFile,
) -> list[str]:
    names = {one.room: one.room_name for one in file.messages if one.room is not None}
    zone = "UTC"
    if found.room is not None:
        place = await call.unit.roster.room(found.room)
        zone = call.house.rules_for(place.channel, place.ref, place.name).zone
    return call.house.review.planned(file, names, zone)


async def _decide(call: Call[ById, Nothing, Decide]) -> object:
    said = call.body
    if said.message is not None and said.scope is not CaseScope.MESSAGE:
        refuse("a message is named with scope `message` only; leave `message` out")
    if said.remove and said.decision is Decision.FINE:
        refuse("what is fine removes nobody; leave `remove` out")
    if said.remove is False and said.decision is Decision.REMOVE:
        refuse("to remove nobody say `advert` with `remove` false, or `fine`")
    word = Word(
        decision=said.decision,
        scope=said.scope,
        message=None if said.message is None else MessageId(said.message),
        remove=said.remove,
        author=call.author,
        note=said.note,
        at=call.now,
    )
    done = await call.house.review.decide(call.unit, CaseId(call.where.id), word)
    return await _found(call, call.where.id if done is None else done)


async def _undo(call: Call[ById, Nothing, Undo]) -> object:
    await call.house.review.undo(
        call.unit,
        CaseId(call.where.id),
        author=call.author,
        note=call.body.note,
        now=call.now,
    )
    return await _found(call, call.where.id)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/verdicts",
        _verdicts,
        gives=Listed[Verdict],
        summary="What the detectors said, the newest message first",
        where=Nothing,
        asks=VerdictsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/cases",
        _cases,
        gives=Listed[Case],
        summary="Campaigns and single messages that were flagged or reported, newest first",
        where=Nothing,
        asks=CasesAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/cases/{id}",
        _case,
        gives=CaseWhole,
        summary="One case with its messages, context, reasons and what will happen",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/cases/{id}/decide",
        _decide,
        gives=Case,
        summary="Say what it is; everything that follows is done at once",
        where=ById,
        takes=Decide,
        scope=Scope.ROOMS,
    ),
    post(
        "/cases/{id}/undo",
        _undo,
        gives=Case,
        summary="Take back everything that was done about it",
        where=ById,
        takes=Undo,
        scope=Scope.ROOMS,
    ),
)
