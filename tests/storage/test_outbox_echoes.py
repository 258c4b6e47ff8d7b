"""Unknowns and echoes on both databases: late, early, repeated, lost, and of unknown origin."""

import asyncio

import pytest
from sqlalchemy import select, update

from bot.core.effects import (
    DirectMessage,
    NotifyStaff,
    OnUnknown,
    RemoveMember,
    Say,
    Severity,
)
from bot.core.events import AccountChanged, AccountState, Media, MessageKind
from bot.core.ids import AlertId, EventRef, MessageRef, StaffName
from bot.core.outbound import Delivery, Expired, Failed, Held, NotSent, Sent, Skipped, Unsure
from storage.delivery.outbox import Outbox
from storage.tables.delivery import outbox
from storage.tables.service import meta
from storage.talk.archive import Archive
from tests.support.builders import CHANNEL, after
from tests.support.delivering import SENDER, OutboxDesk

UNSURE = Unsure(reason="time-out")


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def _unknown(desk, text="签到", **other):
    number = await desk.says(text, **other)
    delivery = await desk.calls()
    await desk.settles(delivery, UNSURE)
    return number, delivery


async def test_an_echo_settles_an_unknown(desk):
    number, _ = await _unknown(desk)

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
    first, _ = await _unknown(desk)
    echo = desk.shown("签到", ref="p1")
    await desk.hears(echo)
    second, _ = await _unknown(desk)

    assert await desk.hears(echo, echo) == []
    assert await desk.state(first) == "sent"
    assert await desk.state(second) == "unknown"


async def test_one_echo_settles_one_of_two_posts_with_the_same_text(desk):
    first, _ = await _unknown(desk)
    second, _ = await _unknown(desk, urgent=True)

    await desk.hears(desk.shown("签到", ref="p1"))
    assert [await desk.state(n) for n in (first, second)] == ["sent", "unknown"]

    await desk.hears(desk.shown("签到", ref="p2"))
    assert [await desk.state(n) for n in (first, second)] == ["sent", "sent"]


async def test_the_echo_of_a_post_already_known_settles_no_other(desk):
    await desk.says("签到")
    await desk.sends(ref="p1")
    second, _ = await _unknown(desk)

    assert await desk.hears(desk.shown("签到", ref="p1")) == []

    assert await desk.state(second) == "unknown"


async def test_an_early_echo_taken_by_an_older_twin_goes_back_to_its_own(desk):
    older, _ = await _unknown(desk)
    newer = await desk.says("签到", urgent=True)
    delivery = await desk.calls()
    await desk.hears(desk.shown("签到", ref="p2"))  # of the newer; by its text it may be either
    assert await desk.state(older) == "sent"

    await desk.settles(delivery, Sent(ref=MessageRef("p2")))

    assert (await desk.row(newer)).ref == "p2"
    assert await desk.state(older) == "unknown"


async def test_twins_whose_echoes_were_swapped_are_put_right(desk):
    older, _ = await _unknown(desk)
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
    older, _ = await _unknown(desk)
    newer, _ = await _unknown(desk, urgent=True)
    async with desk.database.read() as connection:
        nonce = await connection.scalar(select(outbox.c.nonce).where(outbox.c.id == newer))

    await desk.hears(desk.shown("签到", ref="p2", nonce=nonce))

    assert [await desk.state(n) for n in (older, newer)] == ["unknown", "sent"]


async def test_an_echo_with_the_mention_written_into_its_text_is_known(desk):
    deed = Say(room=desk.rooms[0], text="你的学号是 10001", mentions=(desk.people["u1"],))
    number, _ = await _unknown(desk, deed=deed)

    await desk.hears(desk.shown("@小明\u2005你的学号是 10001"))

    assert await desk.state(number) == "sent"


async def test_a_file_is_known_by_being_a_file(desk):
    deed = Say(room=desk.rooms[0], media=Media(name="课表.pdf", url="file:///x"))
    number, _ = await _unknown(desk, deed=deed)

    await desk.hears(desk.shown("", kind=MessageKind.FILE, media=Media(name="课表.pdf")))

    assert await desk.state(number) == "sent"


async def test_a_post_shown_as_text_and_file_alarms_nobody(desk):
    deed = Say(room=desk.rooms[0], text="课表", media=Media(url="file:///x"))
    number, _ = await _unknown(desk, deed=deed)

    file = desk.shown("", kind=MessageKind.FILE, media=Media(name="x"))
    assert await desk.hears(desk.shown("课表"), file) == []
    assert await desk.state(number) == "sent"


async def test_an_echo_of_another_room_settles_nothing(desk):
    number, _ = await _unknown(desk)

    await desk.hears(desk.shown("签到", room=2))

    assert await desk.state(number) == "unknown"


async def test_an_echo_from_before_the_post_settles_nothing(desk):
    number, _ = await _unknown(desk)

    await desk.hears(desk.shown("签到", at=after(hours=-1)))

    assert await desk.state(number) == "unknown"


async def test_an_echo_that_was_kept_for_hours_still_settles_its_post(desk):
    number, _ = await _unknown(desk)
    desk.move(hours=5)

    await desk.hears(desk.shown("签到"))

    assert await desk.state(number) == "sent"


