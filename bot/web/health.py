"""Is it alive, is it ready, what are its figures: for supervisors, and without a token."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from bot.web.ports import Check, Readiness

Figures = Callable[[], Awaitable[bytes]]
_FIGURES_TYPE = "text/plain; version=0.0.4; charset=utf-8"


async def healthz(_request: web.Request) -> web.Response:
    """The process lives and answers."""
    return web.json_response({"status": "ok"})


def readyz(readiness: Readiness) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Whether the service is of use now; each check with its outcome."""

    async def serve(_request: web.Request) -> web.Response:
        checks = await readiness()
        ready = all(check.ok for check in checks if check.needed)
        return web.json_response(
            {
                "status": "ready" if ready else "not ready",
                "checks": [_shown(check) for check in checks],
            },
            status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE,
        )

    return serve


def metrics(figures: Figures) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Prometheus figures."""

    async def serve(_request: web.Request) -> web.Response:
        return web.Response(body=await figures(), headers={"Content-Type": _FIGURES_TYPE})

    return serve


def _shown(check: Check) -> dict[str, object]:
    return {
        "name": check.name,
        "ok": check.ok,
        "detail": check.detail,
        "needed": check.needed,
    }
