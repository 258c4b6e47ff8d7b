"""The whole service on a real gateway: `groupkeeper run`, as somebody would start it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.gateway import TOKEN, NodeGateway, node_gateway
from tests.support.process import GroupkeeperProcess, groupkeeper

PEOPLE = [f"p{n}" for n in range(50)]
ROOMS = [f"r{n}@chatroom" for n in range(5)]
ADVERT = "兼职刷单日结，一天三百，加薇信 abc12345 免费领取资料，名额有限"

CONFIG = """
channels:
  - name: wx
    kind: wechaty
    endpoint: "{endpoint}"
    token: {token}
    retry_seconds: 0.2
    retry_max_seconds: 1
    budget: {{per_minute: 1000, spacing_seconds: 0, jitter_seconds: 0, per_day: 100000}}
staff:
  - {{name: wang, title: 王老师, accounts: [{{channel: wx, user: p-wang}}]}}
rooms: {{defaults: {{staff: [wang], mode: {mode}, welcome: "{welcome}"}}}}
sop: {{folder: plans, start: {start}}}
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def gateway():
    with node_gateway() as gateway:
        yield gateway


@pytest.fixture
def community(gateway: NodeGateway) -> NodeGateway:
    """Fifty people in five rooms, a colleague who is in none, and the bot logged in."""
    gateway.ask("reset")
    populate(gateway)
    return gateway


def populate(gateway: NodeGateway) -> None:
    people = [{"id": one, "name": f"同学{one[1:]}"} for one in PEOPLE]
    rooms = [
        {"id": one, "topic": f"{one[1]}班群", "memberIdList": ["bot", *PEOPLE], "ownerId": "p0"}
        for one in ROOMS
    ]
    gateway.ask("create", people=[*people, {"id": "p-wang", "name": "王老师"}], rooms=rooms)
    gateway.ask("login")


@contextlib.asynccontextmanager
async def service(
    gateway: NodeGateway,
    folder: Path,
    *,
    mode: str = "observe",
    welcome: str = "",
    start: str = "[]",
) -> AsyncIterator[GroupkeeperProcess]:
    """The service on that gateway, when it has listed the rooms."""
    config = CONFIG.format(
        endpoint=gateway.endpoint, token=TOKEN, mode=mode, welcome=welcome, start=start
    )
    async with groupkeeper(folder, config) as running:
        await running.until(lambda f: f["rooms"] == len(ROOMS) and f["people"] >= len(PEOPLE))
        yield running


async def flood(
    gateway: NodeGateway, total: int, step: int, prefix: str = "f", pause: int = 0
) -> None:
    """So many messages, `step` at a time, with a pause of so many milliseconds between."""
    how = {"total": total, "step": step, "prefix": prefix, "pause": pause}
    await gateway.do("flood", people=PEOPLE, rooms=ROOMS, **how)


async def put(gateway: NodeGateway, person: str, text: str, room: str = ROOMS[0]) -> None:
    await gateway.do("put", message={"roomId": room, "talkerId": person, "text": text})


async def posts(gateway: NodeGateway, to: str) -> list[str]:
    told = (await gateway.do("done"))["posts"]
    return [one["text"] for one in told if one["to"] == to]


def stored(here: GroupkeeperProcess) -> list[str]:
    return [ref for (ref,) in here.rows("SELECT ref FROM message WHERE own = 0 ORDER BY id")]


async def test_five_thousand_messages_of_fifty_people_are_archived_once_each_with_fifty_ids(
    community: NodeGateway, tmp_path: Path
):
    async with service(community, tmp_path) as here:
        await flood(community, 5000, step=50)
        figures = await here.until(lambda f: f["messages"] >= 5000, seconds=60)
        people = await here.items("/people", limit=200)
        rooms = here.rows(
            "SELECT room.ref, group_concat(message.text, ',') FROM message"
            " JOIN room ON room.id = message.room_id GROUP BY room.ref ORDER BY room.ref"
        )
        refs = stored(here)

    assert figures["messages"] == 5000
    assert sorted(refs) == sorted(f"f{n}" for n in range(5000))
    assert rooms == [
        (room, ",".join(f"第 {n} 句" for n in range(number, 5000, 5)))
        for number, room in enumerate(ROOMS)
    ]
    students = sorted(one["student"] for one in people)
    assert len(students) == 50
    assert students == list(range(students[0], students[0] + 50))
    assert (figures["gaps"], figures["poison"]) == (0, 0)


