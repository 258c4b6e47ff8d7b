"""Pages on which no new alert pops up: the demo raises many, and they cover what is clicked."""

from typing import Any

from playwright.async_api import Page

_QUIET = "localStorage['groupkeeper.console'] = JSON.stringify({popups: false})"


async def quietly(open_page: Any, path: str, **how: Any) -> Page:
    """Open a page as `open_page` does, without popups."""
    page: Page = await open_page("/account", **how)
    await page.evaluate(_QUIET)
    await page.goto(path)
    return page
