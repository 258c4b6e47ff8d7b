"""Leads 线索 and questions: who wants something, and who waits for an answer."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from pydantic import Field

from bot.core.leads import LeadState
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
from bot.web.views.base import Done
from bot.web.views.judging import Lead, LeadWithEvidence, Question


class LeadsAsked(Paged):
    """Which leads."""

    state: LeadState | None = None
    category: Name | None = None
    student: Number | None = None
    room: Number | None = Field(default=None, description="where it was opened")
    owner: Name | None = Field(default=None, description="who claimed it, or got it")


class QuestionsAsked(Paged):
    """Which questions."""

    room: Number | None = None
    waiting: bool | None = Field(default=None, description="nobody has answered yet")


class Noted(Asked):
    """What is to be remembered of it."""

    note: Note = ""


async def _leads(call: Call[Nothing, LeadsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.records.leads(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _lead(call: Call[ById, Nothing, Nothing]) -> object:
    found = await _existing(call)
    evidence = await call.unit.records.evidence(found.id, within=call.rooms)
    return asdict(found) | {"evidence": evidence}


async def _existing(call: Call[ById, Any, Any]) -> Any:  # noqa: ANN401 (storage.judging.leads.LeadSeen)
    found = await call.unit.records.lead(call.where.id)
    if found is None:
        missing(f"there is no lead {call.where.id}")
    return found


def _becomes(state: LeadState) -> Callable[[Call[ById, Nothing, Noted]], Awaitable[object]]:
    async def change(call: Call[ById, Nothing, Noted]) -> object:
        lead = await _existing(call)
        found: object = await call.unit.records.lead_state(
            lead.id, state, author=call.author, note=call.body.note, now=call.now
        )
        if state is not LeadState.OPEN:  # whoever has it in hand need not be told of it any more
            group = f"lead:{lead.student}:{lead.category}"
            await call.unit.alerts.resolve(group, author=call.author, now=call.now)
        return found

    return change


async def _questions(call: Call[Nothing, QuestionsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.records.questions(
        room_id=asked.room,
        waiting=asked.waiting,
        within=call.rooms,
        after=asked.after,
        limit=asked.limit,
    )


async def _close_question(call: Call[ById, Nothing, Nothing]) -> object:
    if not await call.unit.records.close_question(call.where.id, now=call.now):
        refuse(f"nobody waits for question {call.where.id}: unknown, answered or closed")
    await call.unit.alerts.resolve_about(
        [call.where.id], ("question",), author=call.author, now=call.now
    )
    return {"id": call.where.id, "state": "closed"}


def _verb(name: str, state: LeadState, summary: str) -> AnyEndpoint:
    return post(
        f"/leads/{{id}}/{name}",
        _becomes(state),
        gives=Lead,
        summary=summary,
        where=ById,
        takes=Noted,
        scope=Scope.ROOMS,
    )


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/leads",
        _leads,
        gives=Listed[Lead],
        summary="Leads, the strongest first",
        where=Nothing,
        asks=LeadsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/leads/{id}",
        _lead,
        gives=LeadWithEvidence,
        summary="One lead with what speaks for it",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    _verb("claim", LeadState.CLAIMED, "Take a lead on"),
    _verb("release", LeadState.OPEN, "Give a lead back"),
    _verb("won", LeadState.WON, "It led to what was wanted"),
    _verb("lost", LeadState.LOST, "It led to nothing"),
    get(
        "/questions",
        _questions,
        gives=Listed[Question],
        summary="Questions of members, newest first",
        where=Nothing,
        asks=QuestionsAsked,
        scope=Scope.ROOMS,
    ),
    post(
        "/questions/{id}/close",
        _close_question,
        gives=Done,
        summary="Nobody waits for it any more (id: the message)",
        where=ById,
        takes=Nothing,
        audit="question.close",
        scope=Scope.ROOMS,
    ),
)
