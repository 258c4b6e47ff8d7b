"""Lotteries on both databases: fixed before anybody enters, drawn once, checked by anybody."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from sop.campaigns.lottery import commitment, draw, mistakes
from storage.tables.campaigns import lottery
from tests.support.benefits import BENEFITS, CODE, DAY, on_day, opened
from tests.support.campaign_stage import Stage
from tests.support.campaigning import CAMPAIGN, STARTS, found


@pytest.fixture
async def stage(database):
    return await opened(Stage(database, CAMPAIGN + BENEFITS, now=DAY["t3"]))


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
    assert audited[2].details["t1"] == published


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
    stage = await opened(Stage(database, text, now=DAY["t3"]))
    await on_day(stage, "t1")
    await _enter(stage, "lin", "wu")
    stage.now = STARTS - timedelta(days=1) + timedelta(hours=7)
    await stage.tick()
    await stage.tick(seconds=1)

    assert len({found(CODE, one) for one in await stage.alone()}) == 2
