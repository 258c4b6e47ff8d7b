"""/api/v1/stream: server-sent events of what was committed just now, for those who watch."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web
from pydantic import Field, field_validator

from bot.core.ids import RoomId
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


@dataclass(kw_only=True)
class Stream:
    """Serves each client at its own pace; a slow one is told that something is missing."""

    live: Live
    clients: int
    heartbeat: float = _HEARTBEAT
    again: float = _AGAIN
    watching: int = 0

    def close(self) -> None:
        """Send everybody home: the service stops."""
        self.live.close()

    async def serve(
        self, request: web.Request, view: View, came_from: str | None, still_may: StillMay
    ) -> web.StreamResponse:
        """Send what is new until the client or the service goes, or the client may no more."""
        if self.watching >= self.clients:
            detail = f"{self.clients} clients watch already; web.stream_clients allows no more"
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        self.watching += 1
        self.live.come(view)
        try:
            return await self._send(request, view, came_from, still_may)
        finally:
            self.watching -= 1
            self.live.go(view)

    async def _send(
        self, request: web.Request, view: View, came_from: str | None, still_may: StillMay
    ) -> web.StreamResponse:
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
            await self._follow(response, view, place, still_may)
        except ConnectionError:
            pass  # the client has gone
        return response

    async def _follow(
        self, response: web.StreamResponse, view: View, place: int, still_may: StillMay
    ) -> None:
        loop = asyncio.get_running_loop()
        ask_at = loop.time() + self.again
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
            if loop.time() >= ask_at:
                if not await still_may():
                    return
                ask_at = loop.time() + self.again
