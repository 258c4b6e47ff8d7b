"""Coupons, first-come lists and lotteries on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.signups import RedeemState
from sop.campaigns.codes import lookup_form, readings
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.tables.campaigns import coupon
from tests.support.benefits import BENEFITS, CODE, DAY, on_day, opened
from tests.support.campaign_stage import Stage
from tests.support.campaigning import CAMPAIGN, STARTS, found


@pytest.fixture
async def stage(database):
    return await opened(Stage(database, CAMPAIGN + BENEFITS, now=DAY["t3"]))


async def test_a_coupon_is_announced_given_alone_and_gone_when_it_is_gone(stage):
    assert await stage.posts() == [
        "【春季公开课】今日福利：20 元券，共 2 张，回复「领券」领取，22:00 截止，先到先得"
    ]
    for who in ("lin", "lin", "wu", "zhao"):
        await stage.say("领券", who)
    await stage.tick(seconds=1)

    alone = await stage.alone()
    codes = [found(CODE, one) for one in alone]
    assert len(set(codes)) == 2
    assert "有效期至 2026-05-01 00:00" in alone[0]
    assert (await stage.posts())[-1].splitlines() == [
        "名字lin · 春季公开课 · 20 元券：第 1 张，券码已私信发给你",
        "名字lin · 春季公开课 · 20 元券：你已经领过，第 1 位",
        "名字wu · 春季公开课 · 20 元券：第 2 张，券码已私信发给你",
        "名字zhao · 春季公开课 · 20 元券：2 张已领完",
    ]


async def test_who_asks_alone_again_is_told_the_same_code(stage):
    await stage.say("领券", room=None)
    await stage.say("领券", room=None)
    await stage.tick(seconds=1)

    first, second = await stage.alone()
    assert found(CODE, first) == found(CODE, second)


async def _redeem(stage, code, by="wang"):
    async with stage.store.write() as unit:
        return await unit.campaigns.redeem(readings(code), by=by, note="", now=stage.now)


async def _a_code(stage):
    await stage.say("领券")
    await stage.tick(seconds=1)
    return found(CODE, (await stage.alone())[-1])


async def test_a_code_is_good_for_one_use_and_the_second_learns_who_and_when(stage):
    code = await _a_code(stage)

    first = await _redeem(stage, code.lower().replace("-", " "))
    stage.now += timedelta(hours=1)
    second = await _redeem(stage, code, by="li")

    assert (first.state, first.student) == (RedeemState.REDEEMED, await stage.student("lin"))
    assert (second.state, second.by) == (RedeemState.USED, "wang")
    assert second.at == first.at


async def test_two_at_the_same_instant_only_one_wins(store_url):
    engines = [Database(make_engine(StorageSettings(url=store_url))) for _ in range(2)]
    stages = [Stage(engine, CAMPAIGN + BENEFITS, now=DAY["t3"]) for engine in engines]
    await opened(stages[0])
    code = await _a_code(stages[0])

    tried = await asyncio.gather(*(_redeem(stages[n % 2], code, f"p{n}") for n in range(12)))

    for engine in engines:
        await engine.close()
    assert [one.state for one in tried].count(RedeemState.REDEEMED) == 1
    winner = next(one.by for one in tried if one.state is RedeemState.REDEEMED)
    assert {one.by for one in tried} == {winner}


async def test_unknown_and_expired_codes_are_told_apart(stage):
    code = await _a_code(stage)
    unknown = await _redeem(stage, "NIXDA-0000")
    stage.now = STARTS + timedelta(days=13)
    late = await _redeem(stage, code)

    assert unknown.state is RedeemState.UNKNOWN
    assert late.state is RedeemState.EXPIRED


async def test_a_code_used_before_it_was_given_is_given_to_nobody(stage):
    async with stage.store.read() as unit:
        codes = [one.code for one in await unit.campaigns.free_coupons("lecture", "early", 9)]
    await _redeem(stage, codes[0])
    for who in ("lin", "wu"):
        await stage.say("领券", who)
    await stage.tick(seconds=1)

    assert {found(CODE, one) for one in await stage.alone()} == set(codes[1:])


async def test_codes_are_made_once_and_cannot_be_guessed(stage):
    async with stage.store.database.read() as connection:
        before = (await connection.scalars(select(coupon.c.lookup))).all()
    stage.restart()
    await stage.tick()
    async with stage.store.database.read() as connection:
        after = (await connection.scalars(select(coupon.c.lookup))).all()

    assert before == after
    assert len(set(before)) == 3
    assert all(len(code) == 16 for code in before)  # 80 bits


async def test_a_shops_own_codes_are_given_as_they_are(database):
    own = """
