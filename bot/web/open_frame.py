"""What pages look like that nobody signs in for: one column, readable on a phone, no script."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from aiohttp import web

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{font:18px/1.6 system-ui,sans-serif;max-width:32em;margin:2em auto;padding:0 1em}}
h1{{font-size:1.4em}}
pre{{white-space:pre-wrap;background:#f3f3f3;padding:1em;border-radius:8px;font:inherit}}
button{{font:inherit;padding:.6em 1.4em;border:0;border-radius:8px;background:#06752f;color:#fff}}
form{{margin:1em 0;display:flex;flex-wrap:wrap;gap:.6em}}
button.more{{background:#fff;color:#06752f;border:1px solid #06752f}}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


def open_page(title: str, body: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    """A page; `title` is text, `body` is HTML whose parts were escaped."""
    text = _PAGE.format(title=escape(title), body=body)
    return web.Response(text=text, content_type="text/html", status=status, headers=_HEADERS)


def button(words: str) -> str:
    """The one button of a page: looking changes nothing, pressing does."""
    return f'<form method="post"><button>{escape(words)}</button></form>'


def choices(name: str, words: Mapping[str, str]) -> str:
    """Lesser buttons beside it, by the value that each sends."""
    buttons = "".join(
        f'<button class="more" name="{escape(name)}" value="{escape(value)}">'
        f"{escape(said)}</button>"
        for value, said in words.items()
    )
    return f'<form method="post">{buttons}</form>'


def paragraph(words: str) -> str:
    """A line of text."""
    return f"<p>{escape(words)}</p>"
