"""/api/v1/stream: server-sent events of what was committed just now, for those who watch."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import web
from pydantic import Field, field_validator

from bot.core.ids import LoginId, RoomId
from bot.web.endpoint import Asked, Number
from bot.web.live import Live, View
from bot.web.problems import Refusal

_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would hold the events back
}
_HEARTBEAT = 15.0  # seconds of silence after which a line is sent, so that proxies keep the line up
_AGAIN = 60.0  # seconds after which it is asked again whether this client may still watch
_RETRY = "retry: 1000\n\n"  # ms after which a browser comes back

KINDS = frozenset(
    {
        *("message", "event", "effect", "talk"),
        *("alert", "case", "lead", "question", "task", "delivery", "channel", "plan", "step"),
        "person",
    }
)

StillMay = Callable[[], Awaitable[bool]]


class StreamAsked(Asked):
    """What a client wants to hear of."""

    room: Number | None = Field(default=None, description="that is read: its items come along")
    kinds: str | None = Field(default=None, max_length=200, description="such as alert,case")
    after: str | None = Field(default=None, max_length=100, description="the last `id` that came")

    @field_validator("kinds")
    @classmethod
    def _known(cls, given: str | None) -> str | None:
        strange = set(given.split(",")) - KINDS if given is not None else set()
        if strange:
            known = ", ".join(sorted(KINDS))
            msg = f"there is no kind {', '.join(sorted(strange))}; there are: {known}"
            raise ValueError(msg)
        return given

    def view(self, rooms: frozenset[RoomId] | None) -> View:
        """The view of a client who may see these rooms."""
        kinds = None if self.kinds is None else frozenset(self.kinds.split(","))
        room = None if self.room is None else RoomId(self.room)
        return View(rooms=rooms, room=room, kinds=kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Somebody who watches."""

    view: View
    came_from: str | None  # the last `id` that came to them
    still_may: StillMay
    login: LoginId | None  # None: a program


@dataclass(kw_only=True)
class Stream:
    """Serves each client at its own pace; a slow one is told that something is missing."""

    live: Live
    clients: int
    each: int  # of them, of one person who signed in
    heartbeat: float = _HEARTBEAT
    again: float = _AGAIN
    watching: int = 0
    _of: Counter[LoginId] = field(default_factory=Counter)
    _doubted: asyncio.Event = field(default_factory=asyncio.Event)

    def doubt(self) -> None:
        """Who may look has changed: ask at once of everybody whether they still may."""
        self._doubted.set()
        self._doubted = asyncio.Event()

    def close(self) -> None:
        """Send everybody home: the service stops."""
        self.live.close()

    async def serve(self, request: web.Request, client: Client) -> web.StreamResponse:
        """Send what is new until the client or the service goes, or the client may no more."""
        self._room_for(client)
        whose = () if client.login is None else (client.login,)
        self.watching += 1
        self._of.update(whose)
        self.live.come(client.view)
        try:
            return await self._send(request, client)
        finally:
            self.watching -= 1
            self._of.subtract(whose)
            self._of += Counter()  # forgets whom nobody watches for
            self.live.go(client.view)

    def _room_for(self, client: Client) -> None:
        if self.watching >= self.clients:
            detail = f"{self.clients} clients watch already; web.stream_clients allows no more"
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        if client.login is not None and self._of[client.login] >= self.each:
            detail = (
                f"you watch with {self.each} tabs or phones already; close one of them"
                " (web.stream_clients_each allows no more)"
            )
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, detail)

    async def _send(self, request: web.Request, client: Client) -> web.StreamResponse:
        view, came_from = client.view, client.came_from
        response = web.StreamResponse(headers=_HEADERS)
        behind = None if came_from is None else self.live.resumed(came_from)
        resumed = behind is not None
        if behind is not None and view.room is not None:
            await self.live.draw_since(view.room, behind)
        place = self.live.now if behind is None else behind
        hello = self.live.event("hello", {"kind": "hello", "resumed": resumed}, place)
        missed = came_from is not None and not resumed
        opening = _RETRY + hello + (self.live.event("missed", {}, place) if missed else "")
        try:
            await response.prepare(request)
            await response.write(opening.encode())
            async with asyncio.TaskGroup() as group:
                following = group.create_task(self._follow(response, view, place))
                doubting = group.create_task(self._until_refused(client.still_may))
                await asyncio.wait({following, doubting}, return_when=asyncio.FIRST_COMPLETED)
                following.cancel()
                doubting.cancel()
        except* ConnectionError:
            pass  # the client has gone
        return response

    async def _until_refused(self, still_may: StillMay) -> None:
        """Ends when the client may watch no more: asked when that changed, and now and then."""
        doubted = self._doubted
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.again):
                    await doubted.wait()
            doubted = self._doubted  # first: what changes while it is asked is asked again
            if not await still_may():
                return

    async def _follow(self, response: web.StreamResponse, view: View, place: int) -> None:
        while not self.live.closed:
            try:
                async with asyncio.timeout(self.heartbeat):
                    ready = await self.live.ready(place)
            except TimeoutError:
                await response.write(b": still here\n\n")
            else:
                if text := self.live.text(view, place):
                    await response.write(text)
                place = ready
