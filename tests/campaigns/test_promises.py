"""What campaigns promise, tried where it could break: restores, merges, events that are moved."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.core.ids import RunId
from bot.core.outbound import DeliveryState
from bot.core.signups import RedeemState
from sop.campaigns.codes import readings
from storage.delivery.claims import RESTORED
from storage.tables.campaigns import claim, coupon
from storage.tables.delivery import outbox
from storage.tables.service import meta
from storage.tables.sop import run
from tests.support.campaign_stage import Stage
from tests.support.campaigning import CAMPAIGN, STARTS

WON = """
coupons:
  early: {worth: 20 元券, count: 3}
benefits:
  - {id: t1, kind: lottery, event_day: -1, from: "10:00", until: "20:00", draw: "20:30",
     coupon: early, amount: 2}
"""
OWN = """
coupons:
  early: {worth: 20 元券, codes: [SHOP-1, SHOP-2]}
benefits:
  - {id: t1, kind: coupon, event_day: -1, from: "10:00", until: "20:00", coupon: early, amount: 2}
"""
OPENS = STARTS - timedelta(days=1)
CLOSES = OPENS + timedelta(hours=6)


@pytest.fixture
async def stage(database):
    made = Stage(database, CAMPAIGN + WON, now=OPENS)
    await made.come("lin", "wu", "zhao")
    await made.tick()
    await made.go_out()
    return made


async def _merge(stage, source, into):
    async with stage.store.write() as unit:
        await unit.roster.merge(
            source=await stage.student(source),
            into=await stage.student(into),
            author="li",
            reason="",
            now=stage.now,
        )


async def test_who_entered_and_was_merged_after_the_list_was_fixed_wins_all_the_same(stage):
    await stage.say("抽奖", "wu")
    stage.now = CLOSES
    await stage.tick()
    await _merge(stage, "wu", "lin")
    await stage.tick(minutes=31)
    await stage.tick(seconds=1)

    assert ["券码" in one for one in await stage.alone() if "中奖" in one] == [True]
    async with stage.store.database.read() as connection:
        held = await connection.scalar(select(claim.c.coupon_id))
        given = await connection.scalars(select(coupon.c.id).where(coupon.c.given_at.is_not(None)))
        assert given.all() == [held]


async def test_who_was_merged_before_the_draw_is_told_their_code_again_when_they_ask(stage):
    await stage.say("抽奖", "wu")
    await _merge(stage, "wu", "lin")
    stage.now = CLOSES
    await stage.tick()
    await stage.tick(minutes=31)

    async with stage.store.database.read() as connection:
        assert await connection.scalar(select(claim.c.coupon_id)) is not None


# ---- the event is moved ---------------------------------------------------------------------


async def test_a_moved_event_has_its_runs_laid_out_anew_from_the_beginning(database):
    """Else what is laid out for the old day would be said on it."""
    stage = Stage(database, CAMPAIGN + "plan: warm-up\n", plans=["warm-up"])
    await stage.come("lin")
    await stage.tick()
    await stage.tick(seconds=60)
    async with stage.store.write() as unit:
        (number,) = await unit.sign_ups.bound("lecture")
        await unit.runs.laid_out([RunId(number)], version="v1", to=STARTS, again=STARTS)
    stage.edit((CAMPAIGN + "plan: warm-up\n").replace("2026-04-18", "2026-04-25"))
    await stage.tick(seconds=60)

    async with stage.store.database.read() as connection:
        (row,) = (await connection.execute(select(run))).all()
    assert row.event_at == STARTS + timedelta(days=7)
    assert row.planned_as not in {"", "v1"}
    assert row.replan_at is None


# ---- the database was put back --------------------------------------------------------------


async def _restored(stage):
    """The backup was made before anything went out; the database is put back now."""
    async with stage.store.database.write() as connection:
        await connection.execute(update(outbox).values(dedup_key=outbox.c.dedup_key + ":old"))
        await connection.execute(meta.insert().values(key=RESTORED, value=stage.now.isoformat()))
    stage.restart()


async def _waiting(stage):
    """What goes out by itself."""
    async with stage.store.write() as unit:
        await unit.apply(await unit.outbox.reconcile(stage.now), now=stage.now)
    async with stage.store.database.read() as connection:
        rows = await connection.execute(
            select(outbox.c.deed).where(outbox.c.state == DeliveryState.PENDING.value)
        )
        return [row.deed["text"] for row in rows]


async def test_what_a_benefit_said_before_a_restore_is_not_said_again_by_itself(stage):
    stage.now += timedelta(hours=1)
    await _restored(stage)
    await stage.tick(seconds=5)

    assert await _waiting(stage) == []


async def test_reminders_before_a_restore_do_not_come_again_by_themselves(stage):
    stage.now = STARTS - timedelta(hours=2) + timedelta(minutes=5)
    await stage.tick()
    await stage.go_out()
    await _restored(stage)
    await stage.tick(minutes=5)

    assert await _waiting(stage) == []
    stage.now = STARTS - timedelta(hours=1)
    await stage.tick()
    assert len(await _waiting(stage)) == 1, "what comes after it does come"


async def test_answers_that_were_given_before_a_restore_wait_for_a_person(stage):
    await stage.say("抽奖", "wu")
    stage.now += timedelta(seconds=30)
    await _restored(stage)
    await stage.tick(seconds=5)

    assert await _waiting(stage) == []


async def test_staff_are_told_that_what_was_given_since_the_backup_is_forgotten(stage):
    stage.now += timedelta(hours=1)
    await _restored(stage)
    await stage.tick(seconds=5)
    await stage.tick(seconds=5)

    assert sum("可能再发给别人" in one for one in await stage.alerts()) == 1


async def _codes(stage):
    async with stage.store.database.read() as connection:
        return set(await connection.scalars(select(coupon.c.code)))


async def test_a_code_that_was_given_in_what_a_restore_undid_is_not_given_to_others(database):
    given = OWN.replace("codes: [SHOP-1, SHOP-2]", "count: 3")
    stage = Stage(database, CAMPAIGN + given, now=OPENS)
    await stage.come("wu")
    await stage.tick()
    before = await _codes(stage)  # all of them may have been given since the backup
    await _restored(stage)
    await stage.tick(seconds=5)
    await stage.say("领券", "wu")
    await stage.tick(seconds=1)

    assert len(await _codes(stage)) == 6, "three new ones took their place"
    (told,) = [one for one in await stage.alone() if "券码" in one]
    assert not [code for code in before if code in told]
    figures = await stage.figures()
    assert (figures.coupons, figures.coupons_given) == (3, 1)


async def test_a_code_that_its_holder_got_before_a_restore_can_still_be_used(stage):
    lost, *_ = sorted(await _codes(stage))
    await _restored(stage)
    await stage.tick(seconds=5)

    async with stage.store.write() as unit:
        used = await unit.campaigns.redeem(readings(lost), by="li", note="", now=stage.now)

    assert used.state is RedeemState.REDEEMED


async def test_a_shops_own_codes_are_given_after_a_restore_too(database):
    stage = Stage(database, CAMPAIGN + OWN, now=OPENS)
    await stage.come("wu")
    await stage.tick()
    await _restored(stage)
    await stage.tick(seconds=5)
    await stage.say("领券", "wu")
    await stage.tick(seconds=1)

    assert any("SHOP" in one for one in await stage.alone())


async def test_members_are_answered_when_the_clock_was_set_back(stage):
    await stage.say("抽奖", "wu")
    await stage.tick(seconds=1)
    await stage.say("抽奖", "lin")
    await stage.tick(hours=-1)

    assert sum("已参加抽奖" in one for one in await stage.posts()) == 2


async def _tell_winners(stage):
    await stage.tick(seconds=1)
    return [one for one in await stage.alone() if "中奖" in one]


async def test_a_lottery_that_may_have_been_drawn_before_a_restore_is_drawn_by_a_person(stage):
    """Entries since the backup are forgotten: a second draw would name other winners."""
    await stage.say("抽奖", "wu")
    stage.now = CLOSES + timedelta(hours=1)
    await _restored(stage)
    await stage.tick(seconds=5)
    await stage.tick(minutes=31)

    assert await _tell_winners(stage) == []
    assert any("从备份恢复" in one for one in await stage.alerts())


async def test_a_lottery_whose_list_was_fixed_in_the_backup_is_drawn_with_it(stage):
    await stage.say("抽奖", "wu")
    stage.now = CLOSES
    await stage.tick()
    stage.now += timedelta(minutes=5)
    async with stage.store.database.write() as connection:
        await connection.execute(meta.insert().values(key=RESTORED, value=stage.now.isoformat()))
    stage.restart()
    await stage.tick(minutes=26)

    assert len(await _tell_winners(stage)) == 1
