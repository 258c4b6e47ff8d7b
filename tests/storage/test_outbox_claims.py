"""Who may send what is due: taken by one, for a time, and never by two at once."""

import asyncio

import pytest

from bot.core.effects import OnUnknown
from bot.core.outbound import Failed, Lost, Started
from storage.delivery.outbox import Outbox
from tests.support.builders import after
from tests.support.delivering import SENDER, OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def test_what_is_due_is_taken_oldest_first(desk):
    late = await desk.says("三", due=after(minutes=-1))
    early = await desk.says("一", due=after(minutes=-3), room=2)
    await desk.says("明天", due=after(days=1))

    assert [d.id for d in await desk.claims()] == [early, late]


async def test_no_more_is_taken_than_asked_for(desk):
    for number in range(4):
        await desk.says(f"第 {number} 条", urgent=True)

    assert len(await desk.claims(limit=1)) == 1
    assert len(await desk.claims(limit=2)) == 2


async def test_what_was_taken_is_not_taken_again(desk):
    await desk.says()

    assert len(await desk.claims()) == 1
    assert await desk.claims() == ()


async def test_two_processes_never_take_the_same(database):
    desk = await OutboxDesk(database).open()
    for number in range(20):
        await desk.says(f"第 {number} 条", room=number % 2 + 1)

    async def take(owner):
        taken = []
        for _ in range(5):
            taken += [d.id for d in await desk.claims(owner, 3)]
        return taken

    one, two = await asyncio.gather(take("one"), take("two"))

    assert not set(one) & set(two)
    assert not one or not two, "only one process speaks for an account at a time"


async def test_another_process_takes_over_when_the_lease_ends(desk):
    number = await desk.says()
    await desk.claims("one")
    assert await desk.claims("two") == ()

    await desk.dies()
    await desk.reconciles()

    (taken,) = await desk.claims("two")
    assert taken.id == number


async def test_an_account_that_was_left_is_free_at_once(desk):
    await desk.says()
    await desk.says(room=2)
    await desk.claims("one", 1)
    async with desk.database.write() as connection:
        await Outbox(connection).leave_account(SENDER, "one")

    assert len(await desk.claims("two", 1)) == 1


async def test_a_crash_before_sending_loses_nothing(desk):
    number = await desk.says()
    await desk.claims()
    await desk.dies()
    await desk.reconciles()

    assert await desk.state(number) == "pending"


async def test_a_process_that_stalled_past_its_lease_may_not_send(desk):
    await desk.says()
    (stalled,) = await desk.claims("one")
    await desk.dies()
    await desk.reconciles()
    (taken,) = await desk.claims("two")

    assert await desk.begins(stalled) == Lost()
    assert isinstance(await desk.begins(taken), Started)


async def test_a_claim_whose_own_lease_ended_may_not_send(desk):
    await desk.says()
    (stalled,) = await desk.claims()
    await desk.dies()
    async with desk.database.write() as connection:
        assert await Outbox(connection).drive(SENDER, "one", desk.now), "the account is still ours"

    assert await desk.begins(stalled) == Lost()


async def test_a_process_that_stalled_right_before_the_call_may_not_send(desk):
    await desk.says()
    delivery = await desk.calls()
    assert await desk.may_send(delivery) > 20

    await desk.dies()

    assert await desk.may_send(delivery) == 0.0


async def test_what_a_stalled_process_says_afterwards_does_not_touch_the_new_claim(desk):
    number = await desk.says(on_unknown=OnUnknown.RESEND)
    stalled = await desk.calls("one")
    await desk.dies()
    await desk.reconciles()
    await desk.listened("two")
    await desk.reconciles()
    (taken,) = await desk.claims("two")
    assert taken.fence > stalled.fence

    assert await desk.settles(stalled, Failed(reason="refused")) == []
    assert await desk.state(number) == "claimed"
