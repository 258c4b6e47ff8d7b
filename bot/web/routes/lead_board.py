"""The board of leads 线索看板: how many stand where; handing over, notes, history."""

from bot.core.rights import Right, everything
from bot.web.endpoint import (
    AnyCall,
    AnyEndpoint,
    ById,
    Call,
    Listed,
    Name,
    Note,
    Nothing,
    Paged,
    Scope,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.routes.leads import LeadsAsked, Noted
from bot.web.views.judging import Lead, LeadBoard
from bot.web.views.talk import Audit

_MOST = 500  # logins that are looked through; a house has fewer


class Handed(Noted):
    """To whom it is handed over, and what they should know."""

    to: Name


class Written(Noted):
    """What is written down."""

    note: Note


async def _board(call: Call[Nothing, LeadsAsked, Nothing]) -> object:
    counts = await call.unit.records.lead_counts(call.asked, within=call.rooms)
    return {
        "counts": counts,
        "categories": [
            {"name": name, "title": title} for name, title in call.house.lead_titles.items()
        ],
        "owners": await _sellers(call),
    }


async def _sellers(call: AnyCall) -> list[str]:
    """Who may take leads on: colleagues of `staff`, and whoever signs in."""
    logins = await call.unit.access.logins.listed(limit=_MOST)
    named = {
        one.name
        for one in logins.items
        if one.disabled is None and Right.SELL in everything(one.role, one.grants)
    }
    return sorted(named | set(call.house.who_may(Right.SELL)))


async def _assign(call: Call[ById, Nothing, Handed]) -> object:
    to = call.body.to
    if to not in await _sellers(call):
        refuse(f"nobody called {to!r} may take leads on; GET /leads/board lists who may")
    return await call.unit.records.assign_lead(
        call.where.id, to, author=call.author, now=call.now, note=call.body.note
    )


async def _write(call: Call[ById, Nothing, Written]) -> object:
    if not call.body.note:
        refuse("a note without words says nothing; write some")
    return await call.unit.records.note_lead(
        call.where.id, author=call.author, now=call.now, note=call.body.note
    )


async def _history(call: Call[ById, Paged, Nothing]) -> object:
    number, asked = call.where.id, call.asked
    if await call.unit.records.lead(number) is None:
        missing(f"there is no lead {number}")
    return await call.unit.audit.entries(
        subject=f"lead:{number}", after=asked.after, limit=asked.limit
    )


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/leads/board",
        _board,
        gives=LeadBoard,
        summary="How many leads stand where, what they are about, who may take them on",
        where=Nothing,
        asks=LeadsAsked,
        scope=Scope.ROOMS,
    ),
    post(
        "/leads/{id}/assign",
        _assign,
        gives=Lead,
        summary="Hand a lead to a colleague",
        where=ById,
        takes=Handed,
        scope=Scope.ROOMS,
    ),
    post(
        "/leads/{id}/note",
        _write,
        gives=Lead,
        summary="Write something down about a lead",
        where=ById,
        takes=Written,
        scope=Scope.ROOMS,
    ),
    get(
        "/leads/{id}/history",
        _history,
        gives=Listed[Audit],
        summary="What was done with a lead, newest first, with the notes",
        where=ById,
        asks=Paged,
        scope=Scope.ROOMS,
    ),
)