async def test_an_echo_settles_what_is_held_or_waits_to_be_sent_again(desk):
    held, _ = await _unknown(desk, "重要通知", on_unknown=OnUnknown.HOLD)
    again, _ = await _unknown(desk, "签到", room=2)
    await desk.listened()
    await desk.reconciles()
    assert [await desk.state(n) for n in (held, again)] == ["held", "pending"]

    await desk.hears(desk.shown("重要通知"), desk.shown("签到", room=2))

    assert [await desk.state(n) for n in (held, again)] == ["sent", "sent"]


async def test_the_echo_of_a_first_try_stops_the_second_right_before_the_call(desk):
    number, _ = await _unknown(desk)
    await desk.listened()
    await desk.reconciles()
    second = await desk.calls()
    await desk.hears(desk.shown("签到"))

    assert await desk.may_send(second) == 0.0
    await desk.settles(second, NotSent(until=desk.now, reason="lost"))
    assert await desk.state(number) == "sent"


async def test_a_direct_message_has_its_echo_too(desk):
    number, _ = await _unknown(desk, deed=DirectMessage(to=desk.people["u1"], text="你好"))

    await desk.hears(desk.shown("你好", room=None))

    assert await desk.state(number) == "sent"


async def test_an_echo_of_the_same_words_to_another_person_settles_nothing(desk):
    number, _ = await _unknown(desk, deed=DirectMessage(to=desk.people["u1"], text="你好"))

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
    number, _ = await _unknown(desk)

    await desk.hears(desk.shown("签到"), desk.shown("别的", room=2))

    assert await desk.state(number) == "sent"
    assert (await desk.row(broken)).deed is None


async def test_a_deed_nobody_can_read_fails_and_somebody_is_told(desk):
    broken = await desk.says()
    await _spoil(desk, broken)

    async with desk.database.write() as connection:
        claimed = await Outbox(connection).claim(SENDER, "one", desk.now)

    assert (claimed.deliveries, len(claimed.alerts)) == ((), 1)
    assert await desk.state(broken) == "failed"


async def test_staff_are_told_of_a_removal_that_came_too_late(desk):
    deed = RemoveMember(room=desk.rooms[0], member=desk.people["u1"])
    number = await desk.says(deed=deed)
    (delivery,) = await desk.claims()

    alerts = await desk.settles(delivery, Expired())

    assert len(alerts) == 1
    assert await desk.state(number) == "expired"


async def _in_parts(desk):
    await desk.says("一。二。")
    (delivery,) = await desk.claims()
    async with desk.database.write() as connection:
        first = await Outbox(connection).split(delivery, ("一。", "二。"), desk.now)
        assert isinstance(first, Delivery)
        (rest,) = await connection.scalars(select(outbox.c.id).where(outbox.c.id > first.id))
    return first, rest


@pytest.mark.parametrize("outcome", [Failed(reason="muted"), Skipped(reason="x"), Expired()])
async def test_the_rest_of_a_post_whose_first_part_is_not_sent_is_not_sent(desk, outcome):
    first, rest = await _in_parts(desk)
    await desk.settles(first, outcome)

    assert await desk.claims() == ()
    await desk.reconciles()

    assert await desk.state(rest) == "skipped"


async def test_the_rest_of_a_post_waits_while_a_person_decides_on_the_first_part(desk):
    first, rest = await _in_parts(desk)
    await desk.settles(first, Held(reason="?"))
    await desk.reconciles()
    assert (await desk.claims(), await desk.state(rest)) == ((), "pending")

    async with desk.database.write() as connection:
        await Outbox(connection).release_held(first.id, "wang", desk.now)
    await desk.sends()

    assert [d.id for d in await desk.claims()] == [rest]


async def _spoil(desk, number):
    async with desk.database.write() as connection:
        await connection.execute(
            update(outbox).where(outbox.c.id == number).values(deed={"kind": "Shout"})
        )


# ---- unknowns -----------------------------------------------------------------------------------


async def test_a_crash_while_sending_leaves_it_unknown(desk):
    number = await desk.says()
    await desk.calls()
    await desk.dies()

    await desk.reconciles()

    assert await desk.state(number) == "unknown"


async def test_without_an_echo_a_routine_post_is_sent_again_once_and_then_held(desk):
    number, _ = await _unknown(desk)
    await desk.listened()
    assert await desk.reconciles() == []
    assert await desk.state(number) == "pending"

    await desk.settles(await desk.calls(), UNSURE)
    await desk.listened()
    (alert,) = await desk.reconciles()

    assert await desk.state(number) == "held"
    assert alert.kind == "delivery"


async def test_within_the_grace_nothing_is_done(desk):
    number, _ = await _unknown(desk)
    desk.move(seconds=89)
    await desk.reconciles()

    assert await desk.state(number) == "unknown"


async def test_money_and_law_are_held_for_a_person(desk):
    number, _ = await _unknown(desk, on_unknown=OnUnknown.HOLD)
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
    number, _ = await _unknown(desk)
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
    number, _ = await _unknown(desk)
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
        await _unknown(desk, on_unknown=OnUnknown.HOLD, urgent=True)
    await desk.listened()

    assert len(await desk.reconciles()) == 1


