"""Everything that is said arrives, once, however much and whatever the gateway does."""

import asyncio
from pathlib import Path

import pytest

from tests.support.gateway import NodeGateway, node_gateway
from tests.support.gateway_service import (
    PEOPLE,
    ROOMS,
    flood,
    populate,
    put,
    service,
    stored,
)
from tests.support.process import GroupkeeperProcess

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


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
    students = sorted(one["student_id"] for one in people)
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
