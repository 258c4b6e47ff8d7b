"""The board of leads: who has which, for how long; handing over, notes, history, coming back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.leads import LeadState
from storage.judging.deciding import AlreadyDecided
from storage.tables.judging import lead as lead_table
from tests.support.builders import NOON, after, message
from tests.web.talk import apply, lead, said


@pytest.fixture
async def asking(service, community):
    """The lead of 10001, who asked how to sign up."""
    await apply(service, lead(said(community)[0]))
    return 1


async def test_two_claim_the_same_lead_at_once_and_the_second_learns_who_has_it(
    api, service, asking
):
    async def claim(author):
        async with service.write() as unit:
            await unit.records.lead_state(asking, LeadState.CLAIMED, author=author, now=NOON)

    both = await asyncio.gather(claim("wang"), claim("li"), return_exceptions=True)

    [refusal] = [one for one in both if isinstance(one, AlreadyDecided)]
    owner = (await api.get(f"/leads/{asking}")).body["owner"]
    assert str(refusal) == f"lead 1 is claimed already, by {owner} (2026-05-20 04:00 UTC)"
    assert len((await api.get(f"/leads/{asking}/history")).items) == 1


async def test_the_board_counts_what_the_filters_leave(api, service, asking):
    more = await service.save(
        message("这个课多少钱？", sender="u2", at=after(minutes=3), room="room-2", room_name="B群")
    )
    await apply(service, lead(said(more)[0]))
    await api.post(f"/leads/{asking}/claim")

    whole = (await api.get("/leads/board")).body
    mine = (await api.get("/leads/board", owner="api")).body
    there = (await api.get("/leads/board", room=2)).body

    assert whole["counts"] == {"open": 1, "claimed": 1, "won": 0, "lost": 0}
    assert mine["counts"] == {"open": 0, "claimed": 1, "won": 0, "lost": 0}
    assert there["counts"] == {"open": 1, "claimed": 0, "won": 0, "lost": 0}
    assert whole["categories"] == [{"name": "course", "title": "课程"}]
    assert (await api.get("/leads", owner="api")).ids == [asking]
    assert (await api.get("/leads", room=2)).ids == [2]


async def test_a_lead_is_handed_to_a_colleague_who_may_take_it(api, service, asking):
    await api.post("/logins/make", name="chen", role="sales")
    await api.post("/logins/make", name="zhou", role="viewer")
    service.clock.move(timedelta(minutes=20))

    handed = await api.post(f"/leads/{asking}/assign", to="chen", note="问价格")
    refused = [await api.post(f"/leads/{asking}/assign", to=name) for name in ("zhou", "nobody")]

    assert (await api.get("/leads/board")).body["owners"] == ["chen", "wang"]
    assert (handed.body["state"], handed.body["owner"]) == ("claimed", "chen")
    assert handed.body["since"].startswith("2026-05-20T04:20")
    assert [one.status for one in refused] == [409, 409]


async def test_what_is_over_cannot_be_handed_over(api, asking):
    await api.post(f"/leads/{asking}/won")

    refused = await api.post(f"/leads/{asking}/assign", to="wang")

    assert refused.status == 409
    assert "lead 1 is won already, by api" in refused.body["detail"]


async def test_notes_stay_in_the_history_with_who_wrote_them(api, asking):
    await api.post(f"/leads/{asking}/claim")
    await api.post(f"/leads/{asking}/note", note="周六来试听")
    api.speak_as("wang")
    await api.post(f"/leads/{asking}/lost", note="嫌贵")

    history = (await api.get(f"/leads/{asking}/history")).items

    assert [(one["author"], one["action"], one["reason"]) for one in history] == [
        ("wang", "lead.lost", "嫌贵"),
        ("api", "lead.noted", "周六来试听"),
        ("api", "lead.claimed", ""),
    ]
    assert (await api.post(f"/leads/{asking}/note", note="  ")).status == 409
    assert (await api.post("/leads/99/note", note="x")).status == 409
    assert (await api.get("/leads/99/history")).status == 404


async def test_a_lead_that_was_lost_can_come_back_unless_a_newer_one_lives(
    api, service, asking, community
):
    await api.post(f"/leads/{asking}/lost", note="没回复")
    reopened = await api.post(f"/leads/{asking}/release")
    await api.post(f"/leads/{asking}/lost")
    again = await service.save(message("课程还有吗？", sender="u1", at=after(minutes=9)))
    await apply(service, lead(said(again)[0]))

    refused = await api.post(f"/leads/{asking}/release")

    assert (reopened.body["state"], reopened.body["owner"]) == ("open", None)
    assert refused.status == 409
    assert "lead 2 of the same person is alive" in refused.body["detail"]


async def test_a_lead_waits_since_it_was_opened_and_not_since_it_was_last_spoken_of(
    api, service, asking, database
):
    service.clock.move(timedelta(minutes=30))
    more = await service.save(message("能报名吗？", sender="u1", at=after(minutes=30)))
    await apply(service, lead(said(more)[0]))

    [found] = (await api.get("/leads")).items

    assert found["since"] == found["opened"] < found["updated"]
    async with database.read() as connection:
        assert len((await connection.execute(lead_table.select())).all()) == 1


async def test_a_list_quotes_what_speaks_most_for_each_lead(api, service, asking):
    more = await service.save(
        message("报名费多少钱？想报名", sender="u1", at=after(minutes=2)),
        message("好的", sender="u1", at=after(minutes=3)),
    )
    strong, faint = (lead(one) for one in said(more))
    await apply(
        service,
        replace(strong, lead=replace(strong.lead, score=0.9, words=("报名", "多少钱"))),
        replace(faint, lead=replace(faint.lead, score=0.2)),
    )

    [found] = (await api.get("/leads")).items

    assert found["quote"]["text"] == "报名费多少钱？想报名"
    assert (found["quote"]["words"], found["quote"]["room"]) == (["报名", "多少钱"], 1)
    assert found["messages"] == 3
