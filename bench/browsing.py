"""A real Chromium in front of the service under measure, signed in as its admin."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Page

from bench.stage import Stage
from tests.support.asking import Reached
from tests.support.browser import DESK

_PASSWORD = "correct horse battery staple"  # noqa: S105 (of a database that is thrown away)
_PATIENCE = 120_000  # ms: a page that takes longer has failed
# Alerts that pop up would be measured instead of the page.
_QUIET = "localStorage['groupkeeper.console'] ??= JSON.stringify({popups: false})"


@asynccontextmanager
async def signed_in(browser: Browser, stage: Stage) -> AsyncIterator[BrowserContext]:
    """A window of its own, with nothing loaded yet, at a desk's size."""
    service = Reached(url=f"http://127.0.0.1:{stage.port}")
    made = await service.post("/logins/make", {"name": f"bench-{token_hex(4)}", "role": "admin"})
    context = await browser.new_context(base_url=service.url, viewport=DESK, locale="zh-CN")
    context.set_default_timeout(_PATIENCE)
    await context.add_init_script(_QUIET)
    given = {"key": made["key"], "password": _PASSWORD}
    answer = await context.request.post("/api/v1/session/welcome", data=given)
    if not answer.ok:
        raise RuntimeError(await answer.text())
    try:
        yield context
    finally:
        await context.close()


async def busy(line: CDPSession) -> float:
    """Milliseconds of processor that the page's main thread has taken."""
    told: dict[str, Any] = await line.send("Performance.getMetrics")
    return next(float(one["value"]) for one in told["metrics"] if one["name"] == "ThreadTime") * 1e3


async def debugged(page: Page) -> CDPSession:
    """The page's line for measuring."""
    line = await page.context.new_cdp_session(page)
    await line.send("Performance.enable", {"timeDomain": "threadTicks"})
    return line
