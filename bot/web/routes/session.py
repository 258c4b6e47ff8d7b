"""One's own session: signing in and out, password, codes of the phone."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Literal

from pydantic import Field

from bot.access.signing_in import Arrival, Attempt, SignedIn
from bot.core.access import Login
from bot.core.rights import Grant, everything, rights_of
from bot.core.staff import Role
from bot.web.doors import Door, Visit
from bot.web.endpoint import Asked, Method, Name
from bot.web.problems import Refusal
from bot.web.routes.granting import LoginName
from bot.web.sessions import csrf_of
from bot.web.views.access import Enrolment, Guest, Me, Spares

_Password = Annotated[str, Field(min_length=1, max_length=500)]
_Code = Annotated[str, Field(max_length=40)]


class Entering(Asked):
    """Name and password; the code only where one is asked for."""

    name: Name
    password: _Password
    code: _Code = ""


class KeyOfLink(Asked):
    """The key of a link: what stands behind its #."""

    key: Annotated[str, Field(min_length=1, max_length=200)]


class Welcomed(KeyOfLink):
    """The key of the link, and what `look` says that it asks for."""

    name: LoginName | Literal[""] = Field(default="", description="of the first admin")
    password: Annotated[str, Field(max_length=500)] = ""


class OtherPassword(Asked):
    """The password that is, and the one that is to be."""

    old: _Password
    password: _Password


class Confirming(Asked):
    """The secret that `begin` gave, the code that the phone shows for it, and the password."""

    secret: Annotated[str, Field(pattern=r"^[A-Z2-7]{16,64}$")]
    code: _Code
    password: _Password


class Dropping(Asked):
    """The password once more."""

    password: _Password


async def _enter(visit: Visit) -> object:
    asked: Entering = visit.body
    attempt = Attempt(
        name=asked.name,
        password=asked.password,
        code=asked.code,
        address=visit.address,
        agent=visit.agent,
    )
    return _in(visit, await visit.desk.enter(attempt))


async def _welcome(visit: Visit) -> object:
    asked: Welcomed = visit.body
    arrival = Arrival(
        key=asked.key,
        name=asked.name,
        password=asked.password,
        address=visit.address,
        agent=visit.agent,
    )
    return _in(visit, await visit.desk.welcome(arrival))


async def _look(visit: Visit) -> object:
    asked: KeyOfLink = visit.body
    guest = await visit.desk.guest(asked.key)
    return {
        "name": None if guest.login is None else guest.login.name,
        "password": not guest.bare,
    }


def _in(visit: Visit, signed: SignedIn) -> object:
    visit.key = signed.key
    return _me(signed.login, signed.key)


def _me(login: Login, key: str) -> object:
    return {
        "name": login.name,
        "role": login.role,
        **_may(login.role, login.grants),
        "login": login.id,
        "coded": login.coded,
        "csrf": csrf_of(key),
    }


def _may(role: Role | None, grants: Sequence[Grant]) -> dict[str, object]:
    return {
        "rights": [] if role is None else sorted(rights_of(role)),
        "grants": grants,
        "somewhere": sorted(everything(role, grants)),
    }


async def _who(visit: Visit) -> object:
    actor = visit.actor
    if actor is None:
        return {"name": "", "role": None, "rights": []}
    if actor.login is None:
        return {"name": actor.name, "role": actor.role, **_may(actor.role, actor.grants)}
    return _me(await _mine(visit), visit.cookie)


async def _mine(visit: Visit) -> Login:
    """The login of whoever asks; a key of a program has none."""
    number = None if visit.actor is None else visit.actor.login
    if number is None:
        detail = "this is for people who signed in, not for tokens"
        raise Refusal(HTTPStatus.FORBIDDEN, detail)
    async with visit.write() as unit:
        found: Login = await unit.access.logins.find(number)
    return found


async def _leave(visit: Visit) -> object:
    visit.leave = True
    if visit.actor is not None and visit.actor.session is not None:
        async with visit.write() as unit:
            await unit.access.sessions.close(visit.actor.session)
    return {"name": "", "role": None, "rights": []}


async def _password(visit: Visit) -> object:
    asked: OtherPassword = visit.body
    login = await _mine(visit)
    session = (visit.actor.session if visit.actor else None) or ""
    await visit.desk.change_password(login, session, asked.old, asked.password)
    return _me(login, visit.cookie)


async def _begin(visit: Visit) -> object:
    return visit.desk.begin_codes(await _mine(visit))


async def _confirm(visit: Visit) -> object:
    asked: Confirming = visit.body
    spares = await visit.desk.confirm_codes(
        await _mine(visit), asked.secret, asked.code, asked.password
    )
    return {"spares": spares}


async def _drop(visit: Visit) -> object:
    login = await _mine(visit)
    await visit.desk.drop_codes(login, visit.body.password)
    return _me(await _mine(visit), visit.cookie)


DOORS: tuple[Door, ...] = (
    Door(
        path="/session",
        handle=_who,
        gives=Me,
        summary="Who asks, and what they may",
        method=Method.GET,
    ),
    Door(path="/session", handle=_enter, gives=Me, summary="Sign in", takes=Entering),
    Door(
        path="/session/welcome",
        handle=_welcome,
        gives=Me,
        summary="Choose a password by a link (the first admin: a name, too), and be signed in",
        takes=Welcomed,
    ),
    Door(
        path="/session/welcome/look",
        handle=_look,
        gives=Guest,
        summary="What a link asks for; it stays good",
        takes=KeyOfLink,
    ),
    Door(path="/session/end", handle=_leave, gives=Me, summary="Sign out"),
    Door(
        path="/session/password",
        handle=_password,
        gives=Me,
        summary="Another password; other browsers are signed out",
        takes=OtherPassword,
    ),
    Door(
        path="/session/codes/begin",
        handle=_begin,
        gives=Enrolment,
        summary="What a phone needs to show codes",
    ),
    Door(
        path="/session/codes/confirm",
        handle=_confirm,
        gives=Spares,
        summary="Ask for codes from now on; the spare ones are shown this once",
        takes=Confirming,
    ),
    Door(
        path="/session/codes/drop",
        handle=_drop,
        gives=Me,
        summary="Ask for codes no more",
        takes=Dropping,
    ),
)
OPEN = frozenset(
    {
        ("POST", "/session"),
        ("GET", "/session"),
        ("POST", "/session/welcome"),
        ("POST", "/session/welcome/look"),
    }
)
