"""What becomes of posts of which nobody knows whether they went out, on both databases."""

import pytest

from bot.core.effects import (
    NotifyStaff,
    OnUnknown,
    RemoveMember,
)
from bot.core.events import AccountChanged, AccountState
from bot.core.ids import AlertId, EventRef, MessageRef, StaffName
from bot.core.outbound import Sent
from storage.delivery.outbox import Outbox
from storage.talk.archive import Archive
from tests.support.builders import CHANNEL
from tests.support.delivering import UNSURE, OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def test_a_crash_while_sending_leaves_it_unknown(desk):
    number = await desk.says()
    await desk.calls()
    await desk.dies()

    await desk.reconciles()

    assert await desk.state(number) == "unknown"


async def test_without_an_echo_a_routine_post_is_sent_again_once_and_then_held(desk):
    number, _ = await desk.unknown()
    await desk.listened()
    assert await desk.reconciles() == []
    assert await desk.state(number) == "pending"

    await desk.settles(await desk.calls(), UNSURE)
    await desk.listened()
    (alert,) = await desk.reconciles()

    assert await desk.state(number) == "held"
    assert alert.kind == "delivery"


async def test_within_the_grace_nothing_is_done(desk):
    number, _ = await desk.unknown()
    desk.move(seconds=89)
    await desk.reconciles()

    assert await desk.state(number) == "unknown"


async def test_money_and_law_are_held_for_a_person(desk):
    number, _ = await desk.unknown(on_unknown=OnUnknown.HOLD)
    await desk.listened()

    assert len(await desk.reconciles()) == 1
    assert await desk.state(number) == "held"


async def test_where_the_platform_shows_no_echo_a_person_decides_at_once(desk):
    number = await desk.says(on_unknown=OnUnknown.RESEND)
    delivery = await desk.calls(echoed=False)
    await desk.settles(delivery, UNSURE)

    await desk.reconciles()

    assert await desk.state(number) == "held"


async def test_a_removal_may_be_tried_again_without_an_echo(desk):
    deed = RemoveMember(room=desk.rooms[0], member=desk.people["u1"])
    number = await desk.says(deed=deed)
    delivery = await desk.calls(echoed=False)
    await desk.settles(delivery, UNSURE)

    await desk.reconciles()

    assert await desk.state(number) == "pending"


async def test_a_notice_to_a_colleague_comes_at_least_once(desk):
    notice = NotifyStaff(staff=StaffName("wang"), alert=AlertId(1), target="apprise:0")
    number = await desk.says(deed=notice)
    async with desk.database.write() as connection:
        box = Outbox(connection)
        (delivery,) = (await box.claim("alerts", "one", desk.now)).deliveries
        await box.begin_sending(delivery, pace=None, echoed=False, now=desk.now)
    await desk.settles(delivery, UNSURE)
    await desk.reconciles()

    assert await desk.state(number) == "pending"


async def test_while_the_account_is_away_no_echo_is_missed(desk):
    number, _ = await desk.unknown()
    await desk.listened()
    await _account(desk, AccountState.AWAY)
    desk.move(hours=1)
    await desk.reconciles()
    assert await desk.state(number) == "unknown"

    await _account(desk, AccountState.LOGGED_IN)
    desk.move(seconds=89)
    await desk.reconciles()
    assert await desk.state(number) == "unknown", "the grace begins when the account is back"
    desk.move(seconds=2)
    await desk.reconciles()
    assert await desk.state(number) == "pending"


async def test_a_new_process_listens_for_the_whole_grace_before_it_sends_again(desk):
    number, _ = await desk.unknown()
    await desk.listened("one")
    await desk.reconciles()
    assert await desk.state(number) == "pending"
    await desk.dies()

    assert await desk.claims("two") == ()
    desk.move(seconds=89)
    assert await desk.claims("two") == ()
    desk.move(seconds=2)
    assert [d.id for d in await desk.claims("two")] == [number]


async def test_a_late_answer_settles_an_unknown_of_the_same_claim(desk):
    number = await desk.says()
    delivery = await desk.calls()
    await desk.dies()
    await desk.reconciles()

    await desk.settles(delivery, Sent(ref=MessageRef("p1")))

    assert await desk.state(number) == "sent"


async def test_held_posts_of_one_room_are_told_together(desk):
    for _ in range(3):
        await desk.unknown(on_unknown=OnUnknown.HOLD, urgent=True)
    await desk.listened()

    assert len(await desk.reconciles()) == 1


async def _account(desk, state):
    event = AccountChanged(
        channel=CHANNEL, ref=EventRef(f"a-{state}-{desk.now}"), at=desk.now, state=state
    )
    async with desk.database.write() as connection:
        await Archive(connection).save([event], received=desk.now)
