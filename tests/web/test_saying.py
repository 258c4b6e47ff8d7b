"""Speaking in a room as one of our seats, and how rooms stand."""

import pytest

from bot.core.events import AccountChanged, AccountState, MessageRecalled
from bot.core.ids import ChannelName, EventRef, UserRef
from bot.core.plans import NewRun
from tests.support.builders import CHANNEL, NOON, ROOM, after, listed, message
from tests.web.talk import apply, flagged, said

KEY = "a-key-of-the-page"


async def room_of(api):
    return (await api.get("/rooms")).ids[0]


async def deliveries(api):
    return (await api.get("/deliveries")).items


@pytest.mark.usefixtures("community")
async def test_what_is_said_goes_out_like_everything_and_is_audited(api):
    room = await room_of(api)
    answer = await api.post(f"/rooms/{room}/say", text="今晚八点开课", key=KEY)
    [delivery] = await deliveries(api)
    [audited] = [one for one in (await api.get("/audit")).items if one["action"] == "room.say"]

    assert (answer.body["delivery"], answer.body["state"]) == (delivery["id"], "pending")
    assert delivery["deed"]["text"] == "今晚八点开课"
    assert (delivery["author"], audited["author"]) == ("api", "api")
    assert audited["details"] == {
        "after": {"text": "今晚八点开课"},
        "as": CHANNEL,
        "delivery": delivery["id"],
    }


@pytest.mark.usefixtures("community")
async def test_a_double_click_says_it_once(api):
    room = await room_of(api)
    first = await api.post(f"/rooms/{room}/say", text="你好", key=KEY)
    second = await api.post(f"/rooms/{room}/say", text="你好", key=KEY)
    other = await api.post(f"/rooms/{room}/say", text="你好", key=KEY + "-2")

    assert first.body["delivery"] == second.body["delivery"] != other.body["delivery"]
    assert len(await deliveries(api)) == 2
    assert len([one for one in (await api.get("/audit")).items if one["action"] == "room.say"]) == 2


async def test_a_message_is_quoted_and_its_author_mentioned(api, community):
    question = said(community)[0]
    room = await room_of(api)
    await api.post(
        f"/rooms/{room}/say",
        text="在公众号里报名",
        key=KEY,
        quote=question.id,
        mentions=[question.sender.identity],
    )
    [delivery] = await deliveries(api)

    assert delivery["deed"]["text"].startswith("「名字u1：请问课程怎么报名？」\n- - -")
    assert delivery["deed"]["text"].endswith("\n在公众号里报名")
    assert delivery["deed"]["mentions"] == [question.sender.identity]


async def test_what_cannot_be_said_so_is_refused_and_nothing_goes_out(api, service):
    gone = message("说错了", sender="u1")
    [seen] = await service.save(gone)
    other = message("别处", sender="u7", room="room-2")
    [elsewhere] = await service.save(other)
    await service.save(
        MessageRecalled(
            channel=CHANNEL, ref=EventRef("r"), at=after(seconds=1), room=ROOM, recalled=gone.ref
        )
    )
    path = f"/rooms/{seen.room}/say"

    async def refused(**more):
        return (await api.post(path, **({"text": "好", "key": KEY} | more))).status

    assert await refused(account="nobody") == 409
    assert await refused(plan="new-class", seat="teacher") == 409
    assert await refused(quote=elsewhere.id) == 404
    assert await refused(quote=seen.id) == 409
    assert await refused(mentions=[elsewhere.sender.identity]) == 409
    assert await refused(text="   ") == 400
    assert await refused(key="short") == 400
    assert (await api.post("/rooms/99/say", text="好", key=KEY)).status == 404
    assert await deliveries(api) == []


@pytest.mark.usefixtures("community")
async def test_the_seats_of_a_plan_at_work_may_speak_but_no_person_of_it(api, service):
    room = await room_of(api)
    async with service.write() as unit:
        new = NewRun(plan="new-class", room=room, starts_on=NOON.date(), zone="Asia/Shanghai")
        await unit.runs.start([new], "api", NOON)
    seats = (await api.get(f"/rooms/{room}/seats")).body["items"]
    answer = await api.post(
        f"/rooms/{room}/say", text="好", key=KEY, plan="new-class", seat="teacher"
    )

    assert [(one["plan"], one["seat"]) for one in seats] == [("", ""), ("new-class", "teacher")]
    assert {one["account"] for one in seats} == {CHANNEL}
    assert answer.status == 200
    [delivery] = await deliveries(api)
    assert "new-class/teacher" in delivery["reason"]


@pytest.mark.usefixtures("community")
async def test_another_account_of_ours_in_the_same_room_may_speak_too(api, service):
    second = ChannelName("second")
    await service.save(
        listed("英语学习打卡群", "u1", channel=second),
        AccountChanged(
            channel=second,
            ref=EventRef("a"),
            at=NOON,
            state=AccountState.LOGGED_OUT,
            user=UserRef("b2"),
        ),
    )
    room = await room_of(api)
    seats = (await api.get(f"/rooms/{room}/seats")).body["items"]
    await api.post(f"/rooms/{room}/say", text="好", key=KEY, account="second")
    [delivery] = await deliveries(api)

    assert [(one["account"], one["able"]) for one in seats] == [(CHANNEL, True), ("second", False)]
    assert delivery["sender"] == "second"


async def test_rooms_stand_by_what_waits_in_them(api, service, community):
    await service.save(
        listed("安静的群", "u5", room="room-2"),
        message("在", sender="u5", room="room-2", room_name="安静的群"),
    )
    await apply(service, flagged(said(community)[1]))
    by_need = (await api.get("/rooms/health")).items
    by_name = (await api.get("/rooms/health", sort="name", limit=1)).body
    found = (await api.get("/rooms/health", find="安静")).items

    assert [one["name"] for one in by_need] == ["英语学习打卡群", "安静的群"]
    assert (by_need[0]["cases"], by_need[0]["members"], by_need[0]["today"]) == (1, 2, 2)
    assert by_need[0]["able"]
    assert (by_name["items"][0]["name"], by_name["next"]) == ("安静的群", "1")
    assert [one["name"] for one in found] == ["安静的群"]