coupons:
  shop: {worth: 咖啡一杯, codes: [KAFFEE-01, KAFFEE-02]}
benefits:
  - {id: t3, kind: coupon, event_day: -3, from: "10:00", until: "22:00", coupon: shop, amount: 2}
"""
    stage = await opened(Stage(database, CAMPAIGN + own, now=DAY["t3"]))
    await stage.say("领券", room=None)
    await stage.tick(seconds=1)

    assert "券码 KAFFEE-01，" in (await stage.alone())[0]
    assert (await _redeem(stage, "kaffee 01")).state is RedeemState.REDEEMED


async def test_a_code_that_was_taken_off_the_list_is_not_given_any_more(database):
    own = """
coupons:
  shop: {worth: 咖啡一杯, codes: [FALSCH-01, KAFFEE-02]}
benefits:
  - {id: t3, kind: coupon, event_day: -3, from: "10:00", until: "22:00", coupon: shop, amount: 1}
"""
    stage = await opened(Stage(database, CAMPAIGN + own, now=DAY["t3"]))
    stage.edit(CAMPAIGN + own.replace("FALSCH-01", "RICHTIG-01"))
    await stage.tick(seconds=5)
    await stage.say("领券", room=None)
    await stage.tick(seconds=1)

    assert "KAFFEE-02" in (await stage.alone())[0]
    assert (await _redeem(stage, "FALSCH-01")).state is RedeemState.UNKNOWN
    assert await stage.alerts() == []


async def test_codes_that_another_campaign_has_are_an_alert(database):
    own = "coupons: {shop: {worth: 咖啡一杯, codes: [KAFFEE-01, KAFFEE-02]}}\n"
    other = CAMPAIGN.replace("name: lecture", "name: salon") + own.replace("KAFFEE-02", "TEE-02")
    stage = Stage(database, CAMPAIGN + own, other)
    await stage.tick()
    await stage.tick(seconds=5)

    (told,) = await stage.alerts()
    assert "少 1 个" in told


async def test_first_come_is_a_numbered_list_that_ends(stage):
    await on_day(stage, "t2")
    await stage.hear(*(stage.said("抢", who) for who in ("zhao", "lin", "zhao", "wu")))
    await stage.tick(seconds=1)

    assert [line.partition("：")[2] for line in (await stage.posts())[-1].splitlines()] == [
        "抢到了，第 1 位（共 2 份）",
        "抢到了，第 2 位（共 2 份）",
        "你已经领过，第 1 位",
        "2 份已抢完",
    ]


async def test_many_grab_at_once_and_nobody_gets_one_too_many(store_url):
    engines = [Database(make_engine(StorageSettings(url=store_url))) for _ in range(2)]
    stages = [Stage(engine, CAMPAIGN + BENEFITS, now=DAY["t2"]) for engine in engines]
    people = [f"p{n}" for n in range(24)]
    for room in ("r1", "r2"):
        await stages[0].come(*people, room=room)
    for stage in stages:
        await stage.tick()
    await asyncio.gather(
        *(
            stages[n % 2].hear(stages[0].said("抢", who, f"r{1 + n % 2}"))
            for n, who in enumerate(people)
        )
    )
    async with stages[0].store.read() as unit:
        taken = await unit.campaigns.claims("lecture", "t2", pool=None, want=0)
    for engine in engines:
        await engine.close()

    assert [one.seq for one in taken.taken] == [1, 2]


async def test_only_those_who_signed_up_where_that_is_asked_for(database):
    text = CAMPAIGN + BENEFITS.replace("amount: 2}", "amount: 2, signed_up_only: true}", 1)
    stage = await opened(Stage(database, text, now=DAY["t3"]))
    await stage.say("领券")
    await stage.say("报名")
    await stage.say("领券")
    await stage.tick(seconds=1)

    lines = (await stage.posts())[-1].splitlines()
    assert lines[0].endswith("只给已报名的同学，请先报名")
    assert lines[2].endswith("第 1 张，券码已私信发给你")


def test_codes_are_read_as_people_write_them():
    assert lookup_form(" abcd-EFGH ") == "ABCDEFGH"
    assert list(readings("OIL-1")) == ["OIL1", "0111"]
