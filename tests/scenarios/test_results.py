"""Three rooms in the whole service: one clicks, one talks, one is silent; and what came of it."""

import re
import socket
from dataclasses import dataclass

import aiohttp
import pytest

from bot.core.ids import RoomRef
from tests.support.service import Running, a_place, service_for

PLAN = """
name: week
title: 第一周
seats: {host: {role: leader, account: room}}
steps:
  - id: offer
    seat: host
    when: {day: 1, at: "12:01"}
    say: "新课开放了：https://shop.example/course?id=7。想要的扣 1"
    count_clicks: true
    expect: {clicks: 1, within: 6m}
    otherwise: [{say: "还没看的同学，课程已经开放"}]
"""
TOKEN = "a-token-of-the-api-for-tests"
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"}
AUTHOR = {"Authorization": f"Bearer {TOKEN}"}


@dataclass
class Stage:
    """The service, where its web is, and three rooms."""

    running: Running
    home: str
    rooms: list[RoomRef]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
async def here(store_url, tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/week.yaml").write_text(PLAN, encoding="utf-8")
    place = a_place()
    rooms = [place.room(f"英语{n}班", "小明", "小红", "小刚") for n in (1, 2, 3)]
    home = f"http://127.0.0.1:{free_port()}"
    more = f"web: {{port: {home.rsplit(':', 1)[1]}, token: {TOKEN}, public_url: '{home}'}}\n"
    more += "sop: {start: [{plan: week, rooms: ['英语*']}]}"
    async with service_for(place, store_url, tmp_path, more) as running:
        yield Stage(running, home, rooms)


async def api(here, path):
    async with (
        aiohttp.ClientSession(headers=AUTHOR) as session,
        session.get(f"{here.home}/api/v1{path}") as answer,
    ):
        assert answer.status == 200, await answer.text()
        return (await answer.json())["items"]


async def opens(link, **headers):
    async with (
        aiohttp.ClientSession(headers=headers or PHONE) as session,
        session.get(link, allow_redirects=False) as answer,
    ):
        return answer.status, answer.headers.get("Location")


async def test_clicks_are_counted_and_decide_on_plan_b(here):
    running, (first, second, third) = here.running, here.rooms
    posts = [await running.posted(room, "新课开放了") for room in (first, second, third)]
    links = [link for post in posts for link in re.findall(rf"({here.home}/l/\w+)。想要", post)]
    assert len(set(links)) == 3

    assert await opens(links[0]) == (302, "https://shop.example/course?id=7")
    assert await opens(links[1], **{"User-Agent": "WhatsApp/2.23"}) == (
        302,
        "https://shop.example/course?id=7",
    )
    running.place.says(second, "小明", "1")
    await running.posted(second, "还没看的同学")
    await running.posted(third, "还没看的同学")

    async def told():
        steps = {one["room_name"]: one for one in await api(here, "/plans/week/results?step=offer")}
        done = all(one["verdict"] in {"met", "missed"} for one in steps.values())
        return steps if done and len(steps) == 3 else None

    steps = await running.eventually(told)
    shown = [(steps[f"英语{n}班"]["verdict"], steps[f"英语{n}班"]["plan_b"]) for n in (1, 2, 3)]
    assert shown == [("met", False), ("missed", True), ("missed", True)]
    assert [steps[f"英语{n}班"]["counts"]["clicks"] for n in (1, 2, 3)] == [1, 0, 0]
    assert running.place.posted(first) == [posts[0]]
    counted = {one["code"]: (one["raw"], one["visitors"]) for one in await api(here, "/links")}
    assert [counted[link.rsplit("/", 1)[1]] for link in links] == [(1, 1), (1, 0), (0, 0)]
    assert await opens(f"{here.home}/l/nothing") == (404, None)
