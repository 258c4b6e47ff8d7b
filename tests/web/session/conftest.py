"""A browser, and a colleague who has a login."""

import pytest

from tests.web.page import PASSWORD, Page, invite


@pytest.fixture
def page(client):
    """A browser: keeps its cookie, sends what it was given as csrf."""
    return Page(client)


@pytest.fixture
async def wang(api, page):
    """Wang has a login, and chose a password; nobody is signed in."""
    key, number = await invite(api)
    status, me = await page.post("/session/welcome", key=key, password=PASSWORD)
    assert (status, me["name"], me["role"]) == (200, "wang", "manager")
    await page.post("/session/end")
    page.csrf = None
    return number
