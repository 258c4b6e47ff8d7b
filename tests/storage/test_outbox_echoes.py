"""Unknowns and echoes on both databases: late, early, repeated, lost, and of unknown origin."""

import asyncio

import pytest
from sqlalchemy import select, update

from bot.core.effects import DirectMessage, OnUnknown, Say
from bot.core.events import Media, MessageKind
from bot.core.ids import MessageRef
from bot.core.outbound import Failed, NotSent, Sent
from storage.tables.delivery import outbox
from tests.support.builders import after
from tests.support.delivering import UNSURE, OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def test_an_echo_settles_an_unknown(desk):
    number, _ = await desk.unknown()

    assert await desk.hears(desk.shown("签到", ref="p1")) == []

    row = await desk.row(number)
    assert (row.state, row.ref) == ("sent", "p1")


async def test_an_echo_may_come_before_the_answer(desk):
    number = await desk.says("签到")
    delivery = await desk.calls()
    await desk.hears(desk.shown("签到", ref="p1"))
    assert await desk.state(number) == "sent"

    await desk.settles(delivery, Sent(ref=MessageRef("p1")))
    assert (await desk.row(number)).ref == "p1"


async def test_answer_and_echo_at_the_same_moment_settle_one_post_and_alarm_nobody(desk):
    for number in range(10):
        text = f"第 {number} 条"
        posted = await desk.says(text, urgent=True)
        delivery = await desk.calls()
        ref = f"p{number}"

        alerts, _ = await asyncio.gather(
            desk.hears(desk.shown(text, ref=ref)),
            desk.settles(delivery, Sent(ref=MessageRef(ref))),
        )

        assert alerts == []
        assert (await desk.row(posted)).ref == ref


async def test_an_answer_that_never_comes_changes_nothing_after_the_echo(desk):
    number = await desk.says("签到")
    delivery = await desk.calls()
    await desk.hears(desk.shown("签到"))

    await desk.settles(delivery, UNSURE)

    assert await desk.state(number) == "sent"


async def test_a_repeated_echo_changes_nothing(desk):
    first, _ = await desk.unknown()
    echo = desk.shown("签到", ref="p1")
    await desk.hears(echo)
    second, _ = await desk.unknown()

    assert await desk.hears(echo, echo) == []
    assert await desk.state(first) == "sent"
    assert await desk.state(second) == "unknown"


async def test_one_echo_settles_one_of_two_posts_with_the_same_text(desk):
    first, _ = await desk.unknown()
    second, _ = await desk.unknown(urgent=True)

    await desk.hears(desk.shown("签到", ref="p1"))
    assert [await desk.state(n) for n in (first, second)] == ["sent", "unknown"]

    await desk.hears(desk.shown("签到", ref="p2"))
    assert [await desk.state(n) for n in (first, second)] == ["sent", "sent"]


async def test_the_echo_of_a_post_already_known_settles_no_other(desk):
    await desk.says("签到")
    await desk.sends(ref="p1")
    second, _ = await desk.unknown()

    assert await desk.hears(desk.shown("签到", ref="p1")) == []

    assert await desk.state(second) == "unknown"


async def test_an_early_echo_taken_by_an_older_twin_goes_back_to_its_own(desk):
    older, _ = await desk.unknown()
    newer = await desk.says("签到", urgent=True)
    delivery = await desk.calls()
    await desk.hears(desk.shown("签到", ref="p2"))  # of the newer; by its text it may be either
    assert await desk.state(older) == "sent"

    await desk.settles(delivery, Sent(ref=MessageRef("p2")))

    assert (await desk.row(newer)).ref == "p2"
    assert await desk.state(older) == "unknown"


async def test_twins_whose_echoes_were_swapped_are_put_right(desk):
    older, _ = await desk.unknown()
    newer = await desk.says("签到", urgent=True)
    delivery = await desk.calls()
    await desk.hears(desk.shown("签到", ref="p2"))
    await desk.hears(desk.shown("签到", ref="p1"))

    await desk.settles(delivery, Sent(ref=MessageRef("p2")))

    assert (await desk.row(newer)).ref == "p2"
    assert (await desk.row(older)).ref == "p1"
    assert await desk.state(older) == "sent"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Failed(reason="muted"), "failed"), (NotSent(until=after(), reason="away"), "pending")],
    ids=["refused", "away"],
)
async def test_a_certain_no_outweighs_an_echo_that_only_looked_alike(desk, outcome, state):
    number = await desk.says("签到")
    delivery = await desk.calls()
    await desk.hears(desk.shown("签到", ref="by-hand"))

    await desk.settles(delivery, outcome)

    assert await desk.state(number) == state


async def test_the_nonce_tells_twins_apart(desk):
    older, _ = await desk.unknown()
    newer, _ = await desk.unknown(urgent=True)
    async with desk.database.read() as connection:
        nonce = await connection.scalar(select(outbox.c.nonce).where(outbox.c.id == newer))

    await desk.hears(desk.shown("签到", ref="p2", nonce=nonce))

    assert [await desk.state(n) for n in (older, newer)] == ["unknown", "sent"]


