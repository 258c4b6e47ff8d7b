"""A person's word that a post went out: it is never sent again, whatever comes in late."""

from datetime import timedelta

import pytest

from bot.core.effects import OnUnknown
from bot.core.outbound import Failed, Held, NotSent, Sent, SentByHand
from storage.delivery.outbox import Outbox
from storage.tables.service import audit
from tests.support.builders import after
from tests.support.delivering import OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def mark(desk, number, at=None):
    word = SentByHand(author="王老师", at=at or desk.now, reason="群里已经看到")
    async with desk.database.write() as connection:
        return await Outbox(connection).mark_sent(number, word, desk.now)


async def a_held_one(desk):
    number = await desk.says()
    (delivery,) = await desk.claims()
    await desk.settles(delivery, Held(reason="迟到"))
    return number


async def test_a_held_post_that_somebody_posted_by_hand_is_sent_at_that_time(desk):
    number = await a_held_one(desk)
    posted = desk.now
    desk.move(minutes=5)

    assert await mark(desk, number, posted)

    row = await desk.row(number)
    assert (row.state, row.settled, row.sending) == ("sent", posted, posted)
    assert row.outcome == "sent by 王老师"
    desk.move(days=1)
    assert await desk.claims() == ()


async def test_an_unknown_post_that_was_seen_is_not_sent_again(desk):
    number, delivery = await desk.unknown(on_unknown=OnUnknown.RESEND)

    assert await mark(desk, number)

    await desk.listened()
    await desk.reconciles()
    assert await desk.claims() == ()
    assert await desk.state(number) == "sent"
    assert delivery.id == number


@pytest.mark.parametrize(
    "late",
    [
        Failed(reason="refused"),
        NotSent(until=after(minutes=1), reason="away"),
        Sent(ref=None),
    ],
)
async def test_a_late_answer_of_the_platform_does_not_take_the_word_back(desk, late):
    number, delivery = await desk.unknown()
    seen_at = desk.now - timedelta(seconds=1)
    await mark(desk, number, seen_at)

    await desk.settles(delivery, late)

    row = await desk.row(number)
    assert (row.state, row.settled) == ("sent", seen_at)


async def test_the_echo_of_the_post_is_found_to_be_its_own_afterwards(desk):
    number, _ = await desk.unknown("签到")
    await mark(desk, number)

    alerts = await desk.hears(desk.shown("签到"))

    row = await desk.row(number)
    assert (row.state, row.ref is None) == ("sent", False)
    assert alerts == []


async def test_of_two_people_only_the_first_decides(desk):
    number = await a_held_one(desk)
    async with desk.database.write() as connection:
        assert await Outbox(connection).release_held(number, "李老师", desk.now)

    assert not await mark(desk, number)
    assert await desk.state(number) == "pending"


async def test_what_is_on_its_way_is_nobodys_to_settle(desk):
    number = await desk.says()
    await desk.calls()

    assert not await mark(desk, number)
    assert await desk.state(number) == "sending"


async def test_the_word_is_audited_with_when_and_why(desk):
    number = await a_held_one(desk)
    await mark(desk, number)

    async with desk.database.read() as connection:
        (row,) = (await connection.execute(audit.select())).all()
    assert (row.author, row.action, row.reason) == ("王老师", "delivery.sent", "群里已经看到")
    assert row.details["at"] == desk.now.isoformat()
    assert row.details["before"]["state"] == "held"
