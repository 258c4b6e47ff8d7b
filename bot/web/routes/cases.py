"""Cases 案件: flagged messages, and a person's word on them; verdicts 判定 that made them."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from bot.core.effects import (
    Deed,
    Intent,
    InviteMember,
    OnUnknown,
    RemoveMember,
    removal_key,
)
from bot.core.ids import RoomId
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
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.judging import Case, Verdict


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UNDONE = "undone"


class Decision(StrEnum):
    """What a person says of a case."""

    CONFIRMED = "confirmed"  # it was an advert
    DISMISSED = "dismissed"  # it was not
    UNDONE = "undone"  # what was done about it is taken back


class CasesAsked(Paged):
    """Which cases."""

    state: CaseState | None = None
    room: Number | None = None
    student: Number | None = None


class VerdictsAsked(Paged):
    """Of which message, by which detector."""

    message: Number | None = None
    detector: Name | None = None


class Decide(Asked):
    """A person's word on a case."""

    decision: Decision
    note: Note = ""
    remove: bool = Field(default=False, description="with confirmed: remove the author now")
    invite: bool = Field(
        default=False,
        description="with undone: invite the author back, also where not the bot removed them",
    )


async def _verdicts(call: Call[Nothing, VerdictsAsked, Nothing]) -> object:
    asked = call.asked
    if asked.message is not None and await call.unit.archive.message(asked.message) is None:
        missing(f"there is no message {asked.message}")
    return await call.unit.records.verdicts(
        message_id=asked.message, detector=asked.detector, after=asked.after, limit=asked.limit
    )


async def _cases(call: Call[Nothing, CasesAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.records.cases(
        state=asked.state,
        room_id=asked.room,
        student=asked.student,
        after=asked.after,
        limit=asked.limit,
    )


async def _case(call: Call[ById, Any, Any]) -> Any:  # noqa: ANN401 (storage.judging.cases.CaseFound)
    found = await call.unit.records.case(call.where.id)
    if found is None:
        missing(f"there is no case {call.where.id}")
    return found


async def _decide(call: Call[ById, Nothing, Decide]) -> object:
    before = await _case(call)
    said = call.body
    if said.remove and said.decision is not Decision.CONFIRMED:
        refuse("only a confirmed case removes somebody; leave `remove` out")
    if said.invite and said.decision is not Decision.UNDONE:
        refuse("only an undone case invites somebody back; leave `invite` out")
    if said.remove and before.state == Decision.CONFIRMED:
        key = _key(before, RemoveMember)
        if await call.unit.outbox.order_again(key, call.author, call.now):
            return before
    found = await call.unit.records.decide_case(
        before.id, said.decision, author=call.author, note=said.note, now=call.now
    )
    if said.decision is not Decision.CONFIRMED:
        await _call_off(call, before)
    taken_back = said.decision is Decision.UNDONE and before.action == "remove"
    if said.remove:
        await _order(call, before, RemoveMember)
    elif said.invite or taken_back:
        await _order(call, before, InviteMember)
    return found


async def _call_off(
    call: Call[ById, Any, Any],
    case: Any,  # noqa: ANN401 (storage.judging.cases.CaseFound)
) -> None:
    """A removal that waits (the account is away, a person was asked) must not come after this."""
    if case.room is None:
        return
    message = await call.unit.archive.message(case.message)
    keys = (
        removal_key(RoomId(case.room), message.identity, case.message),
        _key(case, RemoveMember),
    )
    await call.unit.outbox.call_off(keys, call.author, call.now)


def _key(case: Any, deed_of: type[RemoveMember] | type[InviteMember]) -> str:  # noqa: ANN401 (storage's CaseFound)
    return f"case:{case.id}:{deed_of.__name__}"


async def _order(
    call: Call[ById, Any, Any],
    case: Any,  # noqa: ANN401 (storage.judging.cases.CaseFound)
    deed_of: type[RemoveMember] | type[InviteMember],
) -> None:
    """Send the deed on its way, through the outbox like every other."""
    if case.room is None:
        refuse(f"case {case.id} was said to the bot alone: there is no room to act in")
    message = await call.unit.archive.message(case.message)
    deed: Deed = deed_of(room=RoomId(case.room), member=message.identity)
    intent = Intent(
        deed=deed,
        key=_key(case, deed_of),
        reason=case.reason,
        author=call.author,
        on_unknown=OnUnknown.HOLD,
        urgent=True,  # a person asked for it
    )
    await call.unit.outbox.enqueue([intent], call.now)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/verdicts",
        _verdicts,
        gives=Listed[Verdict],
        summary="What the detectors said, the newest message first",
        where=Nothing,
        asks=VerdictsAsked,
    ),
    get(
        "/cases",
        _cases,
        gives=Listed[Case],
        summary="Flagged messages, newest first",
        where=Nothing,
        asks=CasesAsked,
    ),
    get("/cases/{id}", _case, gives=Case, summary="One case", where=ById, asks=Nothing),
    post(
        "/cases/{id}/decide",
        _decide,
        gives=Case,
        summary="Confirm, dismiss or undo; on wish remove the author, or invite them back",
        where=ById,
        takes=Decide,
    ),
)
