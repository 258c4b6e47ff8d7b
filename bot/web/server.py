"""The web application: endpoints, guard, stream and health put together; it starts nothing."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter

from bot.access.passwords import Passwords
from bot.access.signing_in import SignIn
from bot.core.errors import ConfigError
from bot.core.ids import RoomId
from bot.core.ports import Clock
from bot.web.admission import admit
from bot.web.audit_lines import note, stands
from bot.web.console_files import BUILT, add_console
from bot.web.doors import Entrance, add_doors
from bot.web.downloads import add_downloads
from bot.web.endpoint import AnyEndpoint, Asked, Call, Method, Nothing, Scope
from bot.web.following import SHORT_LINK, follow
from bot.web.guard import ACTOR, actor_of, guarded, told
from bot.web.health import Figures, healthz, metrics, readyz
from bot.web.house_ports import House
from bot.web.knowing import Knowing
from bot.web.live import Live
from bot.web.open_pages import open_pages
from bot.web.openapi import PREFIX, adapters, openapi
from bot.web.ports import Bulletin, OpenUnit, Readiness
from bot.web.problems import missing
from bot.web.reading import TEXT_BODY, read_body, read_path, read_query, to_json
from bot.web.remote import PROXIES, Proxies
from bot.web.rights import STREAM as WATCHING
from bot.web.rights import needed, permit
from bot.web.routes import ENDPOINTS
from bot.web.routes.person_file import DOWNLOADS
from bot.web.routes.session import DOORS, OPEN
from bot.web.settings import WebSettings
from bot.web.stream import Client, Stream, StreamAsked

_AT_ONCE = 8  # requests that look into the store together; the pipeline needs connections too
_WHO_MAY = frozenset({"logins", "tokens"})  # groups of endpoints that say who may look
_GRACE = 2.0  # seconds that requests in flight have to end at shutdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the API works with. `changed` is called after every change: the performer wakes."""

    read: OpenUnit
    write: OpenUnit
    house: House
    clock: Clock
    bulletin: Bulletin
    readiness: Readiness
    figures: Figures
    changed: Callable[[], None]
    version: str
    passwords: Passwords = field(default_factory=Passwords)


DESK = web.AppKey("desk", Desk)
STREAM = web.AppKey("stream", Stream)
TURNS = web.AppKey("turns", asyncio.Semaphore)


def build_web(
    settings: WebSettings,
    desk: Desk,
    *,
    endpoints: Sequence[AnyEndpoint] = ENDPOINTS,
    console: Path = BUILT,
) -> web.Application:
    """The application; `serving` runs it."""
    known = Knowing(settings.authors, desk)
    app = web.Application(middlewares=[told, guarded(known, OPEN)], client_max_size=TEXT_BODY)
    app[DESK] = desk
    app[TURNS] = asyncio.Semaphore(_AT_ONCE)
    live = Live(desk.bulletin, desk.read, boot=secrets.token_hex(4))
    app[PROXIES] = Proxies.of(settings.trusted_proxies)
    app[STREAM] = stream = Stream(
        live=live, clients=settings.stream_clients, each=settings.stream_clients_each
    )
    described = to_json(openapi((*endpoints, *DOORS, *DOWNLOADS), version=desk.version))
    sign_in = SignIn(read=desk.read, write=desk.write, clock=desk.clock, passwords=desk.passwords)
    https = settings.public_url.startswith("https:")
    add_doors(app, DOORS, Entrance(desk=sign_in, write=desk.write, https=https, after=stream.doubt))
    shapes = adapters(endpoints)
    for endpoint in endpoints:
        served = _serve(endpoint, shapes[endpoint.name])
        app.router.add_route(endpoint.method, PREFIX + endpoint.path, served)
    add_downloads(app, DESK, TURNS, DOWNLOADS)
    app.router.add_get(f"{PREFIX}/stream", _watch(known))
    app.router.add_get("/api/openapi.json", _fixed(described))
    app.router.add_get(SHORT_LINK, follow(DESK, TURNS, settings.token.get_secret_value()))
    open_pages(app, DESK, TURNS)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz(desk.readiness))
    app.router.add_get("/metrics", metrics(desk.figures))
    add_console(app, console)
    app.on_shutdown.append(_send_home)
    return app


@asynccontextmanager
async def serving(app: web.Application, settings: WebSettings) -> AsyncIterator[int]:
    """Serve until the block ends; gives the port. Raises ConfigError when it cannot listen."""
    runner = web.AppRunner(app, shutdown_timeout=_GRACE, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        try:
            await site.start()
        except OSError as error:
            msg = (
                f"web.host {settings.host}, web.port {settings.port}: cannot listen there"
                f" ({error.strerror or error}); stop what uses the port, or choose another"
                " (0: any free one)"
            )
            raise ConfigError(msg) from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _watch(known: Knowing) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def watch(request: web.Request) -> web.StreamResponse:
        rooms = permit(request[ACTOR], WATCHING, Scope.ROOMS)
        asked = read_query(request, StreamAsked)
        view = asked.view(rooms)
        if view.room is not None:
            await _readable(request, view.room, rooms)

        async def still_may() -> bool:
            actor = await actor_of(request, known)
            return actor is not None and actor.rooms(WATCHING) == rooms

        came_from = asked.after or request.headers.get("Last-Event-ID")
        login = request[ACTOR].login
        client = Client(view=view, came_from=came_from, still_may=still_may, login=login)
        return await request.app[STREAM].serve(request, client)

    return watch


async def _readable(request: web.Request, room: RoomId, rooms: frozenset[RoomId] | None) -> None:
    async with request.app[TURNS], request.app[DESK].read() as unit:
        known = await unit.roster.room(room)
    if known is None or (rooms is not None and room not in rooms):
        missing(f"there is no room {room}")


async def _send_home(app: web.Application) -> None:
    app[STREAM].close()


def _fixed(text: str) -> Callable[[web.Request], Any]:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="application/json")

    return serve


def _serve(endpoint: AnyEndpoint, shape: TypeAdapter[Any]) -> Callable[[web.Request], Any]:
    right = needed(endpoint)

    async def serve(request: web.Request) -> web.Response:
        rooms = permit(request[ACTOR], right, endpoint.scope)
        where = read_path(request, endpoint.where)
        asked = read_query(request, endpoint.asks)
        body: Asked = Nothing()
        if endpoint.method is Method.POST:
            body = await read_body(request, endpoint.takes)
        what = _What(where=where, asked=asked, body=body, rooms=rooms)
        found = await _answer(endpoint, request, what)
        shown = shape.validate_python(found, from_attributes=True)
        return web.Response(body=shape.dump_json(shown), content_type="application/json")

    return serve


@dataclass(frozen=True, slots=True, kw_only=True)
class _What:
    """A request, read."""

    where: Asked
    asked: Asked
    body: Asked
    rooms: frozenset[RoomId] | None  # None: all


async def _answer(endpoint: AnyEndpoint, request: web.Request, what: _What) -> object:
    desk = request.app[DESK]
    changes = endpoint.changes
    async with request.app[TURNS], desk.write() if changes else desk.read() as unit:
        call = Call(
            unit=unit,
            house=desk.house,
            where=what.where,
            asked=what.asked,
            body=what.body,
            author=request[ACTOR].name,
            now=desk.clock.now(),
            actor=request[ACTOR],
            rooms=what.rooms,
        )
        await admit(endpoint, call)
        before = await stands(endpoint, call)
        found = await endpoint.handle(call)
        await note(endpoint, call, before)
    if changes:
        desk.changed()
    if changes and endpoint.tag in _WHO_MAY:
        request.app[STREAM].doubt()
    return found
