"""Coupons, first-come lists and lotteries on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.core.signups import RedeemState
from sop.campaigns.codes import lookup_form, readings
from sop.campaigns.lottery import commitment, draw, mistakes
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.tables.campaigns import coupon, lottery
from tests.support.campaign_stage import Stage
from tests.support.campaigning import CAMPAIGN, STARTS, found

BENEFITS = """
coupons:
  early: {worth: 20 元券, count: 3, valid_until: 2026-04-30}
benefits:
  - {id: t3, kind: coupon, event_day: -3, from: "10:00", until: "22:00", coupon: early, amount: 2}
  - {id: t2, kind: first_come, event_day: -2, from: "10:00", until: "22:00",
     prize: 签名书, amount: 2}
  - {id: t1, kind: lottery, event_day: -1, from: "10:00", until: "20:00", draw: "20:30",
     prize: 前排座位, amount: 2}
"""
DAY = {name: STARTS - timedelta(days=n) for name, n in (("t3", 3), ("t2", 2), ("t1", 1))}
CODE = "券码 ([0-9A-Z-]{19})"


@pytest.fixture
async def stage(database):
    return await _opened(Stage(database, CAMPAIGN + BENEFITS, now=DAY["t3"]))


async def _opened(stage):
    await stage.come("lin", "wu", "zhao", "qian")
    await stage.tick()
    await stage.go_out()
    return stage


async def on_day(stage, name):
    """The day of a benefit has come, and it is open."""
    stage.now = DAY[name]
    await stage.tick()
    await stage.go_out()


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
    await _opened(stages[0])
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
    stage = await _opened(Stage(database, CAMPAIGN + own, now=DAY["t3"]))
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
    stage = await _opened(Stage(database, CAMPAIGN + own, now=DAY["t3"]))
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
    stage = await _opened(Stage(database, text, now=DAY["t3"]))
    await stage.say("领券")
    await stage.say("报名")
    await stage.say("领券")
    await stage.tick(seconds=1)

    lines = (await stage.posts())[-1].splitlines()
    assert lines[0].endswith("只给已报名的同学，请先报名")
    assert lines[2].endswith("第 1 张，券码已私信发给你")


# ---- lotteries ------------------------------------------------------------------------------


async def _lottery(stage):
    async with stage.store.read() as unit:
        return await unit.campaigns.lottery("lecture", "t1")


async def _enter(stage, *people):
    for who in people:
        await stage.say("抽奖", who)


async def test_a_draw_from_the_commitment_to_the_winners_can_be_checked(stage):
    await on_day(stage, "t1")
    published = found(r"[0-9a-f]{64}", (await stage.posts())[-1])
    await _enter(stage, "lin", "wu", "wu", "zhao")
    stage.now = STARTS - timedelta(days=1) + timedelta(hours=6)
    await stage.tick()
    closed = next(one for one in await stage.posts() if "报名截止" in one)
    await stage.tick(minutes=31)
    told = (await stage.posts())[-1]

    entries = [await stage.student(who) for who in ("lin", "wu", "zhao")]
    seed = found(r"种子：([0-9a-f]{64})", told)
    hashed = found(r"SHA-256：([0-9a-f]{64})", told)
    winners = draw(seed, entries, 2)
    assert mistakes(seed, entries, committed=published, hashed=hashed) == []
    assert hashed in closed
    assert seed not in closed
    assert all(str(one) in told.splitlines()[0] for one in winners)
    assert " ".join(map(str, entries)) in told
    assert (await _lottery(stage)).winners == winners
    await stage.tick(seconds=1)
    assert sum("中奖" in one for one in await stage.alone()) == 2
    async with stage.store.read() as unit:
        audited = (await unit.audit.entries(subject="campaign:lecture")).items
    actions = [one.action for one in reversed(audited)]
    assert actions == ["campaign.file", "lottery.open", "lottery.close", "lottery.draw"]
    assert audited[2].details == {"t1": published}


async def test_the_seed_is_fixed_before_anybody_enters_and_never_again(stage):
    await on_day(stage, "t1")
    fixed = (await _lottery(stage)).seed
    stage.restart()
    await stage.tick()
    async with stage.store.write() as unit:
        again = await unit.campaigns.open_lottery(
            "lecture", "t1", seed="ab" * 32, commitment="00", now=stage.now
        )

    assert again.seed == fixed == (await _lottery(stage)).seed


async def test_nobody_enters_before_the_commitment_went_out(stage):
    stage.now = DAY["t1"]
    await stage.tick()  # the post is made, and not sent yet
    await _enter(stage, "lin")
    async with stage.store.read() as unit:
        early = await unit.campaigns.entrants("lecture", "t1")
    await stage.go_out()
    await _enter(stage, "lin")
    async with stage.store.read() as unit:
        then = await unit.campaigns.entrants("lecture", "t1")

    assert early == {}
    assert list(then) == [await stage.student("lin")]


async def test_nobody_enters_after_the_list_was_fixed(stage):
    await on_day(stage, "t1")
    await _enter(stage, "lin")
    stage.now = STARTS - timedelta(days=1) + timedelta(hours=6)
    sent_before = stage.now - timedelta(seconds=1)
    await stage.tick()
    await stage.say("抽奖", "wu", at=sent_before)

    assert (await _lottery(stage)).entries == (await stage.student("lin"),)
    async with stage.store.read() as unit:
        assert list(await unit.campaigns.entrants("lecture", "t1")) == [await stage.student("lin")]


async def _tamper(stage, **values):
    async with stage.store.database.write() as connection:
        await connection.execute(update(lottery).values(values))


@pytest.mark.parametrize("whole", [False, True])
async def test_a_seed_that_was_changed_afterwards_is_not_drawn_with(stage, whole):
    """Also where somebody with the database changed the commitment along with the seed."""
    await on_day(stage, "t1")
    await _enter(stage, "lin", "wu", "zhao")
    stage.now = STARTS - timedelta(days=1) + timedelta(hours=6)
    await stage.tick()
    seed = "cd" * 32
    changed = {"seed": seed, **({"commitment": commitment(seed)} if whole else {})}
    await _tamper(stage, **changed)
    await stage.tick(minutes=31)

    assert (await _lottery(stage)).winners is None
    assert any("没有开奖" in one for one in await stage.alerts())
    assert not any("开奖：" in one for one in await stage.posts())


async def test_a_restart_in_the_middle_draws_once(stage):
    await on_day(stage, "t1")
    await _enter(stage, "lin", "wu", "zhao")
    stage.now = STARTS - timedelta(days=1) + timedelta(hours=7)
    for _ in range(2):
        stage.restart()
        await stage.tick()
        await stage.tick(seconds=1)

    assert sum("开奖：" in one for one in await stage.posts()) == 1
    assert sum("中奖" in one for one in await stage.alone()) == 2


async def test_a_lottery_nobody_entered_tells_so(stage):
    await on_day(stage, "t1")
    stage.now = STARTS - timedelta(days=1) + timedelta(hours=7)
    await stage.tick()

    assert "没有人参加" in (await stage.posts())[-1]


async def test_winners_of_coupons_get_their_codes(database):
    text = CAMPAIGN + BENEFITS.replace("prize: 前排座位", "coupon: early").replace(
        "coupon: early, amount: 2}\n  - {id: t2", "coupon: early, amount: 1}\n  - {id: t2"
    )
    stage = await _opened(Stage(database, text, now=DAY["t3"]))
    await on_day(stage, "t1")
    await _enter(stage, "lin", "wu")
    stage.now = STARTS - timedelta(days=1) + timedelta(hours=7)
    await stage.tick()
    await stage.tick(seconds=1)

    assert len({found(CODE, one) for one in await stage.alone()}) == 2


def test_codes_are_read_as_people_write_them():
    assert lookup_form(" abcd-EFGH ") == "ABCDEFGH"
    assert list(readings("OIL-1")) == ["OIL1", "0111"]
