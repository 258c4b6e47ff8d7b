"""Looking at rooms, people, messages, events and accounts."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert

from bot.core.events import AccountChanged, AccountState, GapFound
from bot.core.ids import ChannelName, EventRef
from storage.tables.delivery import cap_ledger, outbox
from tests.support.builders import NOON, after, message


@pytest.mark.usefixtures("community")
async def test_figures_count_the_whole(api):
    figures = (await api.get("/figures")).body

    assert (figures["messages"], figures["people"], figures["rooms"]) == (2, 2, 1)


@pytest.mark.usefixtures("community")
async def test_rooms_are_shown_with_their_rules_and_members(api):
    [room] = (await api.get("/rooms")).items
    one = (await api.get(f"/rooms/{room['id']}")).body
    members = (await api.get(f"/rooms/{room['id']}/members")).items
    gone = (await api.get(f"/rooms/{room['id']}/members", gone=True)).items

    assert (room["name"], room["members"]) == ("英语学习打卡群", 2)
    assert one["rules"]["mode"] == "observe"
    assert [m["student_id"] for m in members] == [10001, 10002]
    assert gone == []


@pytest.mark.usefixtures("community")
async def test_messages_are_filtered_and_searched(api, service):
    async with service.write() as unit:
        await unit.search.index_pending()
    [advert] = (await api.get("/messages", text="领资料")).items
    by_person = (await api.get("/messages", student=10001)).items
    own = (await api.get("/messages", own=True)).items
    later = (await api.get("/messages", since=after(days=1).isoformat())).items
    one = (await api.get(f"/messages/{advert['id']}")).body

    assert advert["student_id"] == 10002
    assert [m["text"] for m in by_person] == ["请问课程怎么报名？"]
    assert (own, later) == ([], [])
    assert one == advert


async def test_long_lists_are_walked_by_cursor_without_gaps_or_repeats(api, service):
    await service.save(*(message(f"第 {n} 条", at=after(seconds=n)) for n in range(7)))
    seen, cursor = [], None
    while True:
        page = (await api.get("/messages", limit=3, **({"after": cursor} if cursor else {}))).body
        seen += [m["text"] for m in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == [f"第 {n} 条" for n in reversed(range(7))]


@pytest.mark.usefixtures("community")
async def test_people_are_found_by_id_and_by_name_and_shown_in_full(api):
    everybody = (await api.get("/people")).items
    by_id = (await api.get("/people", find="10002")).items
    by_name = (await api.get("/people", find="名字u1")).items
    profile = (await api.get("/people/10001")).body

    assert [p["student_id"] for p in everybody] == [10001, 10002]
    assert [p["student_id"] for p in by_id] == [10002]
    assert [p["student_id"] for p in by_name] == [10001]
    assert (profile["messages"], profile["rooms"][0]["name"]) == (1, "英语学习打卡群")


@pytest.mark.usefixtures("community")
async def test_two_ids_are_merged_and_parted_again(api):
    merge = (await api.post("/people/10002/merge", into=10001, reason="同一个人")).body
    merged = (await api.get("/people/10002")).body
    again = await api.post("/people/10002/merge", into=10001)
    undone = await api.post(f"/merges/{merge['id']}/undo")
    parted = (await api.get("/people/10002")).body

    assert (merge["source"], merge["into"], merge["author"]) == (10002, 10001, "api")
    assert (merged["student_id"], merged["asked"]) == (10001, 10002)
    assert again.status == 409
    assert undone.status == 200
    assert parted["student_id"] == 10002


async def test_channels_show_their_state_and_the_code_to_scan(api, service):
    await service.save(
        AccountChanged(
            channel=ChannelName("wx"),
            ref=EventRef("a1"),
            at=NOON,
            state=AccountState.SCAN,
            qr_code="https://scan.example/1",
        )
    )

    [channel] = (await api.get("/channels")).items

    assert (channel["state"], channel["qr_code"]) == ("scan", "https://scan.example/1")
    assert (channel["kind"], channel["spending"]["per_day"]) == (None, None)


async def test_channels_show_what_they_have_used_of_their_budget_and_their_gaps(api, service):
    state = AccountState.LOGGED_IN
    heard: dict[str, Any] = {"channel": ChannelName("sim"), "at": NOON}
    await service.save(
        AccountChanged(ref=EventRef("a1"), state=state, **heard),
        GapFound(ref=EventRef("g1"), since=after(minutes=-5), until=NOON, reason="", **heard),
        GapFound(
            ref=EventRef("g2"), since=after(days=-9), until=after(days=-8), reason="", **heard
        ),
    )
    said = [after(hours=-25), after(hours=-3), after(seconds=-20)]
    async with service.store.database.write() as connection:
        await connection.execute(
            insert(outbox),
            [
                {"dedup_key": f"k{n}", "sender": "sim", "kind": "Say", "deed": {}, "author": "x"}
                | {"state": "sent", "due_at": at, "created_at": at, "on_unknown": "hold"}
                | {"on_late": "send", "reason": "", "urgent": False}
                for n, at in enumerate(said, start=1)
            ],
        )
        await connection.execute(
            insert(cap_ledger),
            [{"sender": "sim", "outbox_id": n, "at": at} for n, at in enumerate(said, start=1)],
        )

    [channel] = (await api.get("/channels")).items

    spending = channel["spending"]
    assert (channel["kind"], channel["gaps"]) == ("simulator", 1)
    assert (spending["minute"], spending["day"], spending["per_minute"]) == (1, 2, 20)
    assert spending["paused_until"] is None


@pytest.mark.usefixtures("community")
async def test_events_and_gaps_are_listed(api, service):
    await service.save(
        GapFound(
            channel=ChannelName("sim"),
            ref=EventRef("g1"),
            at=NOON,
            since=after(minutes=-5),
            until=NOON,
            reason="gateway restarted",
        )
    )

    [gap] = (await api.get("/gaps")).items
    kinds = [event["kind"] for event in (await api.get("/events", room=1)).items]

    assert gap["reason"] == "gateway restarted"
    assert kinds == ["RoomListed"]


async def test_poison_is_listed_and_settled_once(api, service):
    async with service.write() as unit:
        await unit.set_aside(message("坏消息"), "ValueError: x", now=NOON)
    [poison] = (await api.get("/poison", settled=False)).items

    settled = await api.post(f"/poison/{poison['id']}/settle")
    again = await api.post(f"/poison/{poison['id']}/settle")

    assert poison["error"] == "ValueError: x"
    assert (settled.body["state"], again.status) == ("settled", 409)
    assert (await api.get("/poison", settled=True)).ids == [poison["id"]]


async def test_poison_can_be_tried_again_while_it_waits(api, service):
    async with service.write() as unit:
        await unit.set_aside(message("坏消息"), "ValueError: x", now=NOON)
    [poison] = (await api.get("/poison")).items

    asked = await api.post(f"/poison/{poison['id']}/retry")
    [waiting] = (await api.get("/poison", settled=False)).items
    await api.post(f"/poison/{poison['id']}/settle")
    late = await api.post(f"/poison/{poison['id']}/retry")

    assert (asked.body["state"], late.status) == ("retrying", 409)
    assert (poison["retry"], waiting["retry"] is None) == (None, False)


async def test_many_who_ask_at_once_are_all_answered(api, service):
    await service.save(message("大家好"))

    answers = await asyncio.gather(*(api.get("/messages") for _ in range(60)))

    assert {len(answer.items) for answer in answers} == {1}


async def test_the_houses_zone_is_the_one_in_which_its_days_are_counted(api, desk):
    desk.house.zone = "America/Lima"  # an entry of rooms.list may give every room another

    assert (await api.get("/house")).body["zone"] == "America/Lima"
    assert (await api.get("/now/figures")).body["zone"] == "America/Lima"


async def test_what_the_demo_adds_is_nowhere_else(api):
    assert (await api.get("/house")).body["demo"] is False
    assert (await api.get("/house")).body["lead_titles"] == {"course": "课程"}
    assert (await api.get("/house")).body["staff_titles"] == {"wang": "王老师"}
    for path in ("/demo", "/demo/said/1"):
        assert (await api.get(path)).status == 404
    for path in ("/demo/say", "/demo/clock"):
        assert (await api.post(path, speed=0)).status == 404