async def test_a_burst_of_twenty_thousand_in_one_tick_arrives_whole(
    community: NodeGateway, tmp_path: Path
):
    async with service(community, tmp_path) as here:
        before = here.memory()
        await flood(community, 20_000, step=20_000)
        await here.until(lambda f: f["messages"] >= 20_000, seconds=120)
        after = here.memory()
        refs = stored(here)

    assert sorted(refs) == sorted(f"f{n}" for n in range(20_000))
    assert after - before < 200


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

    assert sum(figures["cases"].values()) >= 1
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
        sent = await here.until(lambda f: f["deliveries"].get("sent", 0) == 11)

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
        await here.until(lambda f: f["rooms"] == len(ROOMS) + 1 and f["people"] == people + 1)
        rooms = await here.items("/rooms")
        await put(community, "p-new", "大家好呀", room="new@chatroom")
        await here.until(lambda f: f["messages"] == 1)

    assert (await community.do("done"))["accepted"] == ["i1"]
    assert "新班级群" in {one["name"] for one in rooms}


async def test_a_member_asks_for_the_own_id_and_a_newcomer_is_told_it(
    community: NodeGateway, tmp_path: Path
):
    welcome = "欢迎 {{ name }}，你的学号是 {{ student_id }}"

    async with service(community, tmp_path, welcome=welcome) as here:
        await put(community, "p3", "我的学号")
        people = {one["name"]: one["student"] for one in await here.items("/people", limit=200)}
        await here.eventually(lambda: _said(community, ROOMS[0], str(people["同学3"])))
        await community.do("create", people=[{"id": "p-new", "name": "插班生"}], rooms=[])
        await community.do("join", room=ROOMS[1], people=["p-new"])
        await here.eventually(lambda: _said(community, ROOMS[1], "欢迎 插班生，你的学号是 1"))


async def test_a_gateway_killed_in_mid_stream_leaves_a_gap_and_nothing_twice(tmp_path: Path):
    with node_gateway() as gateway:
        populate(gateway)
        async with service(gateway, tmp_path) as here:
            flooding = asyncio.ensure_future(flood(gateway, 20_000, 10, prefix="a", pause=10))
            await here.until(lambda f: f["messages"] > 300)
            gateway.kill()
            with pytest.raises(ConnectionError):
                await flooding
            await here.eventually(lambda: _state(here, "away"))
            await asyncio.to_thread(gateway.start)
            populate(gateway)
            gap = await here.eventually(lambda: here.items("/gaps"))
            await here.eventually(lambda: _state(here, "logged_in"))
            survivors = {ref for ref in stored(here) if ref.startswith("a")}
            await flood(gateway, 1000, step=50, prefix="b")
            # As platforms do after a reconnect, it tells some of it again.
            await gateway.do("again", ids=[f"b{n}" for n in range(1000)])
            await put(gateway, "p1", "还在吗")
            await here.eventually(lambda: _messages(here, "还在吗"))
            refs = stored(here)
            people = (await here.get("/figures"))["people"]

    assert gap[0]["since"] < gap[0]["until"]
    assert len(refs) == len(set(refs))
    assert {f"b{n}" for n in range(1000)} <= set(refs)
    assert 300 < len(survivors) < 20_000
    assert people == len(PEOPLE)


async def _state(here: GroupkeeperProcess, state: str) -> bool:
    return [one["state"] for one in await here.items("/channels")] == [state]


async def _messages(here: GroupkeeperProcess, text: str) -> bool:
    return bool(here.rows(f"SELECT 1 FROM message WHERE text = '{text}'"))  # noqa: S608 - ours
