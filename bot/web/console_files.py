"""The console: built files served to browsers, under a strict Content-Security-Policy.

Every address that is not the API's or a page's of its own gives the one page of the console, which
looks at the address itself. What a file is called says what is in it, so it may be kept for ever.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

BUILT = Path(__file__).parent / "console"
ASSET = r"/assets/{name:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+}"
# What is served under these is never a page of the console: a wrong address there is told as such.
_TAKEN = "api|l|alert|task|calendar|assets|healthz|readyz|metrics"
PAGE = rf"/{{page:(?!(?:{_TAKEN})(?:/|$)).*}}"
_NONCE = "__NONCE__"  # stands in the built page where the nonce of this answer belongs
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_AROUND = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_TYPES = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_NOT_BUILT = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>groupkeeper</title></head><body>
<h1>控制台尚未构建 / The console is not built</h1>
<p>服务本身在运行，API 可用。请在项目目录运行 <code>make console</code>，然后刷新本页。</p>
<p>The service runs, and its API answers. Run <code>make console</code> in the project's folder,
then load this page again.</p>
</body></html>
"""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_console(app: web.Application, folder: Path = BUILT) -> None:
    """Serve the console; after all other routes, for it answers what they leave."""
    app.router.add_get(ASSET, _asset(folder))
    app.router.add_get(PAGE, _page(folder))


def _page(folder: Path) -> Handler:
    async def page(_request: web.Request) -> web.StreamResponse:
        nonce = secrets.token_urlsafe(18)
        text = await asyncio.to_thread(_read, folder / "index.html")
        return web.Response(
            text=_NOT_BUILT if text is None else text.replace(_NONCE, nonce),
            status=HTTPStatus.SERVICE_UNAVAILABLE if text is None else HTTPStatus.OK,
            content_type="text/html",
            headers=_AROUND | {"Content-Security-Policy": _POLICY.format(nonce=nonce)},
        )

    return page


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _asset(folder: Path) -> Handler:
    async def asset(request: web.Request) -> web.StreamResponse:
        file = folder / "assets" / request.match_info["name"]
        if file.suffix not in _TYPES or not await asyncio.to_thread(file.is_file):
            raise web.HTTPNotFound
        # aiohttp sends the .br or .gz beside it to whoever accepts that.
        response = web.FileResponse(file, headers={"Cache-Control": _FOR_EVER})
        response.content_type = _TYPES[file.suffix]
        return response

    return asset
