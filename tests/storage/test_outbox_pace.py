"""When the outbox lets a post go: order, budget, the flood after an outage; on both databases."""

from datetime import timedelta

import pytest

from bot.core.outbound import (
    NotSent,
    Pace,
    Sent,
    Started,
    Wait,
)
from bot.core.sending import DeliverySettings, SendBudget
from tests.support.builders import after
from tests.support.delivering import FREELY, OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def test_a_room_hears_its_posts_in_order(desk):
    first = await desk.says("一")
    await desk.says("二")
    other = await desk.says("甲", room=2)
    assert [d.id for d in await desk.claims(limit=1)] == [first]

    assert [d.id for d in await desk.claims()] == [other]


async def test_an_urgent_post_waits_for_nobody(desk):
    await desk.says("一")
    await desk.calls()
    urgent = await desk.says("快", urgent=True)

    assert [d.id for d in await desk.claims()] == [urgent]


async def test_sending_costs_budget_and_the_next_post_waits(desk):
    pace = Pace(budget=FREELY, gap=timedelta(seconds=2))
    await desk.says()
    await desk.says(room=2)
    one, two = await desk.claims()
    await desk.begins(one, pace)

    assert await desk.begins(two, pace) == Wait(
        until=after(seconds=2), reason="send budget of the account"
    )
    desk.move(seconds=2)
    assert isinstance(await desk.begins(two, pace), Started)


@pytest.mark.parametrize(
    ("budget", "wait"),
    [
        (SendBudget(per_minute=2, spacing_seconds=0), timedelta(minutes=1)),
        (SendBudget(per_minute=9, per_day=2, spacing_seconds=0), timedelta(days=1)),
    ],
    ids=["minute", "day"],
)
async def test_rate_and_daily_cap_hold(desk, budget, wait):
    pace = Pace(budget=budget, gap=timedelta())
    for text in ("一", "二"):
        await desk.says(text)
        delivery = (await desk.claims())[0]
        await desk.begins(delivery, pace)
        await desk.settles(delivery, Sent())
    await desk.says("三")
    (third,) = await desk.claims()

    refused = await desk.begins(third, pace)

    assert isinstance(refused, Wait)
    assert refused.until == desk.now + wait


async def test_a_post_that_certainly_did_not_go_out_costs_nothing(desk):
    pace = Pace(budget=SendBudget(per_minute=1, spacing_seconds=0), gap=timedelta())
    number = await desk.says()
    (delivery,) = await desk.claims()
    await desk.begins(delivery, pace)

    await desk.settles(delivery, NotSent(until=after(seconds=5), reason="away"))

    assert await desk.state(number) == "pending"
    assert await desk.claims() == ()
    desk.move(seconds=5)
    (again,) = await desk.claims()
    assert isinstance(await desk.begins(again, pace), Started)


async def test_a_post_that_was_cleaned_on_its_way_and_did_not_go_out_waits_for_a_person(desk):
    number = await desk.says("@[erased] 同学问得好")
    delivery = await desk.calls()

    await desk.settles(delivery, NotSent(until=after(seconds=5), reason="away"))

    desk.move(seconds=5)
    assert await desk.state(number) == "held"
    assert await desk.claims() == ()


async def test_a_clock_set_back_does_not_silence_the_account(desk):
    desk.now = after(hours=5)
    await desk.says()
    await desk.sends()
    desk.now = after(hours=0)
    await desk.says("二")
    (delivery,) = await desk.claims()

    assert isinstance(
        await desk.begins(delivery, Pace(budget=SendBudget(), gap=timedelta(seconds=9))), Started
    )


async def test_after_an_outage_a_room_is_not_flooded(database):
    desk = await OutboxDesk(database, DeliverySettings(max_per_room_hour=2)).open()
    for number in range(3):
        await desk.says(f"第 {number} 条", due=after(minutes=-5))
    answers = []
    for _ in range(3):
        (delivery,) = await desk.claims(limit=1)
        answers.append(await desk.begins(delivery))
        await desk.settles(delivery, Sent())

    assert [type(a) for a in answers] == [Started, Started, Wait]
