"""The first start: one link, one admin."""

import asyncio
from datetime import timedelta

import pytest

from bot.first_link import FirstLink
from bot.web.sessions import COOKIE
from tests.web.page import PASSWORD, Page

WORD = {"password": PASSWORD}


@pytest.fixture
def page(client):
    return Page(client)


@pytest.fixture
def start(service):
    """Starts the service: gives the key that is printed, None where none is."""

    async def at(**first):
        shown = []
        link = FirstLink(show=lambda port, key: shown.append((port, key)), **first)
        await link.offer(service.store, service.clock, 8080)
        assert [port for port, _ in shown] in ([], [8080])
        return shown[0][1] if shown else None

    return at


async def test_whoever_opens_the_first_link_becomes_the_admin(page, start):
    key = await start()
    assert await page.post("/session/welcome/look", key=key) == (
        200,
        {"name": None, "password": True},
    )

    status, me = await page.post("/session/welcome", key=key, name=" Boss ", **WORD)

    assert (status, me["name"], me["role"]) == (200, "boss", "admin")
    assert (await page.get("/logins"))[0] == 200
    assert (await page.post("/session/welcome", key=key, name="other", **WORD))[0] == 410


async def test_every_start_without_an_admin_has_a_link_of_its_own(page, start):
    old, new = await start(), await start()

    assert (await page.post("/session/welcome", key=old, name="boss", **WORD))[0] == 410
    assert (await page.post("/session/welcome", key=new, name="boss", **WORD))[0] == 200
    assert await start() is None, "there is an admin now"


async def test_the_first_link_holds_two_days(page, start, service):
    key = await start()
    service.clock.move(timedelta(hours=48))
    assert (await page.post("/session/welcome", key=key, name="boss", **WORD))[0] == 410


async def test_of_two_who_open_it_at_once_one_wins(client, page, start):
    key = await start()
    both = await asyncio.gather(
        *(
            one.post("/session/welcome", key=key, name=name, **WORD)
            for one, name in ((page, "boss"), (Page(client), "other"))
        )
    )
    assert sorted(status for status, _ in both) == [200, 410]


async def test_when_an_admin_was_made_otherwise_the_first_link_holds_no_more(api, page, start):
    key = await start()
    await api.post("/logins/make", name="boss", role="admin")

    assert (await page.post("/session/welcome/look", key=key))[0] == 410
    assert (await page.post("/session/welcome", key=key, name="thief", **WORD))[0] == 410


async def test_a_missing_name_and_a_weak_password_leave_the_link_good(page, start):
    key = await start()

    status, problem = await page.post("/session/welcome", key=key, **WORD)
    assert (status, problem["mistakes"][0]["where"]) == (400, "body.name")
    status, problem = await page.post("/session/welcome", key=key, name="boss", password="short")
    assert (status, problem["mistakes"][0]["where"]) == (400, "body.password")

    assert (await page.post("/session/welcome", key=key, name="boss", **WORD))[0] == 200


async def test_a_name_that_somebody_has_leaves_the_link_good(api, page, start):
    await api.post("/logins/make", name="wang", role="viewer")
    key = await start()

    assert (await page.post("/session/welcome", key=key, name="wang", **WORD))[0] == 409
    assert (await page.post("/session/welcome", key=key, name="boss", **WORD))[0] == 200


async def test_in_the_demo_the_link_alone_signs_in_and_every_start_has_one(page, start):
    first = await start(guest="zhou")
    assert (await page.post("/session/welcome/look", key=first))[1] == {
        "name": "zhou",
        "password": False,
    }
    status, me = await page.post("/session/welcome", key=first)
    assert (status, me["name"], me["role"]) == (200, "zhou", "admin")
    assert (await page.post("/session/welcome", key=first))[0] == 410

    second = await start(guest="zhou")
    assert second is not None
    assert (await page.post("/session/welcome", key=second))[0] == 200


async def test_the_key_stands_in_no_table(service, start):
    key = await start()
    async with service.store.database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM login_link")).all()
    assert rows
    assert key not in str(rows)


async def test_who_needs_no_link_is_not_shown_one(service):
    await FirstLink().offer(service.store, service.clock, 8080)
    async with service.store.database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT * FROM login_link")).all() == []


@pytest.mark.parametrize(
    ("headers", "secure"),
    [
        ({}, False),
        ({"X-Forwarded-Proto": "https"}, True),  # a proxy on this machine speaks TLS
        ({"X-Forwarded-Proto": "http"}, False),
        ({"X-Forwarded-Proto": "https, http"}, False),  # what it says itself stands last
    ],
)
async def test_the_cookie_is_secure_where_a_proxy_of_ours_speaks_tls(
    client, start, headers, secure
):
    key = await start(guest="zhou")
    async with client.post(
        "/api/v1/session/welcome", json={"key": key}, headers=headers
    ) as response:
        assert bool(response.cookies[COOKIE]["secure"]) is secure
