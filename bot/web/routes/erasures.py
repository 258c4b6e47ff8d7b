"""Erasures 删除个人数据: looked at beforehand, begun with the number typed, followed to the end."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from pydantic import Field

from bot.web.endpoint import AnyEndpoint, Asked, ById, Call, Name, Nothing, Number, get, post
from bot.web.problems import Mistake, Refusal, missing
from bot.web.views.privacy import Erasure, ErasurePreview


class ErasureAsked(Asked):
    """Whose data is erased, for good."""

    typed: Number = Field(description="the student ID once more: what is erased cannot be undone")
    reason: Name


async def _preview(call: Call[ById, Nothing, Nothing]) -> object:
    found = await call.unit.erasures.preview(call.where.id)
    if found is None:
        missing(f"nobody has the student ID {call.where.id}")
    return found


async def _begin(call: Call[ById, Nothing, ErasureAsked]) -> object:
    if call.body.typed != call.where.id:
        what = f"is not {call.where.id}; type the student ID of the person whose data is erased"
        raise Refusal(HTTPStatus.BAD_REQUEST, what, [Mistake(where="body.typed", what=what)])
    return await call.unit.erasures.begin(
        call.where.id, author=call.author, reason=call.body.reason, now=call.now
    )


async def _erasure(call: Call[ById, Nothing, Nothing]) -> object:
    found: Any = await call.unit.erasures.erasure(call.where.id)
    if found is None:
        missing(f"there is no erasure {call.where.id}")
    return found


_ERASURES = "erasures"  # a right of its own: nobody erases who merely decides

ENDPOINTS: tuple[AnyEndpoint, ...] = (
    replace(
        get(
            "/people/{id}/erasure",
            _preview,
            gives=ErasurePreview,
            summary="What an erasure of this person's data would take",
            where=ById,
            asks=Nothing,
        ),
        tag=_ERASURES,
    ),
    replace(
        post(
            "/people/{id}/erase",
            _begin,
            gives=Erasure,
            summary="Erase a person's data for good; the number stays taken, figures stay",
            where=ById,
            takes=ErasureAsked,
        ),
        tag=_ERASURES,
    ),
    get(
        "/erasures/{id}",
        _erasure,
        gives=Erasure,
        summary="How far an erasure is",
        where=ById,
        asks=Nothing,
    ),
)
