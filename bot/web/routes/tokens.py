"""Keys of programs: who may use the API, and as what."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.core.access import new_key
from bot.web.endpoint import (
    AnyEndpoint,
    Because,
    ById,
    Call,
    Listed,
    Name,
    Nothing,
    Paged,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.routes.granting import MayAsked
from bot.web.views.access import NewToken, Token


class TokenAsked(MayAsked):
    """A token that is to be made."""

    name: Annotated[Name, Field(max_length=60, description="the audit calls it token:<name>")]
    days: int | None = Field(
        default=90, ge=1, le=3660, description="how long it holds; null: until it is revoked"
    )


async def _tokens(call: Call[Nothing, Paged, Nothing]) -> object:
    return await call.unit.access.tokens.listed(after=call.asked.after, limit=call.asked.limit)


async def _make(call: Call[Nothing, Nothing, TokenAsked]) -> object:
    asked = call.body
    key = new_key()
    made = await call.unit.access.tokens.add(
        key,
        name=asked.name,
        role=asked.role,
        grants=asked.granted,
        expires=None if asked.days is None else call.now + timedelta(days=asked.days),
        author=call.author,
        now=call.now,
    )
    return {"token": made, "key": key}


async def _revoke(call: Call[ById, Nothing, Because]) -> object:
    number = call.where.id
    if await call.unit.access.tokens.find(number) is None:
        missing(f"there is no token {number}")
    done = await call.unit.access.tokens.revoke(
        number, author=call.author, reason=call.body.reason, now=call.now
    )
    if not done:
        refuse(f"token {number} is revoked already")
    return await call.unit.access.tokens.find(number)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/tokens",
        _tokens,
        gives=Listed[Token],
        summary="Keys of programs, newest first",
        where=Nothing,
        asks=Paged,
    ),
    post(
        "/tokens/make",
        _make,
        gives=NewToken,
        summary="Make a key for a program; it is shown this once",
        where=Nothing,
        takes=TokenAsked,
    ),
    post(
        "/tokens/{id}/revoke",
        _revoke,
        gives=Token,
        summary="Let a key hold no more",
        where=ById,
        takes=Because,
    ),
)
