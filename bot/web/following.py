"""Short links: whoever opens one is sent on, and counted. Only stored links lead anywhere."""

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Protocol

import structlog
from aiohttp import web

from bot.core.errors import StorageAway
from bot.core.ports import Clock
from bot.core.short_links import PATH
from bot.web.ports import OpenUnit
from bot.web.problems import missing
from bot.web.remote import address_of

SHORT_LINK = PATH + "{code:[0-9A-Za-z]{1,40}}"
# What fetches links to show a preview, to index or to watch them. A preview that calls itself a
# phone's browser passes for a person: docs/results.md (Short links) tells how far that goes.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|facebookexternalhit|whatsapp|slurp|embed|scrap|fetch"
    r"|headless|phantomjs|lighthouse|monitor|uptime|pingdom|curl/|wget/|python|java/|okhttp"
    r"|go-http|libwww|httpclient|axios|node\b|ruby|perl|php",
    re.IGNORECASE,
)
_EARLY = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")  # said when fetched before anybody asks
_MARK = 16  # characters of a visitor's mark

log = structlog.get_logger("web")


class LinkDesk(Protocol):
    """What following a link needs of the web's desk."""

    @property
    def read(self) -> OpenUnit:
        """A transaction to look."""
        ...

    @property
    def write(self) -> OpenUnit:
        """A transaction that commits."""
        ...

    @property
    def clock(self) -> Clock:
        """What time it is."""
        ...


def is_robot(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a program fetches the link, not somebody who wants to read it."""
    agent = headers.get("User-Agent", "").strip()
    early = any(
        word in headers.get(name, "").lower() for name in _EARLY for word in ("fetch", "preview")
    )
    return method != "GET" or early or not agent or _ROBOT.search(agent) is not None


def visitor_mark(key: str, post: int, address: str, agent: str) -> str:
    """What tells the visitors of one post apart; without the key it leads to nobody."""
    said = f"click|{post}|{address}|{agent}"
    return hmac.new(key.encode(), said.encode("utf-8", "replace"), "sha256").hexdigest()[:_MARK]


def follow(
    desk: web.AppKey[Any], turns: web.AppKey[asyncio.Semaphore], key: str
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler of short links; `key` makes visitors' marks."""

    async def serve(request: web.Request) -> web.Response:
        at: LinkDesk = request.app[desk]
        code = request.match_info["code"]
        async with request.app[turns]:
            async with at.read() as unit:
                target = await unit.links.target(code)
            if target is None:
                missing("there is no such link")
            agent = request.headers.get("User-Agent", "")
            mark = visitor_mark(key, target.delivery, address_of(request), agent)
            robot = is_robot(request.method, request.headers)
            try:
                async with at.write() as unit:
                    await unit.links.followed(code, mark, robot=robot, now=at.clock.now())
            except StorageAway:
                log.warning("click_not_counted")  # whoever clicked gets there all the same
        leave = {
            "Location": target.url,
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }
        return web.Response(status=HTTPStatus.FOUND, headers=leave)

    return serve
