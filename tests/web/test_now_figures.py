"""Today's figures over the API, counted in the archive."""

from datetime import timedelta

import pytest

from bot.core.events import GapFound, MessageRecalled
from bot.core.ids import ChannelName, EventRef, MessageRef, UserRef
from bot.core.staff import StaffDirectory
from bot.core.today import Measure, days_around
from storage.service.today import Today
from tests.support.builders import NOON, joined, left, listed, message
from tests.web.talk import apply, flagged, lead, said

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
MIDNIGHT = NOON - 12 * HOUR  # of the house: NOON is 12:00 in Shanghai


def counts(answer, which="figures"):
    return {one["measure"]: one["count"] for one in answer.body[which]}


def usual(answer, measure="messages"):
    [one] = [one for one in answer.body["figures"] if one["measure"] == measure]
    return one["usual"], one["weeks"]


async def talk(service, *moments, sender="u1", **other):
    return await service.save(
        *(message("早", sender=sender, at=moment, **other) for moment in moments)
    )


def deaf(since):
    return GapFound(
        channel=ChannelName("sim"),
        ref=EventRef(f"gap{since:%j}"),
        at=since,
        since=since,
        until=since + timedelta(minutes=5),
    )


async def test_today_counts_what_was_said_since_midnight_on_the_wall(api, service, community):
    await talk(service, MIDNIGHT, MIDNIGHT + HOUR, MIDNIGHT - timedelta(seconds=1), sender="u3")

    today = await api.get("/now/figures")

    # the community's two at noon, and two of u3
    assert counts(today) == {
        "messages": 4,
        "speakers": 3,
        "joins": 0,
        "leaves": 0,
        "adverts": 0,
        "leads": 0,
        "posts": 0,
    }
    assert (today.body["day"], today.body["zone"]) == ("2026-05-20", "Asia/Shanghai")
    [said_by_hour] = [one["hours"] for one in today.body["figures"] if one["measure"] == "messages"]
    assert said_by_hour == [1, 1, *[0] * 10, 2]


async def test_adverts_leads_posts_joins_and_leaves_are_counted(api, service, community):
    asking, advert = said(community)
    await apply(service, flagged(advert), lead(asking))
    await talk(service, NOON, sender="bot", own=True)
    await service.save(
        joined("u7", "u8"),
        left("u7"),
    )

    found = counts(await api.get("/now/figures"))

    assert (found["adverts"], found["leads"], found["posts"]) == (1, 1, 1)
    assert (found["joins"], found["leaves"]) == (2, 1)


async def test_what_was_found_to_be_fine_is_no_advert_any_more(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))
    await api.post("/cases/1/decide", decision="fine")

    assert counts(await api.get("/now/figures"))["adverts"] == 0


async def test_what_was_recalled_does_not_count(api, service, community):
    _, advert = said(community)
    await service.save(
        MessageRecalled(
            channel=ChannelName("sim"),
            ref=EventRef("rec"),
            at=NOON,
            room=None,
            recalled=MessageRef(advert.event.ref),
        )
    )

    assert counts(await api.get("/now/figures"))["messages"] == 1


async def test_usual_is_the_median_of_the_weeks_that_were_heard(api, service):
    await talk(service, NOON - 20 * WEEK)  # since then the room is heard
    for week, often in enumerate((2, 4, 9), start=1):
        at = NOON - week * WEEK - 2 * HOUR
        await talk(service, *(at + timedelta(minutes=n) for n in range(often)))
    await talk(service, NOON - HOUR)

    assert usual(await api.get("/now/figures")) == (0.0, 8)

    await service.save(*(deaf(NOON - week * WEEK - HOUR) for week in range(4, 9)))
    service.clock.move(timedelta(minutes=1))
    heard = await api.get("/now/figures")

    assert usual(heard) == (4.0, 3)
    assert counts(heard)["messages"] == 1


async def test_what_came_later_on_those_days_is_not_usual_by_now(api, service):
    await talk(service, NOON - 20 * WEEK)  # since then the room is heard
    evening = [NOON - week * WEEK + 5 * HOUR for week in range(1, 9)]
    await talk(service, *evening)
    noon = await api.get("/now/figures")
    service.clock.move(6 * HOUR)

    assert usual(noon)[0] == 0.0
    assert usual(await api.get("/now/figures"))[0] == 1.0


async def test_a_new_house_has_no_usual(api, community):
    assert usual(await api.get("/now/figures")) == (None, 0)


async def test_rooms_stand_in_the_order_of_how_strange_their_day_is(api, service):
    await talk(service, NOON - 20 * WEEK, room_name="安静")
    await talk(service, NOON - 20 * WEEK, room="r2", room_name="吵闹")
    await talk(service, NOON - HOUR, room_name="安静")
    lately = [NOON - timedelta(minutes=n) for n in range(1, 9)]
    await talk(service, *lately, room="r2", room_name="吵闹")

    found = (await api.get("/now/figures")).body["rooms"]

    assert [one["name"] for one in found] == ["吵闹", "安静"]
    assert found[0]["strangeness"] > found[1]["strangeness"]


async def test_one_person_in_two_rooms_is_one_of_the_house(api, service):
    await service.save(listed("一", "u1"), listed("二", "u1", room="r2"))
    await talk(service, NOON)
    await talk(service, NOON, room="r2")

    house = await api.get("/now/figures")
    one = await api.get("/now/figures", room=2)

    assert (counts(house)["speakers"], counts(one)["speakers"]) == (1, 1)
    assert (counts(house)["messages"], counts(one)["messages"]) == (2, 1)


async def test_of_a_room_that_one_may_not_see_there_is_nothing(api, service, community):
    await service.save(listed("另一个群", "u9", room="r2"))
    made = await api.post(
        "/tokens/make", name="here", role=None, grants=[{"role": "viewer", "room": 1}]
    )
    key = {"Authorization": f"Bearer {made.body['key']}"}

    mine = await api.send("GET", "/now/figures", headers=key)
    other = await api.send("GET", "/now/figures", headers=key, params={"room": "2"})

    assert [one["room"] for one in mine.body["rooms"]] == [1]
    assert other.status == 404
    assert (await api.get("/now/figures", room=3)).status == 404


async def test_what_is_asked_again_within_half_a_minute_is_not_counted_again(api, service):
    await service.save(listed("英语学习打卡群", "u1"))
    await api.get("/now/figures")
    await talk(service, NOON)

    at_once = await api.get("/now/figures")
    service.clock.move(timedelta(seconds=30))
    later = await api.get("/now/figures")

    assert (counts(at_once)["messages"], counts(later)["messages"]) == (0, 1)


@pytest.mark.parametrize("limit", [0, 1])
async def test_as_many_rooms_are_listed_as_are_asked_for(api, service, community, limit):
    assert len((await api.get("/now/figures", limit=limit)).body["rooms"]) == limit


@pytest.mark.usefixtures("community")
async def test_colleagues_are_no_members(service):
    [today, *_] = days_around(NOON, "Asia/Shanghai")
    staff = StaffDirectory(users=frozenset({(ChannelName("sim"), UserRef("u2"))}))
    async with service.store.database.read() as connection:
        found = await Today(connection, staff).count(today, None)

    assert sum(found.house[Measure.MESSAGES]) == 1
    assert sum(found.house[Measure.SPEAKERS]) == 1
