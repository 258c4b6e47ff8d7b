"""No change is made in somebody's name by a page of another site, whatever the endpoint."""

import re

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web.endpoint import MAX_ID, Described, Method
from bot.web.openapi import PREFIX
from bot.web.routes import ENDPOINTS
from bot.web.routes.session import DOORS, OPEN
from bot.web.server import build_web
from bot.web.sessions import COOKIE, CSRF
from tests.web.page import PASSWORD, Page

FOREIGN = "evil.example"  # named where its Origin came along
_CHANGES = [one for one in ENDPOINTS if one.changes]
_DOORS = [one for one in DOORS if one.method is Method.POST and ("POST", one.path) not in OPEN]
_OPEN_DOORS = {"/session", "/session/welcome", "/session/welcome/look"}


@pytest.fixture
def backend(sqlite_file):
    """One database is enough: nothing is looked up before the guard has spoken."""
    return sqlite_file


@pytest.fixture
async def admin(api, client):
    """A browser in which an admin is signed in."""
    return await _admin(api, client, "boss")


@pytest.fixture
async def others_word(api, settings, desk):
    """What another admin's page sends along."""
    async with TestClient(TestServer(build_web(settings, desk))) as elsewhere:
        return (await _admin(api, elsewhere, "other")).csrf


async def _admin(api, client, name):
    made = await api.post("/logins/make", name=name, role="admin")
    page = Page(client)
    status, _ = await page.post("/session/welcome", key=made.body["key"], password=PASSWORD)
    assert status == 200
    return page


def _path(endpoint):
    number = {"id": str(MAX_ID)}
    return re.sub(r"\{(\w+)\}", lambda one: number.get(one[1], "none"), endpoint.path)


async def _statuses(client, headers):
    found = {}
    asked: tuple[Described, ...] = (*_CHANGES, *_DOORS)
    for one in asked:
        url = PREFIX + _path(one)
        async with client.post(url, json={}, headers=headers) as answer:
            text = await answer.text()
            found[one.path] = (answer.status, CSRF in text or FOREIGN in text)
    return found


@pytest.mark.parametrize("foreign", ["none", "forged", "another session's", "another site's"])
async def test_every_change_needs_the_word_of_our_own_page(client, admin, others_word, foreign):
    headers = {
        "none": {},
        "forged": {CSRF: "f" * 43},
        "another session's": {CSRF: others_word},
        "another site's": {CSRF: admin.csrf, "Origin": f"https://{FOREIGN}"},
    }[foreign]

    statuses = await _statuses(client, headers)

    assert len(statuses) > 60
    assert {path for path, said in statuses.items() if said != (403, True)} == set()


async def test_with_the_word_every_change_is_looked_at(client, admin):
    statuses = await _statuses(client, {CSRF: admin.csrf})
    refused = {path for path, (_, named) in statuses.items() if named}
    assert refused == set()


def test_the_doors_that_stand_open_are_known():
    assert {path for _, path in OPEN} == _OPEN_DOORS


async def test_a_cookie_that_was_touched_is_nobodys(client, admin):
    key = next(one.value for one in client.session.cookie_jar if one.key == COOKIE)
    client.session.cookie_jar.clear()
    swapped = "A" if key[0] != "A" else "B"
    for forged in (key[:-1], key + "A", swapped + key[1:], key.swapcase(), f'"{key}"x', "%00"):
        async with client.get(f"{PREFIX}/figures", cookies={COOKIE: forged}) as answer:
            assert answer.status == 401, forged
    async with client.get(f"{PREFIX}/figures", cookies={COOKIE: key}) as answer:
        assert answer.status == 200
