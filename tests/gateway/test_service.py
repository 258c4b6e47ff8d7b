"""The whole service on a real gateway: `groupkeeper run`, as somebody would start it."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.gateway import NodeGateway
from tests.support.gateway_service import ROOMS, posts, put, service

ADVERT = "兼职刷单日结，一天三百，加薇信 abc12345 免费领取资料，名额有限"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


async def test_an_advert_and_a_lead_are_seen_and_the_colleague_is_alerted(
    community: NodeGateway, tmp_path: Path
):
    async with service(community, tmp_path) as here:
        for _ in range(4):
            await put(community, "p7", ADVERT)
        await put(community, "p8", "我想报名，怎么交费？")
        figures = await here.until(lambda f: bool(f["cases"]) and bool(f["leads"]))
        told = await here.eventually(lambda: _told(community, "同学7", "同学8"))
        leads = await here.items("/leads")

    assert figures["cases"] >= 1
    assert [one["name"] for one in leads] == ["同学8"]
    assert told


async def _told(gateway: NodeGateway, *names: str) -> bool:
    told = "\n".join(await posts(gateway, "p-wang"))
    return all(name in told for name in names)


async def test_in_enforce_an_advertiser_is_removed_from_the_room(
    community: NodeGateway, tmp_path: Path
):
    async with service(community, tmp_path, mode="enforce") as here:
        for _ in range(4):
            await put(community, "p7", ADVERT)
        removed = await here.eventually(lambda: _removed(community))
        await here.until(lambda f: f["deliveries"].get("sent", 0) >= 1)

    assert {"room": ROOMS[0], "person": "p7"} in removed
    assert {one["person"] for one in removed} == {"p7"}


async def _removed(gateway: NodeGateway) -> list[dict[str, str]]:
    return list((await gateway.do("done"))["removed"])


async def test_a_plan_speaks_in_the_rooms_by_the_clock_and_on_a_newcomer(
    community: NodeGateway, tmp_path: Path
):
    soon = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(seconds=3)  # noqa: TID251 - a real service has a real clock
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "first-day.yaml").write_text(
        f"""
name: first-day
title: 第一天
seats:
  teacher: {{role: consultant, account: room}}
steps:
  - id: open
    seat: teacher
    when: {{day: 1, at: "{soon:%H:%M}"}}
    say: "{{{{ room.name }}}} 开课了"
  - {{id: more, seat: teacher, when: {{after: open}}, say: 记得打卡}}
  - {{id: hello, seat: teacher, when: {{event: member_joined}}, say: 欢迎新同学}}
""",
        encoding="utf-8",
    )
    start = "[{plan: first-day, rooms: ['*班群']}]"

    async with service(community, tmp_path, start=start) as here:
        for number, room in enumerate(ROOMS):

            async def both(room: str = room, number: int = number) -> bool:
                return await posts(community, room) == [f"{number}班群 开课了", "记得打卡"]

            await here.eventually(both, seconds=70)
        await community.do("join", room=ROOMS[2], people=["p-wang"], by="p0")
        await here.eventually(lambda: _said(community, ROOMS[2], "欢迎新同学"))
        sent = await here.until(lambda f: f["deliveries"].get("sent", 0) >= 11)

    assert {room: len(await posts(community, room)) for room in ROOMS} == {
        room: 3 if room == ROOMS[2] else 2 for room in ROOMS
    }
    assert set(sent["deliveries"]) == {"sent"}


async def _said(gateway: NodeGateway, to: str, text: str) -> bool:
    return any(text in one for one in await posts(gateway, to))


async def test_an_invitation_is_accepted_and_the_room_is_registered_with_its_members(
    community: NodeGateway, tmp_path: Path
):
    room = {
        "id": "new@chatroom",
        "topic": "新班级群",
        "memberIdList": ["p1", "p2", "p-new"],
        "ownerId": "p1",
    }
    await community.do("create", people=[{"id": "p-new", "name": "插班生"}], rooms=[])

    async with service(community, tmp_path) as here:
        people = (await here.get("/figures"))["people"]
        await community.do("invite", invitation={"id": "i1", "inviterId": "p1", "room": room})
        await here.until(lambda f: f["rooms"] >= len(ROOMS) + 1 and f["people"] >= people + 1)
        rooms = await here.items("/rooms")
        await put(community, "p-new", "大家好呀", room="new@chatroom")
        await here.until(lambda f: f["messages"] >= 1)

    assert (await community.do("done"))["accepted"] == ["i1"]
    assert "新班级群" in {one["name"] for one in rooms}


async def test_a_member_asks_for_the_own_id_and_a_newcomer_is_told_it(
    community: NodeGateway, tmp_path: Path
):
    welcome = "欢迎 {{ name }}，你的学号是 {{ student_id }}"

    async with service(community, tmp_path, welcome=welcome) as here:
        await put(community, "p3", "我的学号")
        people = {one["name"]: one["student_id"] for one in await here.items("/people", limit=200)}
        await here.eventually(lambda: _said(community, ROOMS[0], str(people["同学3"])))
        await community.do("create", people=[{"id": "p-new", "name": "插班生"}], rooms=[])
        await community.do("join", room=ROOMS[1], people=["p-new"])
        await here.eventually(lambda: _said(community, ROOMS[1], "欢迎 插班生，你的学号是 1"))


async def test_a_post_whose_answer_is_lost_is_found_by_its_echo_and_not_said_twice(
    community: NodeGateway, tmp_path: Path
):
    async with service(community, tmp_path) as here:
        await community.do("answers", lost=True)
        await put(community, "p3", "我的学号")
        await here.until(lambda f: f["deliveries"] == {"sent": 1})
        await community.do("answers", lost=False)
        await put(community, "p4", "我的学号")
        await here.until(lambda f: f["deliveries"] == {"sent": 2})

    assert len(await posts(community, ROOMS[0])) == 2
