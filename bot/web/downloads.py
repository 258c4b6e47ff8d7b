"""Files that the API gives out: made while nobody waits for the store, and sent as they are."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from aiohttp import web

from bot.core.rights import Right
from bot.web.endpoint import Asked, Method, Nothing, Scope
from bot.web.guard import ACTOR
from bot.web.openapi import PREFIX
from bot.web.ports import OpenDesk
from bot.web.reading import read_body, read_path
from bot.web.rights import permit

_IN_MEMORY = 16 * 1024 * 1024  # bytes; a longer file goes through a nameless one on the disk
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that was written: what it is called when it is saved."""

    name: str


Make = Callable[[OpenDesk, Any, Any, str, IO[bytes]], Awaitable[Made]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A request for a file; described in OpenAPI as the endpoints are.

    `make(desk, where, body, author, out)` writes it, in transactions of its own.
    """

    path: str
    summary: str
    tag: str
    right: Right  # everywhere: a person's data is in more rooms than one
    make: Make
    mime: str
    takes: type[Asked] = Nothing
    where: type[Asked] = Nothing
    asks: type[Asked] = Nothing
    method: Method = Method.POST
    gives: type[Asked] = Nothing  # the OpenAPI text says `mime` instead

    @property
    def name(self) -> str:
        """The operationId."""
        return "_".join(part.strip("{}") for part in self.path.strip("/").split("/"))


def add_downloads(
    app: web.Application,
    key: web.AppKey[Any],
    turns: web.AppKey[asyncio.Semaphore],
    downloads: Sequence[Download],
) -> None:
    """Serve the files."""
    for one in downloads:
        app.router.add_route(one.method, PREFIX + one.path, _serve(one, key, turns))


def _serve(
    one: Download, key: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore]
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        permit(request[ACTOR], one.right, Scope.HOUSE)
        where = read_path(request, one.where)
        body = await read_body(request, one.takes)
        desk: OpenDesk = request.app[key]
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as out:
            async with request.app[turns]:
                made = await one.make(desk, where, body, request[ACTOR].name, out)
            return await _send(request, out, made, one.mime)

    return serve


async def _send(
    request: web.Request, out: "SpooledTemporaryFile[bytes]", made: Made, mime: str
) -> web.StreamResponse:
    response = web.StreamResponse(
        status=HTTPStatus.OK,
        headers={
            "Content-Type": mime,
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Content-Length": str(out.tell()),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
    await response.prepare(request)
    out.seek(0)
    while piece := out.read(_PIECE):
        await response.write(piece)
    await response.write_eof()
    return response
