"""People who sign in: who they are, and what they may."""

from typing import Any

from pydantic import Field

from bot.access.signing_in import LINK_HOLDS
from bot.core.access import Login, login_name, new_key
from bot.core.staff import Role
from bot.web.endpoint import (
    AnyEndpoint,
    Because,
    ById,
    Call,
    Listed,
    Nothing,
    Paged,
    get,
    post,
)
from bot.web.problems import missing
from bot.web.routes.granting import LoginName, MayAsked
from bot.web.views import access as views


class LoginAsked(MayAsked):
    """Somebody who is to sign in."""

    name: LoginName


class RoleAsked(MayAsked):
    """All that somebody may from now on."""

    role: Role | None = Field(description="everywhere; null: only what `grants` say")


async def _logins(call: Call[Nothing, Paged, Nothing]) -> object:
    return await call.unit.access.logins.listed(after=call.asked.after, limit=call.asked.limit)


async def _login(call: Call[ById, Any, Any]) -> Login:
    found: Login | None = await call.unit.access.logins.find(call.where.id)
    if found is None:
        missing(f"there is no login {call.where.id}")
    return found


async def _make(call: Call[Nothing, Nothing, LoginAsked]) -> object:
    made: Login = await call.unit.access.logins.add(
        login_name(call.body.name),
        call.body.role,
        grants=call.body.granted,
        author=call.author,
        now=call.now,
    )
    return await _with_link(call, made)


async def _link(call: Call[ById, Nothing, Nothing]) -> object:
    login = await _login(call)
    await call.unit.access.logins.note_link(login.id, author=call.author, now=call.now)
    return await _with_link(call, login)


async def _with_link(call: Call[Any, Any, Any], login: Login) -> object:
    key = new_key()
    await call.unit.access.links.make(key, login.id, now=call.now, holds=LINK_HOLDS)
    return {"login": login, "key": key}


async def _role(call: Call[ById, Nothing, RoleAsked]) -> object:
    login = await _login(call)
    await call.unit.access.logins.set_role(
        login.id, call.body.role, call.body.granted, author=call.author, now=call.now
    )
    return await _login(call)


async def _disable(call: Call[ById, Nothing, Because]) -> object:
    return await _turn(call, off=True)


async def _enable(call: Call[ById, Nothing, Because]) -> object:
    return await _turn(call, off=False)


async def _turn(call: Call[ById, Nothing, Because], *, off: bool) -> object:
    login = await _login(call)
    await call.unit.access.logins.set_disabled(
        login.id, off=off, author=call.author, reason=call.body.reason, now=call.now
    )
    if off:
        await call.unit.access.sessions.close_all(login.id)
    return await _login(call)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/logins",
        _logins,
        gives=Listed[views.Login],
        summary="People who sign in, newest first",
        where=Nothing,
        asks=Paged,
    ),
    post(
        "/logins/make",
        _make,
        gives=views.Invited,
        summary="Let somebody sign in; the key of their link is shown this once",
        where=Nothing,
        takes=LoginAsked,
    ),
    post(
        "/logins/{id}/link",
        _link,
        gives=views.Invited,
        summary="A new link to choose a password; an earlier one holds no more",
        where=ById,
        takes=Nothing,
    ),
    post(
        "/logins/{id}/role",
        _role,
        gives=views.Login,
        summary="Say all that somebody may from now on, and where",
        where=ById,
        takes=RoleAsked,
    ),
    post(
        "/logins/{id}/disable",
        _disable,
        gives=views.Login,
        summary="Let somebody in no more, from now on",
        where=ById,
        takes=Because,
    ),
    post(
        "/logins/{id}/enable",
        _enable,
        gives=views.Login,
        summary="Let somebody in again",
        where=ById,
        takes=Because,
    ),
)
