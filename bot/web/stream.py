"""/api/v1/stream: server-sent events of what was committed just now, for those who watch."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.web.ports import Bulletin, Notice
from bot.web.problems import Refusal
from bot.web.reading import to_json

_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would hold the events back
}
_HEARTBEAT = 15.0  # seconds of silence after which a line is sent, so that proxies keep the line up
_TOGETHER = 200  # notices that go out in one write


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """The notice after which a client is sent home."""

    kind: str = "end"
    room: int | None = None
    id: int | None = None


_END = _End()


class Stream:
    """Serves each client from a bounded queue; a slow one is told that something is missing."""

    def __init__(self, bulletin: Bulletin, *, clients: int, heartbeat: float = _HEARTBEAT) -> None:
        self._bulletin = bulletin
        self._clients = clients
        self._heartbeat = heartbeat
        self._queues: set[asyncio.Queue[Any]] = set()

    def close(self) -> None:
        """Send everybody home: the service stops."""
        for queue in self._queues:
            while queue.full():
                queue.get_nowait()
            queue.put_nowait(_END)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Send notices until the client or the service goes."""
        if len(self._queues) >= self._clients:
            detail = f"{self._clients} clients watch already; web.stream_clients allows no more"
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        with self._bulletin.subscribe() as queue:
            self._queues.add(queue)
            try:
                return await self._send(request, queue)
            finally:
                self._queues.discard(queue)

    async def _send(self, request: web.Request, queue: asyncio.Queue[Any]) -> web.StreamResponse:
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        text = ": watching\n\n"
        lost = self._bulletin.lost
        while True:
            try:
                await response.write(text.encode())
            except ConnectionError:
                return response
            notices = await self._next(queue)
            if _END in notices:
                return response
            text = "".join(_event(one) for one in notices) or ": still here\n\n"
            if self._bulletin.lost > lost:
                lost = self._bulletin.lost
                text += "event: missed\ndata: {}\n\n"

    async def _next(self, queue: asyncio.Queue[Any]) -> list[Notice]:
        """What waits; nothing after a heartbeat of silence."""
        try:
            async with asyncio.timeout(self._heartbeat):
                notices = [await queue.get()]
        except TimeoutError:
            return []
        while not queue.empty() and len(notices) < _TOGETHER:
            notices.append(queue.get_nowait())
        return notices


def _event(notice: Notice) -> str:
    content = {"kind": notice.kind, "id": notice.id, "room": notice.room}
    return f"event: {notice.kind}\ndata: {to_json(content)}\n\n"
