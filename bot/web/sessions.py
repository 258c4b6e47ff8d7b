"""Cookies of those who signed in, and what keeps other sites from using them."""

from http import HTTPStatus

from aiohttp import web

from bot.core.signing import sign, signed
from bot.web.problems import Refusal

COOKIE = "gk_session"
CSRF = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MONTH = 30 * 24 * 3600  # seconds; the store ends it earlier where nobody uses it


def csrf_of(key: str) -> str:
    """What a page of ours sends along with every change; other sites cannot know it."""
    return sign(key, "csrf")


def from_our_page(request: web.Request, key: str) -> None:
    """Refuse a change that a page of another site asks for in somebody's name."""
    if request.method in _SAFE:
        return
    origin = request.headers.get("Origin")
    if origin is not None and (stands := origin.partition("://")[2]) != request.host:
        detail = (
            f"a page of {stands[:100]} may change nothing at {request.host[:100]}; if they are one"
            " service, have the proxy before it pass the Host header on"
        )
        raise Refusal(HTTPStatus.FORBIDDEN, detail)
    if not signed(request.headers.get(CSRF, ""), key, "csrf"):
        detail = f"send {CSRF} with what GET /api/v1/session gives as `csrf`"
        raise Refusal(HTTPStatus.FORBIDDEN, detail)


def keep(response: web.StreamResponse, key: str, *, secure: bool) -> None:
    """Put the key into the browser's cookie."""
    response.set_cookie(
        COOKIE,
        key,
        max_age=_MONTH,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


def drop(response: web.StreamResponse, *, secure: bool) -> None:
    """Take it out again."""
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict", secure=secure)
