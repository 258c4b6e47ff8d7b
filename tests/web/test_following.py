"""Whoever opens a short link is sent on and counted; nobody is sent anywhere else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from multidict import CIMultiDict
from sqlalchemy import insert, text

from bot.core.effects import Intent, Say
from bot.core.errors import StorageAway
from bot.core.ids import RoomId
from bot.web.following import is_robot, visitor_mark
from bot.web.server import build_web
from storage.tables.links import click, link
from tests.support.builders import NOON

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.50"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36"


class Away:
    """A transaction on a database that does not answer."""

    async def __aenter__(self):
        msg = "the disk is full"
        raise StorageAway(msg)

    async def __aexit__(self, *_):
        pass


@pytest.fixture
async def short(service, community):
    """Two links of one post."""
    async with service.store.write() as unit:
        deed = Say(room=RoomId(1), text="看")
        intent = Intent(deed=deed, key="k", reason="试")
        (number,) = await unit.outbox.enqueue([intent], NOON)
    rows = [
        {"code": code, "url": url, "outbox_id": number, "room_id": 1, "created_at": NOON}
        for code, url in (("aaaaaaaaa", "https://a.cn/x?y=1&z=%E4%B8%AD#t"), ("b", "http://b.cn"))
    ]
    async with service.store.database.write() as connection:
        await connection.execute(insert(link), rows)
    return number


async def opens(client, code, agent=PHONE, method="GET", **headers):
    async with client.request(
        method, f"/l/{code}", headers={"User-Agent": agent, **headers}, allow_redirects=False
    ) as response:
        return response.status, response.headers.get("Location")


async def figures(api, code="aaaaaaaaa"):
    found = {one["code"]: one for one in (await api.get("/links")).items}[code]
    return found["raw"], found["hits"], found["visitors"]


async def test_a_link_leads_where_it_was_meant_to_lead_and_needs_no_token(client, short):
    assert await opens(client, "aaaaaaaaa") == (302, "https://a.cn/x?y=1&z=%E4%B8%AD#t")


@pytest.mark.parametrize(
    "code",
    [
        "unknown",
        "https://evil.example",
        "..%2f..",
        "aaaaaaaaa/https://evil.example",
        "a" * 99,
        "%00",
    ],
)
async def test_nobody_is_sent_anywhere_else(client, short, code):
    status, location = await opens(client, f"{code}?url=https://evil.example&next=//evil.example")

    assert (status, location) == (404, None)


async def test_hits_and_visitors_and_robots_are_counted_apart(client, api, short):
    for agent in (PHONE, PHONE, DESK, "facebookexternalhit/1.1", "curl/8.5"):
        await opens(client, "aaaaaaaaa", agent)

    assert await figures(api) == (5, 3, 2)
    assert await figures(api, "b") == (0, 0, 0)


async def test_looking_at_the_head_or_fetching_ahead_is_no_visit(client, api, short):
    assert (await opens(client, "aaaaaaaaa", method="HEAD"))[0] == 302
    await opens(client, "aaaaaaaaa", **{"Sec-Purpose": "prefetch;prerender"})

    assert await figures(api) == (2, 0, 0)


async def test_people_behind_one_proxy_of_ours_are_told_apart(client, api, short):
    for address in ("203.0.113.7", "203.0.113.8", "203.0.113.8, 127.0.0.2"):
        await opens(client, "aaaaaaaaa", **{"X-Forwarded-For": address})

    assert await figures(api) == (3, 3, 2)


async def test_clicking_on_and_on_fills_no_table(client, service, short):
    for _ in range(20):
        await opens(client, "aaaaaaaaa")

    async with service.store.database.read() as connection:
        rows = (await connection.execute(click.select())).all()
    assert [(row.hits, row.robot) for row in rows] == [(20, False)]


async def test_what_is_kept_of_a_visitor_leads_to_nobody(client, service, short):
    await opens(client, "aaaaaaaaa", **{"X-Forwarded-For": "203.0.113.7"})

    async with service.store.database.read() as connection:
        rows = (await connection.execute(text("SELECT * FROM click"))).all()
    assert "203.0.113.7" not in str(rows)
    assert "iPhone" not in str(rows)


async def test_a_link_still_leads_on_while_the_click_cannot_be_written(settings, desk, short):
    app = build_web(settings, replace(desk, write=Away))
    async with TestClient(TestServer(app)) as client:
        assert (await opens(client, "b"))[0] == 302


def test_the_mark_of_a_visitor_is_of_one_post_and_one_installation():
    mark = visitor_mark("key", 1, "203.0.113.7", PHONE)

    assert mark == visitor_mark("key", 1, "203.0.113.7", PHONE)
    assert mark != visitor_mark("other", 1, "203.0.113.7", PHONE)
    assert mark != visitor_mark("key", 2, "203.0.113.7", PHONE)
    assert mark != visitor_mark("key", 1, "203.0.113.8", PHONE)
    assert visitor_mark("key", 1, "x", "\udcff")


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "  ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "TelegramBot (like TwitterBot)",
        "WhatsApp/2.23",
        "Slackbot-LinkExpanding 1.0",
        "SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 HeadlessChrome/130",
        "python-requests/2.32",
        "Go-http-client/2.0",
    ],
)
def test_known_robots_are_known(agent):
    assert is_robot("GET", {"User-Agent": agent})


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        DESK,
        "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; U; Android 13; zh-cn) MQQBrowser/13.0 QQ/9.0",
        "Mozilla/5.0 (Linux; Android 12) DingTalk/7.6 AliApp",
    ],
)
def test_people_are_not_taken_for_robots(agent):
    assert not is_robot("GET", {"User-Agent": agent})


def test_headers_are_read_in_any_case():
    assert is_robot("GET", CIMultiDict({"user-agent": PHONE, "purpose": "PREFETCH"}))


async def test_links_are_listed_by_room_page_by_page_newest_first(api, service, short):
    async with service.store.database.write() as connection:
        await connection.execute(
            link.update().where(link.c.code == "b").values(created_at=NOON + timedelta(hours=1))
        )

    first = await api.get("/links", room=1, limit=1)
    second = await api.get("/links", room=1, limit=1, after=first.body["next"])

    assert [first.items[0]["code"], second.items[0]["code"]] == ["b", "aaaaaaaaa"]
    assert second.body["next"] is None
    assert (await api.get("/links", room=2)).items == []
    assert (await api.get("/links", after="nonsense")).status == 400
    assert (await api.get("/links", color="red")).status == 400
