"""Campaigns over HTTP."""

from dataclasses import replace

import pytest

from bot.campaigns.live import office
from tests.support.builders import NOON
from tests.support.campaign_stage import Stage
from tests.support.campaigning import CAMPAIGN
from tests.web.conftest import House

EVENT = """
sign_up: {limit: 2, waitlist: 1}
coupons: {early: {worth: 20 元券, count: 2, valid_until: 2026-05-25}}
benefits:
  - {id: lots, kind: lottery, event_day: -1, from: "08:00", until: "20:00", prize: 书, amount: 1}
"""


@pytest.fixture
async def stage(database):
    """The day before the event: a lottery is open, and two signed up."""
    text = CAMPAIGN.replace("2026-04-18", "2026-05-21") + EVENT
    made = Stage(database, text, now=NOON)
    await made.come("lin", "wu", "zhao", "qian")
    await made.tick()
    await made.go_out()
    for who in ("lin", "wu"):
        await made.say("报名", who)
    return made


@pytest.fixture
def desk(desk, stage):
    return replace(desk, house=House(campaigns=office(stage.desk, stage.rulebook)))


async def test_campaigns_are_listed_with_their_figures(api):
    (one,) = (await api.get("/campaigns")).items
    same = (await api.get("/campaigns/lecture")).body

    assert one == same
    assert (one["count"], one["limit"], one["left"], one["waiting"]) == (2, 2, 0, 0)
    assert (one["state"], one["coupons"]) == ("warming", 2)


async def test_a_colleague_signs_somebody_up_and_off(api, stage):
    zhao = await stage.student("zhao")
    lin = await stage.student("lin")
    waits = (await api.post("/campaigns/lecture/signup", student=zhao)).body
    gone = (await api.post("/campaigns/lecture/cancel", student=lin)).body
    await stage.tick(seconds=1)

    assert (waits["state"], waits["number"]) == ("waiting", 1)
    assert gone["state"] is None
    assert await stage.people() == ["wu", "zhao"]
    assert any("递补成功，第 2 位" in one for one in await stage.alone())


async def test_where_there_is_no_place_the_answer_says_so(api, stage):
    zhao, qian = await stage.student("zhao"), await stage.student("qian")
    await api.post("/campaigns/lecture/signup", student=zhao)
    last = await api.post("/campaigns/lecture/signup", student=qian)

    assert last.status == 409
    assert "都已满" in last.body["detail"]
    again = await api.post("/campaigns/lecture/cancel", student=await stage.student("qian"))
    assert again.status == 409


async def test_the_list_is_read_by_state_and_by_who_is_missing(api, stage):
    lin, stranger = await stage.student("lin"), await stage.student("qian")
    came = await api.post("/campaigns/lecture/attended", students=[lin, stranger, 99_999])
    again = await api.post("/campaigns/lecture/attended", students=[lin])
    missing = await api.get("/campaigns/lecture/signups", missing=True)
    signed = await api.get("/campaigns/lecture/signups", state="signed")

    assert came.body == {"noted": [lin], "before": [], "unsigned": [stranger, 99_999]}
    assert again.body["before"] == [lin]
    assert [one["student_id"] for one in missing.items] == [await stage.student("wu")]
    assert [one["number"] for one in signed.items] == [1, 2]


async def test_the_forecast_says_what_it_rests_on(api):
    told = (await api.get("/campaigns/lecture/forecast")).body
    more = (await api.get("/campaigns/lecture/forecast", signed=100)).body

    assert told["forecast"]["signed"] == 2
    assert told["events"] == []
    assert "no past event" in told["basis"]
    assert more["forecast"]["low95"] <= more["forecast"]["low80"]


async def test_a_lotterys_seed_is_secret_until_it_is_drawn(api, stage):
    await stage.say("抽奖", "lin")
    before = (await api.get("/campaigns/lecture/lotteries/lots")).body
    await stage.tick(hours=9)
    after = (await api.get("/campaigns/lecture/lotteries/lots")).body

    assert before["seed"] is None
    assert before["entries"] is None
    assert len(after["seed"]) == 64
    assert after["winners"] == [await stage.student("lin")]


async def test_a_coupon_is_redeemed_once(api, stage):
    async with stage.store.read() as unit:
        (code, *_) = [one.code for one in await unit.campaigns.free_coupons("lecture", "early", 9)]
    looked = await api.post("/coupons/check", code=code)
    first = await api.post("/coupons/redeem", code=code, note="前台")
    second = await api.post("/coupons/redeem", code=code.lower())

    assert looked.body["state"] == "valid"
    assert first.body["state"] == "redeemed"
    assert (second.body["state"], second.body["by"]) == ("used", "api")
    assert second.body["at"] == first.body["at"]
    (line,) = [one for one in (await api.get("/audit")).items if one["action"] == "coupon.redeem"]
    assert line["reason"] == "前台"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/campaigns/nowhere", None, 404),
        ("GET", "/campaigns/nowhere/signups", None, 404),
        ("GET", "/campaigns/nowhere/forecast", None, 404),
        ("GET", "/campaigns/lecture/forecast?signed=-1", None, 400),
        ("GET", "/campaigns/lecture/signups?state=asleep", None, 400),
        ("GET", "/campaigns/lecture/lotteries/none", None, 404),
        ("POST", "/campaigns/nowhere/signup", {"student": 10001}, 404),
        ("POST", "/campaigns/lecture/signup", {"student": 99_999}, 404),
        ("POST", "/campaigns/lecture/signup", {}, 400),
        ("POST", "/campaigns/nowhere/attended", {"students": [10001]}, 404),
        ("POST", "/campaigns/lecture/attended", {"students": []}, 400),
        ("POST", "/coupons/redeem", {"code": "NIXDA"}, 404),
        ("POST", "/coupons/redeem", {"code": "！？"}, 404),
        ("POST", "/coupons/redeem", {}, 400),
        ("POST", "/coupons/check", {"code": "NIXDA"}, 404),
    ],
)
async def test_what_is_not_there_or_makes_no_sense_is_one_clear_problem(
    api, method, path, body, status
):
    answer = await api.send(method, path, **({} if body is None else {"json": body}))

    assert answer.status == status
    assert answer.kind == "application/problem+json"
    assert answer.body["detail"]
