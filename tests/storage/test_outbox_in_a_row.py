"""Several messages in a row: in order, with their pauses, all or none of what is left."""

from datetime import timedelta

import pytest

from bot.core.effects import Intent, Say
from bot.core.outbound import DeliveryState, Failed, NotSent, Sent, Skipped
from storage.delivery.outbox import Outbox
from tests.support.delivering import OutboxDesk

PAUSE = timedelta(seconds=10)


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def a_row(desk, *texts, pause=PAUSE):
    """Three messages, each after the one before."""
    intents = []
    for number, text in enumerate(texts, 1):
        intents.append(
            Intent(
                deed=Say(room=desk.rooms[0], text=text),
                key=f"occ:1:{number}",
                reason="试",
                due=desk.now + (number - 1) * pause,
                after=f"occ:1:{number - 1}" if number > 1 else "",
                pause=pause if number > 1 else timedelta(),
            )
        )
    return await desk.intends(*intents)


async def states(desk):
    async with desk.database.read() as connection:
        page = await Outbox(connection).deliveries(limit=50)
        return [row.state.value for row in sorted(page.items, key=lambda row: row.id)]


async def test_each_waits_until_the_one_before_was_sent_and_its_pause_is_over(desk):
    await a_row(desk, "一", "二", "三")

    assert [one.deed.text for one in [await desk.sends()]] == ["一"]
    desk.move(seconds=9)
    assert await desk.claims() == ()
    desk.move(seconds=1)
    assert (await desk.sends()).deed.text == "二"
    assert await desk.claims() == ()
    desk.move(seconds=10)
    assert (await desk.sends()).deed.text == "三"


async def test_when_the_first_is_late_the_pauses_are_kept(desk):
    await a_row(desk, "一", "二")
    desk.move(minutes=5)

    await desk.sends()
    desk.move(seconds=9)
    assert await desk.claims() == (), "its own time has come long ago, its pause is not over"
    desk.move(seconds=1)
    assert (await desk.sends()).deed.text == "二"


async def test_what_comes_after_one_that_failed_is_not_sent(desk):
    await a_row(desk, "一", "二", "三")
    first = await desk.calls()
    await desk.settles(first, Failed(reason="muted"))
    desk.move(minutes=1)

    assert await desk.claims() == ()
    await desk.reconciles()
    await desk.reconciles()
    assert await states(desk) == ["failed", "skipped", "skipped"]


async def test_what_nobody_knows_of_holds_back_what_follows(desk):
    await a_row(desk, "一", "二")
    delivery = await desk.calls()
    desk.move(minutes=1)
    assert await desk.claims() == ()

    await desk.hears(desk.shown("一"))
    desk.move(seconds=10)
    assert [one.deed.text for one in await desk.claims()] == ["二"]
    assert delivery.key == "occ:1:1"


async def test_a_refused_try_keeps_the_row_in_order(desk):
    await a_row(desk, "一", "二")
    first = await desk.calls()
    await desk.settles(first, NotSent(until=desk.now + timedelta(minutes=1), reason="away"))
    desk.move(seconds=30)

    assert await desk.claims() == ()
    desk.move(seconds=31)
    assert (await desk.sends()).deed.text == "一"


async def test_a_long_message_is_said_to_its_end_before_the_next(desk):

    await a_row(desk, "一" * 10, "二")
    (whole,) = await desk.claims(limit=1)
    async with desk.database.write() as connection:
        first = await Outbox(connection).split(whole, ["一" * 5, "一" * 5], desk.now)
    await desk.begins(first)
    await desk.settles(first, Sent())
    desk.move(seconds=20)

    assert (await desk.sends()).deed.text == "一" * 5
    assert await desk.claims() == ()
    desk.move(seconds=10)
    assert (await desk.sends()).deed.text == "二"


async def test_the_end_of_a_long_message_may_be_later_than_its_beginning(desk):
    """The first half went out at the last moment; the second is not left out for that."""
    expires = desk.now + timedelta(minutes=10)
    deed = Say(room=desk.rooms[0], text="一" * 10)
    await desk.intends(Intent(deed=deed, key="occ:1", reason="试", due=desk.now, expires=expires))
    (whole,) = await desk.claims(limit=1)
    async with desk.database.write() as connection:
        first = await Outbox(connection).split(whole, ["一" * 5, "一" * 5], desk.now)
    await desk.begins(first)
    await desk.settles(first, Sent())
    (second,) = await desk.claims()

    assert second.expires == expires + timedelta(minutes=10)


async def test_the_same_row_again_changes_nothing(desk):
    ids = await a_row(desk, "一", "二")
    assert len(ids) == 2

    assert await a_row(desk, "一", "二") == ()
    await desk.sends()
    desk.move(seconds=10)
    await desk.sends()
    assert await desk.claims() == ()


async def test_a_message_left_out_leaves_out_the_rest(desk):
    await a_row(desk, "一", "二")
    (first,) = await desk.claims(limit=1)
    await desk.settles(first, Skipped(reason="the plan was stopped"))
    await desk.reconciles()

    assert await states(desk) == [DeliveryState.SKIPPED.value, DeliveryState.SKIPPED.value]
