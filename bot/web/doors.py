"""Requests about one's own session. They see cookies, and check passwords outside transactions."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter

from bot.access.signing_in import (
    CodeNeeded,
    LinkSpent,
    NameNeeded,
    NotSignedIn,
    PasswordRefused,
    SignIn,
    TooOften,
)
from bot.core.access import Actor
from bot.web.endpoint import JSON, Asked, Method, Nothing
from bot.web.guard import ACTOR
from bot.web.openapi import PREFIX
from bot.web.ports import OpenUnit
from bot.web.problems import Mistake, Refusal
from bot.web.reading import read_body
from bot.web.remote import address_of, is_secure
from bot.web.sessions import COOKIE, drop, keep

CODE = "code"  # the mistake's place when a code is needed: the page then asks for it


@dataclass(kw_only=True)
class Visit:
    """Who stands at the door; `key` and `leave` say what becomes of the cookie."""

    desk: SignIn
    write: OpenUnit
    body: Any
    actor: Actor | None
    cookie: str
    address: str
    agent: str
    key: str | None = field(default=None)  # a new key for the cookie
    leave: bool = False  # the cookie is to go


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A request about one's own session; described in OpenAPI as the endpoints are."""

    path: str
    summary: str
    handle: Callable[[Visit], Awaitable[object]]
    gives: Any
    takes: type[Asked] = Nothing
    method: Method = Method.POST
    where: type[Asked] = Nothing
    asks: type[Asked] = Nothing
    tag: str = "session"
    mime: str = JSON

    @property
    def name(self) -> str:
        """The operationId."""
        return self.path.strip("/").replace("/", "_") + ("" if self.method == "GET" else "_post")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What the doors work with."""

    desk: SignIn
    write: OpenUnit
    https: bool  # whether people reach us over TLS anyway
    after: Callable[[], None]  # called when somebody came, went, or changed how they sign in


def add_doors(app: web.Application, doors: Sequence[Door], entrance: Entrance) -> None:
    """Serve the doors."""
    for door in doors:
        app.router.add_route(door.method, PREFIX + door.path, _serve(door, entrance))


def _serve(door: Door, entrance: Entrance) -> Callable[[web.Request], Awaitable[web.Response]]:
    shape = TypeAdapter(door.gives)

    async def serve(request: web.Request) -> web.Response:
        takes = door.method is Method.POST
        visit = Visit(
            desk=entrance.desk,
            write=entrance.write,
            body=await read_body(request, door.takes) if takes else Nothing(),
            actor=request.get(ACTOR),
            cookie=request.cookies.get(COOKIE, ""),
            address=address_of(request),
            agent=request.headers.get("User-Agent", ""),
        )
        with _told():
            found = await door.handle(visit)
        if takes:
            entrance.after()
        shown = shape.validate_python(found, from_attributes=True)
        response = web.Response(body=shape.dump_json(shown), content_type="application/json")
        secure = entrance.https or is_secure(request)
        if visit.key is not None:
            keep(response, visit.key, secure=secure)
        elif visit.leave:
            drop(response, secure=secure)
        return response

    return serve


@contextmanager
def _told() -> Iterator[None]:
    """Failures of signing in as problems."""
    try:
        yield
    except TooOften as error:
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, str(error)) from None
    except CodeNeeded as error:
        mistakes = [Mistake(where=f"body.{CODE}", what=str(error))]
        raise Refusal(HTTPStatus.UNAUTHORIZED, str(error), mistakes) from None
    except LinkSpent as error:
        raise Refusal(HTTPStatus.GONE, str(error)) from None
    except NotSignedIn as error:
        raise Refusal(HTTPStatus.UNAUTHORIZED, str(error)) from None
    except NameNeeded as error:
        mistakes = [Mistake(where="body.name", what=str(error))]
        raise Refusal(HTTPStatus.BAD_REQUEST, str(error), mistakes) from None
    except PasswordRefused as error:
        mistakes = [Mistake(where="body.password", what=str(error))]
        raise Refusal(HTTPStatus.BAD_REQUEST, str(error), mistakes) from None
