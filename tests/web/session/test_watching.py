"""Live streams of people who signed in: how many each may have, and when they end."""

import asyncio

import pytest

from bot.web.server import STREAM
from tests.web.page import PASSWORD
from tests.web.watching import HEADERS, URL, Watcher

OTHER = "five red boats under the bridge"


@pytest.fixture
def stream(client):
    """Asks nobody again by itself: only a change makes it ask."""
    client.app[STREAM].again = 3600.0
    return client.app[STREAM]


@pytest.fixture
async def watching(client, wang, page, stream):
    """wang, signed in, watches."""
    await page.enter()
    response = await client.get(URL)
    await Watcher(response).next()
    return response


async def ended(response):
    async with asyncio.timeout(5):
        await response.content.read()


async def test_a_stream_ends_with_its_session(page, watching):
    await page.post("/session/end")

    await ended(watching)


async def test_a_stream_ends_when_the_password_was_changed_elsewhere(client, page, watching, api):
    client.session.cookie_jar.clear()
    await page.enter()
    await page.post("/session/password", old=PASSWORD, password=OTHER)

    await ended(watching)


@pytest.mark.parametrize(
    ("way", "body"),
    [("disable", {}), ("role", {"role": None, "grants": [{"role": "viewer", "series": "X2"}]})],
)
async def test_a_stream_ends_when_what_it_may_see_is_taken_away(api, wang, watching, way, body):
    done = await api.post(f"/logins/{wang}/{way}", **body)

    assert done.status == 200, done.body
    await ended(watching)


async def test_a_stream_goes_on_while_its_person_may_see_the_same(api, wang, watching):
    assert (await api.post(f"/logins/{wang}/role", role="viewer")).status == 200

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await watching.content.read()


async def test_one_person_watches_with_so_many_tabs_and_others_still_may(client, watching, stream):
    stream.each = 1

    async with client.get(URL) as second:
        assert second.status == 429
        assert "1 tabs or phones already" in (await second.json())["detail"]
    client.session.cookie_jar.clear()
    other = await client.get(URL, headers=HEADERS)
    assert other.status == 200


async def test_a_link_to_set_a_password_is_void_once_it_was_changed_otherwise(api, page, wang):
    link = (await api.post(f"/logins/{wang}/link")).body["key"]
    assert (await page.post("/session/welcome/look", key=link))[0] == 200
    await page.enter()
    await page.post("/session/password", old=PASSWORD, password=OTHER)

    status, problem = await page.post("/session/welcome", key=link, password=PASSWORD)

    assert (status, "ask an admin for a new one" in problem["detail"]) == (410, True)
