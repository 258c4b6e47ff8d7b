"""Figures by day over the API, counted in the archive; each as docs/results.md#days defines it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.daily import DayMeasure, stretch
from bot.core.events import GapFound, MessageKind, MessageRecalled
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.staff import StaffDirectory
from storage.service.daily import Daily
from tests.support.builders import CHANNEL, NOON, joined, left, listed, message
from tests.web.dailies import DAY, HOUR, MIDNIGHT, TODAY, by_day, talk, total
from tests.web.talk import apply, flagged, lead, said


async def test_a_day_ends_at_midnight_on_the_wall_of_the_house(api, service):
    second = timedelta(seconds=1)
    await talk(service, MIDNIGHT - DAY, MIDNIGHT - second, MIDNIGHT, MIDNIGHT - DAY - second)

    week = await api.get("/figures/days", days=2)
    with_today = await api.get("/figures/days", days=2, last=TODAY)

    assert week.body["days"] == ["2026-05-18", "2026-05-19"]
    assert by_day(week, "messages") == [1, 2]
    assert with_today.body["days"] == ["2026-05-19", TODAY]
    assert by_day(with_today, "messages") == [2, 1]
    assert week.body["until"] == "2026-05-19T16:00:00Z"


async def test_of_the_last_day_only_what_came_before_a_time_is_counted_where_it_is_asked(
    api, service
):
    await talk(service, NOON - HOUR, NOON)

    noon = await api.get("/figures/days", days=1, last=TODAY, until="12:00")
    evening = await api.get("/figures/days", days=1, last=TODAY, until="12:01")

    assert (total(noon, "messages"), total(evening, "messages")) == (1, 2)


async def test_people_count_once_a_day_and_once_over_all_days_and_rooms(api, service):
    await talk(service, NOON - DAY, NOON - DAY + HOUR, NOON)
    await talk(service, NOON, room=RoomRef("r2"))
    await talk(service, NOON, sender="u2")

    found = await api.get("/figures/days", days=2, last=TODAY)

    assert by_day(found, "messages") == [2, 3]
    assert by_day(found, "speakers") == [1, 2]
    assert total(found, "speakers") == 2


async def test_the_fewest_who_wrote_half_of_it_are_told(api, service):
    await talk(service, *[NOON + n * timedelta(minutes=1) for n in range(5)])
    for sender in ("u2", "u3", "u4", "u5"):
        await talk(service, NOON, sender=sender)

    assert (await api.get("/figures/days", days=1, last=TODAY)).body["absence_factor"] == 1
    assert (await api.get("/figures/days", days=1)).body["absence_factor"] == 0


async def test_adverts_are_counted_when_said_and_cases_when_decided(api, service, community):
    asking, advert = said(community)
    await apply(service, flagged(advert), flagged(asking))
    await api.post("/cases/1/decide", decision="advert")
    service.clock.move(DAY)
    await api.post("/cases/2/decide", decision="fine")

    found = await api.get("/figures/days", days=2, last="2026-05-21")

    assert by_day(found, "adverts") == [1, 0]
    assert by_day(found, "confirmed") == [1, 0]
    assert by_day(found, "dismissed") == [0, 1]


async def test_leads_are_counted_when_found_by_where_they_stand_now(api, service, community):
    asking, advert = said(community)
    await apply(service, lead(asking), lead(advert))
    service.clock.move(DAY)
    await api.post("/leads/1/won")

    found = await api.get("/figures/days", days=2, last="2026-05-21")

    assert by_day(found, "leads_open") == [1, 0]
    assert by_day(found, "leads_won") == [1, 0]
    assert total(found, "leads_claimed") == total(found, "leads_lost") == 0


async def test_joins_leaves_and_members_at_the_end(api, service):
    await service.save(listed("群", "u1", "u2", at=NOON - 3 * DAY))
    await service.save(joined("u7", "u8", at=NOON - DAY), left("u7", at=NOON))

    past = await api.get("/figures/days", days=1)
    now = await api.get("/figures/days", days=1, last=TODAY)

    assert (total(past, "joins"), total(past, "leaves"), past.body["members"]) == (2, 0, 4)
    assert (total(now, "joins"), total(now, "leaves"), now.body["members"]) == (0, 1, 3)


async def test_what_was_recalled_and_what_the_platform_says_do_not_count(api, service, community):
    _, advert = said(community)
    await service.save(
        MessageRecalled(
            channel=ChannelName("sim"), ref=EventRef("rec"), at=NOON, room=None,
            recalled=MessageRef(advert.event.ref),
        ),
        message("u1 修改了群名", kind=MessageKind.SYSTEM),
    )  # fmt: skip

    assert total(await api.get("/figures/days", days=1, last=TODAY), "messages") == 1


async def test_rooms_are_chosen_by_number_and_unknown_ones_are_not_found(api, service):
    await talk(service, NOON)
    await talk(service, NOON, NOON, room=RoomRef("r2"))
    await talk(service, *[NOON] * 4, room=RoomRef("r3"))

    both = await api.get("/figures/days", days=1, last=TODAY, rooms="1,3")
    one = await api.get("/figures/days", days=1, last=TODAY, rooms="2")

    assert (total(both, "messages"), total(one, "messages")) == (5, 2)
    assert (await api.get("/figures/days", rooms="1,4")).status == 404


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"last": "2026-05-21"}, "2026-05-20 (today)"),
        ({"last": "1999-12-31"}, "from 2000-01-01 on"),
        ({"until": "24:00"}, "query.until"),
        ({"rooms": "1,,2"}, "query.rooms"),
        ({"rooms": "0"}, "between 1 and"),
        ({"rooms": ",".join(["1"] * 501)}, "at most 500 rooms"),
        ({"days": 93}, "query.days"),
    ],
)
async def test_a_question_that_makes_no_sense_is_told_what_would(api, query, says):
    answer = await api.get("/figures/days", **query)

    assert answer.status == 400
    assert says in str(answer.body)


async def test_whoever_may_look_into_one_room_gets_the_figures_of_that_room(api, service):
    await talk(service, NOON)
    await talk(service, NOON, NOON, room=RoomRef("r2"))
    made = await api.post(
        "/tokens/make", name="here", role=None, grants=[{"role": "viewer", "room": 1}]
    )
    key = {"headers": {"Authorization": f"Bearer {made.body['key']}"}}
    asked = {"days": "1", "last": TODAY}

    mine = await api.send("GET", "/figures/days", params=asked, **key)
    other = await api.send("GET", "/figures/days", params=asked | {"rooms": "1,2"}, **key)

    assert total(mine, "messages") == 1
    assert (other.status, other.body["detail"]) == (404, "there is no room 2")


async def test_days_that_were_not_heard_are_told(api, service):
    await talk(service, NOON - 3 * DAY)
    since = MIDNIGHT - HOUR
    await service.save(
        GapFound(channel=CHANNEL, ref=EventRef("gap"), at=NOON, since=since, until=MIDNIGHT + HOUR)
    )

    week = (await api.get("/figures/days", days=3, last=TODAY)).body
    month = (await api.get("/figures/days", days=28, last=TODAY)).body

    assert (week["deaf"], week["heard"]) == (["2026-05-19", "2026-05-20"], True)
    assert month["heard"] is False


async def test_what_is_asked_again_within_half_a_minute_is_not_counted_again(api, service):
    await talk(service, NOON)
    await api.get("/figures/days", days=1, last=TODAY)
    await talk(service, NOON)

    at_once = await api.get("/figures/days", days=1, last=TODAY)
    service.clock.move(timedelta(seconds=30))
    later = await api.get("/figures/days", days=1, last=TODAY)

    assert (total(at_once, "messages"), total(later, "messages")) == (1, 2)


async def test_of_days_that_are_over_a_late_word_is_seen_after_ten_minutes(api, service):
    await api.get("/figures/days", days=1)
    await talk(service, NOON - DAY)

    service.clock.move(timedelta(minutes=9))
    soon = await api.get("/figures/days", days=1)
    service.clock.move(timedelta(minutes=1))
    later = await api.get("/figures/days", days=1)

    assert (total(soon, "messages"), total(later, "messages")) == (0, 1)


async def test_where_nothing_was_ever_heard_everything_is_nought(api):
    found = (await api.get("/figures/days", days=7)).body

    assert {one["total"] for one in found["figures"]} == {0}
    assert (found["members"], found["heard"], found["deaf"]) == (0, False, [])


@pytest.mark.usefixtures("community")
async def test_colleagues_are_no_members(service):
    days = stretch(NOON.date(), 1, "Asia/Shanghai")
    staff = StaffDirectory(users=frozenset({(ChannelName("sim"), UserRef("u2"))}))
    async with service.store.database.read() as connection:
        found = await Daily(connection, staff).count(days, None, now=NOON)

    assert found.by_day[DayMeasure.MESSAGES] == {NOON.date(): 1}
    assert (found.spread, found.members) == ({1: 1}, 1)


async def test_days_follow_the_clocks_where_they_are_changed(service):
    """On 2026-03-29 Berlin's day has 23 hours: it ends at 22:00 UTC, not at 23:00."""
    ends = datetime(2026, 3, 29, 22, tzinfo=UTC)
    await talk(service, ends - timedelta(hours=23), ends - HOUR, ends, ends - timedelta(hours=24))
    days = stretch(date(2026, 3, 30), 3, "Europe/Berlin")

    async with service.store.database.read() as connection:
        found = await Daily(connection, StaffDirectory()).count(days, None, now=NOON)

    said = found.by_day[DayMeasure.MESSAGES]
    assert [said[day] for day in days.days] == [1, 2, 1]
