"""What stands before every request: who is it, and what becomes of what goes wrong."""

import hmac
import uuid
from collections.abc import Awaitable, Callable, Collection, Mapping
from http import HTTPStatus
from typing import Protocol

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.core.access import Actor
from bot.core.errors import GroupkeeperError, StorageAway
from bot.core.failure import failure
from bot.core.located_chinese import Tongue
from bot.web.problems import Problem, Refusal, answer
from bot.web.sessions import COOKIE, from_our_page

ACTOR = web.RequestKey("actor", Actor)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Known(Protocol):
    """Who has a key; None: nobody."""

    async def by_token(self, key: str) -> Actor | None:
        """Whose token it is."""
        ...

    async def by_session(self, key: str) -> Actor | None:
        """Whose browser has it in its cookie."""
        ...


log = structlog.get_logger("web")

_GUARDED = "/api/v1"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_NEEDED = (
    "a token that holds is needed: send the header `Authorization: Bearer <token>` with web.token,"
    " one of web.tokens, or one made by `groupkeeper token make`; or sign in: POST /api/v1/session"
)
_WHO = {"WWW-Authenticate": 'Bearer realm="groupkeeper"'}


def key_in(header: str) -> str | None:
    """The key that an Authorization header carries; None where it carries none."""
    scheme, _, given = header.partition(" ")
    return (given.strip() or None) if scheme.lower() == "bearer" else None


def author_of(authors: Mapping[str, str], key: str) -> str | None:
    """Whose token it is; every token is compared, each in constant time."""
    sent = key.encode("utf-8", "surrogateescape")
    found = None
    for name, token in authors.items():
        if hmac.compare_digest(sent, token.encode()):
            found = name
    return found


def guarded(known: Known, open_to_all: Collection[tuple[str, str]]) -> Middleware:
    """Let nobody into the API who neither has a token nor signed in; but to its doors."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(_GUARDED):
            open_door = (request.method, request.path.removeprefix(_GUARDED)) in open_to_all
            actor = await actor_of(request, known)
            if actor is not None:
                request[ACTOR] = actor
                if actor.session is not None and not open_door:
                    from_our_page(request, request.cookies[COOKIE])
            elif not open_door:
                problem = Refusal(HTTPStatus.UNAUTHORIZED, _NEEDED).problem
                return answer(problem, _WHO)
        return await handler(request)

    return guard


async def actor_of(request: web.Request, known: Known) -> Actor | None:
    """Who sends a request; None: nobody we know."""
    key = key_in(request.headers.get("Authorization", ""))
    if key is not None:
        return await known.by_token(key)
    cookie = request.cookies.get(COOKIE)
    return await known.by_session(cookie) if cookie else None


@web.middleware
async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn everything that goes wrong into a problem people can read."""
    try:
        response = await handler(request)
    except Refusal as refusal:
        response = answer(refusal.problem, tongue=_tongue(request))
    except web.HTTPException as error:
        response = _http(request, error)
    except StorageAway as error:
        log.warning("storage_away", path=_route(request), error=str(error)[:200])
        away = "the database does not answer; try again"
        response = _say(request, HTTPStatus.SERVICE_UNAVAILABLE, away)
    except GroupkeeperError as error:
        response = _say(request, _refused(request), str(error))
    except Exception as error:  # noqa: BLE001 (the door of the API: a bug is told, not shown)
        mark = uuid.uuid4().hex[:12]
        log.error("request_failed", path=_route(request), mark=mark, **failure(error))
        bug = f"that is our mistake; the log says more under {mark}"
        response = _say(request, HTTPStatus.INTERNAL_SERVER_ERROR, bug)
    if not response.prepared:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def _refused(request: web.Request) -> HTTPStatus:
    # What only reads can be refused for its question alone: a foreign cursor, a bad search.
    return HTTPStatus.BAD_REQUEST if request.method == "GET" else HTTPStatus.CONFLICT


def _http(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if error.status < HTTPStatus.BAD_REQUEST:
        raise error
    status = HTTPStatus(error.status)
    if isinstance(error, web.HTTPMethodNotAllowed):
        detail = f"{error.method} is not possible here; possible: {_methods(error)}"
        return answer(_problem(status, detail), {"Allow": _methods(error)})
    if status is HTTPStatus.NOT_FOUND:
        detail = f"there is no {request.path[:200]}; /api/openapi.json lists what there is"
        return answer(_problem(status, detail))
    return answer(_problem(status, error.text or status.phrase))


def _methods(error: web.HTTPMethodNotAllowed) -> str:
    return ", ".join(sorted(error.allowed_methods))


def _say(request: web.Request, status: HTTPStatus, detail: str) -> web.Response:
    return answer(_problem(status, detail), tongue=_tongue(request))


def _tongue(request: web.Request) -> Tongue:
    """The language that whoever asks reads: the console says it, programs get English."""
    return "zh" if request.headers.get("Accept-Language", "").lower().startswith("zh") else "en"


def _problem(status: HTTPStatus, detail: str) -> Problem:
    return Problem(title=status.phrase, status=status.value, detail=detail)


def _route(request: web.Request) -> str:
    """The route, not the path: a path may hold what people typed."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "-"
