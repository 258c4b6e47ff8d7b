"""A real Chromium for tests, what it says went wrong, and what axe says of a page."""

import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    async_playwright,
)

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "build" / "browser"
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_AXE = ROOT / "console" / "node_modules" / "axe-core" / "axe.min.js"
# Without the last ones Chromium asks its maker's hosts for things, which a closed network refuses.
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_UNANSWERED = (
    *("Failed to load resource", "Unable to preload CSS"),
    "Failed to fetch dynamically imported module",
)
_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def browser_path() -> str | None:
    """Where a Chromium is; None where there is none."""
    given = os.environ.get("GROUPKEEPER_CHROMIUM")
    return given or next((found for name in _NAMES if (found := shutil.which(name))), None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium; tests are skipped without one, unless it is required (CI)."""
    path = browser_path()
    if path is None:
        reason = "there is no Chromium: `make browser` installs one, GROUPKEEPER_CHROMIUM names one"
        if os.environ.get("GROUPKEEPER_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        await browser.close()


class Watched:
    """What went wrong in a page: errors of scripts, refused by the policy, asked elsewhere."""

    def __init__(self, page: Page, origin: str) -> None:
        self.errors: list[str] = []
        self._origin = origin
        page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        page.on("console", self._said)
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        # A request that got no answer, or a no, is shown by the console: no fault of the page.
        if message.type == "error" and not any(one in message.text for one in _UNANSWERED):
            self.errors.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._origin, "data:", "blob:")):
            self.errors.append(f"asked another host: {request.url}")


async def violations(page: Page) -> list[str]:
    """What axe holds against a page, a line each: the rule, what it is about, where."""
    await page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate(
        f"axe.run(document, {{runOnly: {json.dumps(_RULES)}, resultTypes: ['violations']}})"
    )
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['target']} {node['html'][:200]}"
        for one in found["violations"]
        for node in one["nodes"][:5]
    ]
