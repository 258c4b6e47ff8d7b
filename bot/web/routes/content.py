"""The content library: what may be said, and who approved it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from bot.core.content import Approval
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Because,
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
from bot.web.problems import missing, refuse
from bot.web.views.base import View

_SHORTEST = 6  # characters of a version that name it


class PieceNamed(Asked):
    """A path that names a piece."""

    name: Name


class PiecesAsked(Paged):
    """Which part of the pieces."""


class Approve(Asked):
    """Say that a piece may be said."""

    mark: Annotated[str, Field(min_length=_SHORTEST, max_length=64)] = Field(
        description="`mark` of the piece as you saw it; refused where it was edited since"
    )
    reason: Note = ""


class Piece(View):
    """A piece of the content library."""

    id: str
    kind: str
    title: str
    version: str = Field(description="the author's own count")
    mark: str = Field(description="of the file: an edit makes another")
    author: str
    lead_time_seconds: int
    expires: date | None
    seats: tuple[str, ...] = Field(description="that may say it; none: every seat")
    roles: tuple[str, ...] = Field(description="that may say it; none: every role")
    ready: bool = Field(description="whether it may be said today")
    why: str = Field(description="why not")
    approved_by: str | None
    approved_at: datetime | None


class ApprovalSeen(View):
    """A word on a version of a piece; `given` false: taken back."""

    version: str
    by: str
    at: datetime
    reason: str
    given: bool


class PieceText(Piece):
    """A piece with its text, and every word on it, newest first."""

    text: str
    media: str | None
    history: tuple[ApprovalSeen, ...]


async def _pieces(call: Call[Nothing, PiecesAsked, Nothing]) -> object:
    """Every piece with the approvals that are kept; the desk follows within seconds."""
    approvals = await call.unit.contents.approvals()
    return part_of(call.house.contents.with_approvals(approvals).pieces(call.now), call.asked)


async def _piece(call: Call[PieceNamed, Nothing, Any]) -> dict[str, Any]:
    """A piece as it stands with every approval that is kept; the desk follows within seconds."""
    name = call.where.name
    approvals = await call.unit.contents.approvals()
    found = call.house.contents.with_approvals(approvals).piece(name, call.now)
    if found is None:
        missing(f"there is no content {name!r}; /api/v1/content lists what there is")
    history = await call.unit.contents.history(name)
    return {**found.values(), "text": found.text, "media": found.media, "history": history}


async def _approve(call: Call[PieceNamed, Nothing, Approve]) -> object:
    name, body = call.where.name, call.body
    stands = (await _piece(call))["mark"]
    if not stands.startswith(body.mark):
        refuse(f"{name} was edited: it stands at {stands}; read it again, then approve that")
    word = Approval(content=name, version=stands, by=call.author, at=call.now, reason=body.reason)
    await call.unit.contents.put(word)
    return await _piece(call)


async def _withdraw(call: Call[PieceNamed, Nothing, Because]) -> object:
    name = call.where.name
    await _piece(call)
    approval = (await call.unit.contents.approvals()).get(name)
    if approval is None:
        refuse(f"{name} is not approved; there is nothing to take back")
    word = replace(approval, by=call.author, at=call.now, reason=call.body.reason, given=False)
    await call.unit.contents.put(word)
    return await _piece(call)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/content",
        _pieces,
        gives=Listed[Piece],
        summary="Every piece of the content library, and whether it may be said today",
        where=Nothing,
        asks=PiecesAsked,
    ),
    get(
        "/content/{name}",
        _piece,
        gives=PieceText,
        summary="One piece with its text, and who approved what",
        where=PieceNamed,
        asks=Nothing,
    ),
    post(
        "/content/{name}/approve",
        _approve,
        gives=PieceText,
        summary="Say that a piece may be said as it was read",
        where=PieceNamed,
        takes=Approve,
    ),
    post(
        "/content/{name}/withdraw",
        _withdraw,
        gives=PieceText,
        summary="Take an approval back: the piece is not said until it is approved again",
        where=PieceNamed,
        takes=Because,
    ),
)
