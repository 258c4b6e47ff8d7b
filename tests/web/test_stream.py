"""The live stream: what was committed, for those who watch, and never in anybody's way."""

import asyncio
import json

import aiohttp
import pytest

from bot.bulletin import CAPACITY, Notice
from bot.web.server import STREAM, Desk, build_web, serving
from tests.web.api import TOKENS

HEADERS = {"Authorization": f"Bearer {TOKENS['api']}"}


@pytest.fixture
def backend(sqlite_file):
    """One database is enough: the stream reads none."""
    return sqlite_file


async def event_of(response):
    """The next event's name and content; comments are passed over."""
    name = ""
    while True:
        line = (await response.content.readline()).decode().strip()
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        if line.startswith("data: "):
            return name, json.loads(line.removeprefix("data: "))


async def watching(response):
    assert (await response.content.readline()).startswith(b": watching")


async def test_whoever_watches_sees_what_is_committed(client, service):
    async with client.get("/api/v1/stream", headers=HEADERS) as response:
        await watching(response)
        service.bulletin.post(Notice(kind="message", room=1, id=7))
        service.bulletin.post(Notice(kind="event", room=1))

        assert response.content_type == "text/event-stream"
        assert await event_of(response) == ("message", {"kind": "message", "id": 7, "room": 1})
        assert await event_of(response) == ("event", {"kind": "event", "id": None, "room": 1})


async def test_whoever_is_too_slow_is_told_that_something_is_missing(client, service):
    async with client.get("/api/v1/stream", headers=HEADERS) as response:
        await watching(response)
        for number in range(CAPACITY + 5):
            service.bulletin.post(Notice(kind="message", id=number))
        seen: list[tuple[str, dict[str, int]]] = []
        while not seen or seen[-1][0] != "missed":
            seen.append(await event_of(response))

    assert seen[0][1]["id"] == 5


async def test_only_so_many_may_watch_at_once(client):
    url = "/api/v1/stream"
    async with client.get(url, headers=HEADERS) as one, client.get(url, headers=HEADERS) as two:
        await watching(one)
        await watching(two)
        async with client.get(url, headers=HEADERS) as third:
            assert third.status == 503
            assert "stream_clients" in (await third.json())["detail"]


async def test_who_has_gone_leaves_nothing_behind(client, service):
    async with client.get("/api/v1/stream", headers=HEADERS) as response:
        await watching(response)
    for _ in range(100):
        service.bulletin.post(Notice(kind="message"))
        if not service.bulletin.watched:
            break
        await asyncio.sleep(0.01)

    assert not service.bulletin.watched


async def test_at_the_end_of_the_service_everybody_is_sent_home(settings, desk: Desk):
    app = build_web(settings, desk)
    local = settings.model_copy(update={"port": 0})
    async with aiohttp.ClientSession() as session, serving(app, local) as port:
        url = f"http://127.0.0.1:{port}/api/v1/stream"
        response = await session.get(url, headers=HEADERS)
        await watching(response)
        app[STREAM].close()
        rest = await response.content.read()

    assert rest == b"\n"