# ---- somebody else ------------------------------------------------------------------------------


async def test_a_post_we_did_not_send_is_told_but_stops_nothing(desk):
    (alert,) = await desk.hears(desk.shown("我用手机发的"))
    await desk.says()

    assert alert.severity is Severity.INFO
    assert len(await desk.claims()) == 1


async def test_somebody_who_posts_what_we_post_pauses_the_account(desk):
    await desk.says("签到")
    await desk.sends(ref="p1")
    await desk.hears(desk.shown("签到", ref="p1"))
    desk.move(minutes=1)

    (alert,) = await desk.hears(desk.shown("签到", ref="from-elsewhere"))
    await desk.says("下一条")

    assert alert.severity is Severity.CRITICAL
    assert await desk.claims() == ()
    desk.move(minutes=16)
    assert len(await desk.claims()) == 1


async def test_one_message_shown_under_two_ids_alarms_nobody(desk):
    await desk.says("签到")
    await desk.sends(ref="p1")
    shown = desk.shown("签到", ref="p1")

    assert await desk.hears(shown) == []
    assert await desk.hears(desk.shown("签到", ref="p1-after-relogin")) == []


async def test_history_read_back_alarms_nobody(desk):
    assert await desk.hears(desk.shown("去年的通知", at=after(days=-30))) == []


async def test_an_alert_told_by_direct_message_is_no_stranger(desk):
    assert await desk.hears(desk.shown("【提醒】有人问价", room=None)) == []


# ---- restore, people ----------------------------------------------------------------------------


async def test_after_a_restore_everything_due_before_is_held(desk):
    due = await desk.says("早上好")
    unknown, _ = await _unknown(desk, "签到", room=2, due=after(minutes=-1))
    future = await desk.says("明天见", due=after(days=1))
    desk.move(minutes=5)
    await _restore(desk)

    assert await desk.claims() == (), "not even before the first tick"
    alerts = await desk.reconciles()

    states = [await desk.state(n) for n in (due, unknown, future)]
    assert states == ["held", "held", "pending"]
    assert len(alerts) == 2
    assert await desk.reconciles() == []


async def test_a_person_may_send_what_a_restore_held(desk):
    due = await desk.says("早上好")
    desk.move(minutes=5)
    await _restore(desk)
    await desk.reconciles()
    desk.move(seconds=1)

    assert await _decide(desk, "release_held", due)

    assert [d.id for d in await desk.claims()] == [due]


async def test_a_person_may_send_what_has_run_out_of_its_time(desk):
    number = await desk.says(expires=after(minutes=1))
    (delivery,) = await desk.claims()
    await desk.settles(delivery, Held(reason="迟到"))
    desk.move(minutes=5)

    assert await _decide(desk, "release_held", number)

    (again,) = await desk.claims()
    assert (again.id, again.expires) == (number, None)


async def test_only_the_first_of_two_people_decides(desk):
    number, _ = await _unknown(desk, on_unknown=OnUnknown.HOLD)
    await desk.listened()
    await desk.reconciles()

    assert await _decide(desk, "cancel", number)
    assert not await _decide(desk, "release_held", number)
    assert not await _decide(desk, "cancel", number)
    assert (await desk.row(number)).outcome == "cancel by 王老师"


async def test_what_is_on_its_way_cannot_be_cancelled(desk):
    number = await desk.says()
    await desk.calls()

    assert not await _decide(desk, "cancel", number)


async def test_every_decision_is_audited(desk):
    number = await desk.says()
    await _decide(desk, "cancel", number)

    async with desk.database.read() as connection:
        from storage.tables.service import audit

        (row,) = (await connection.execute(audit.select())).all()
    assert (row.author, row.action, row.subject) == (
        "王老师",
        "delivery.cancel",
        f"delivery:{number}",
    )


async def test_lists_go_page_by_page_newest_first(desk):
    numbers = [await desk.says(f"{n}", room=n % 2 + 1) for n in range(5)]
    async with desk.database.read() as connection:
        box = Outbox(connection)
        first = await box.deliveries(limit=3)
        second = await box.deliveries(after=first.next, limit=3)
        in_room = await box.deliveries(room=desk.rooms[0])
        counts = await box.counts()

    assert [d.id for d in first.items + second.items] == numbers[::-1]
    assert second.next is None
    assert {d.room for d in in_room.items} == {desk.rooms[0]}
    assert (counts["pending"], counts["sent"]) == (5, 0)


async def _account(desk, state):
    event = AccountChanged(
        channel=CHANNEL, ref=EventRef(f"a-{state}-{desk.now}"), at=desk.now, state=state
    )
    async with desk.database.write() as connection:
        await Archive(connection).save([event], received=desk.now)


async def _restore(desk):
    async with desk.database.write() as connection:
        await connection.execute(
            meta.insert().values(key="restored_at", value=desk.now.isoformat())
        )


async def _decide(desk, what, number):
    async with desk.database.write() as connection:
        return await getattr(Outbox(connection), what)(number, "王老师", desk.now)