async def test_an_echo_with_the_mention_written_into_its_text_is_known(desk):
    deed = Say(room=desk.rooms[0], text="你的学号是 10001", mentions=(desk.people["u1"],))
    number, _ = await desk.unknown(deed=deed)

    await desk.hears(desk.shown("@小明\u2005你的学号是 10001"))

    assert await desk.state(number) == "sent"


async def test_a_file_is_known_by_being_a_file(desk):
    deed = Say(room=desk.rooms[0], media=Media(name="课表.pdf", url="file:///x"))
    number, _ = await desk.unknown(deed=deed)

    await desk.hears(desk.shown("", kind=MessageKind.FILE, media=Media(name="课表.pdf")))

    assert await desk.state(number) == "sent"


async def test_a_post_shown_as_text_and_file_alarms_nobody(desk):
    deed = Say(room=desk.rooms[0], text="课表", media=Media(url="file:///x"))
    number, _ = await desk.unknown(deed=deed)

    file = desk.shown("", kind=MessageKind.FILE, media=Media(name="x"))
    assert await desk.hears(desk.shown("课表"), file) == []
    assert await desk.state(number) == "sent"


async def test_an_echo_of_another_room_settles_nothing(desk):
    number, _ = await desk.unknown()

    await desk.hears(desk.shown("签到", room=2))

    assert await desk.state(number) == "unknown"


async def test_an_echo_from_before_the_post_settles_nothing(desk):
    number, _ = await desk.unknown()

    await desk.hears(desk.shown("签到", at=after(hours=-1)))

    assert await desk.state(number) == "unknown"


async def test_an_echo_that_was_kept_for_hours_still_settles_its_post(desk):
    number, _ = await desk.unknown()
    desk.move(hours=5)

    await desk.hears(desk.shown("签到"))

    assert await desk.state(number) == "sent"


async def test_an_echo_settles_what_is_held_or_waits_to_be_sent_again(desk):
    held, _ = await desk.unknown("重要通知", on_unknown=OnUnknown.HOLD)
    again, _ = await desk.unknown("签到", room=2)
    await desk.listened()
    await desk.reconciles()
    assert [await desk.state(n) for n in (held, again)] == ["held", "pending"]

    await desk.hears(desk.shown("重要通知"), desk.shown("签到", room=2))

    assert [await desk.state(n) for n in (held, again)] == ["sent", "sent"]


async def test_the_echo_of_a_first_try_stops_the_second_right_before_the_call(desk):
    number, _ = await desk.unknown()
    await desk.listened()
    await desk.reconciles()
    second = await desk.calls()
    await desk.hears(desk.shown("签到"))

    assert await desk.may_send(second) == 0.0
    await desk.settles(second, NotSent(until=desk.now, reason="lost"))
    assert await desk.state(number) == "sent"


async def test_a_direct_message_has_its_echo_too(desk):
    number, _ = await desk.unknown(deed=DirectMessage(to=desk.people["u1"], text="你好"))

    await desk.hears(desk.shown("你好", room=None))

    assert await desk.state(number) == "sent"


async def test_an_echo_of_the_same_words_to_another_person_settles_nothing(desk):
    number, _ = await desk.unknown(deed=DirectMessage(to=desk.people["u1"], text="你好"))

    await desk.hears(desk.shown("你好", room=None, to="u2"))
    assert await desk.state(number) == "unknown"

    await desk.hears(desk.shown("你好", room=None, to="u1"))
    assert await desk.state(number) == "sent"


async def test_an_echo_given_back_by_another_post_still_knows_whom_it_was_for(desk):
    first = await desk.says(deed=DirectMessage(to=desk.people["u1"], text="你好"))
    one = await desk.calls()
    await desk.hears(desk.shown("你好", room=None, to="u1"))
    second = await desk.says(deed=DirectMessage(to=desk.people["u2"], text="你好"))
    other = await desk.calls()
    await desk.settles(other, UNSURE)

    await desk.settles(one, NotSent(until=desk.now, reason="away"))

    assert [await desk.state(n) for n in (first, second)] == ["pending", "unknown"]


async def test_a_deed_nobody_can_read_stands_in_the_way_of_no_echo(desk):
    broken = await desk.says("一", room=2)
    await desk.sends()
    await _spoil(desk, broken)
    number, _ = await desk.unknown()

    await desk.hears(desk.shown("签到"), desk.shown("别的", room=2))

    assert await desk.state(number) == "sent"
    assert (await desk.row(broken)).deed is None


async def _spoil(desk, number):
    async with desk.database.write() as connection:
        await connection.execute(
            update(outbox).where(outbox.c.id == number).values(deed={"kind": "Shout"})
        )
