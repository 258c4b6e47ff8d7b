"""The outbox on both databases: claims, leases, fences, budget. Each promise is tried to break."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.conduct import ListName
from bot.core.conduct_effects import Enlist
from bot.core.effects import (
    AcceptInvitation,
    DirectMessage,
    Intent,
    InviteMember,
    NotifyStaff,
    OnUnknown,
    RecallMessage,
    RemoveMember,
    Say,
    SetAnnouncement,
)
from bot.core.events import Media
from bot.core.ids import (
    AlertId,
    ChannelName,
    IdentityId,
    MessageId,
    RoomId,
    StaffName,
    StudentId,
)
from bot.core.outbound import (
    Delivery,
    Expired,
    Failed,
    Held,
    KeptBack,
    Lost,
    Moved,
    Sent,
    Skipped,
    Started,
    Unsure,
)
from storage.conduct.conduct import Conduct
from storage.delivery.json import read_deed, write_deed
from storage.delivery.outbox import Outbox
from storage.delivery.rows import NobodySpeaks
from storage.tables.people import identity
from tests.support.builders import CHANNEL, after
from tests.support.delivering import SENDER, OutboxDesk


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


@pytest.mark.parametrize(
    "deed",
    [
        Say(room=RoomId(1), text="你好"),
        Say(
            room=RoomId(1),
            text="看这里",
            mentions=(IdentityId(3), IdentityId(4)),
            mention_all=True,
            media=Media(name="课表.pdf", url="file:///课表.pdf", mime="application/pdf", size=3),
        ),
        DirectMessage(to=IdentityId(3), text="你的学号是 10001"),
        DirectMessage(to=IdentityId(3), media=Media(url="https://example.org/1.png")),
        RemoveMember(room=RoomId(1), member=IdentityId(3)),
        RecallMessage(room=RoomId(1), message=MessageId(5)),
        InviteMember(room=RoomId(1), member=IdentityId(3)),
        SetAnnouncement(room=RoomId(1), text="每晚八点上课"),
        AcceptInvitation(channel=ChannelName("wx"), invitation="i-1"),
        NotifyStaff(staff=StaffName("wang"), alert=AlertId(7), target="apprise:0"),
        NotifyStaff(
            staff=StaffName("wang"), alert=AlertId(7), target="dm", channel=ChannelName("wx")
        ),
    ],
    ids=lambda deed: type(deed).__name__,
)
def test_a_deed_survives_being_written_down(deed):
    assert read_deed(write_deed(deed)) == deed


def test_an_unknown_deed_is_refused():
    with pytest.raises(ValueError, match="unknown deed"):
        read_deed({"kind": "Shout"})


async def test_the_same_key_is_written_once(desk):
    first = Intent(deed=Say(room=desk.rooms[0], text="一"), key="same", reason="试")
    again = Intent(deed=Say(room=desk.rooms[0], text="二"), key="same", reason="试")

    assert len(await desk.intends(first, again)) == 1
    assert await desk.intends(again) == ()


async def test_a_deed_goes_to_the_account_that_sits_in_the_room(desk):
    said = await desk.row(await desk.says())
    told = await desk.row(await desk.says(deed=DirectMessage(to=desk.people["u1"], text="你好")))

    assert [said.sender, told.sender] == [SENDER, SENDER]


def _notice(**other):
    return NotifyStaff(staff=StaffName("wang"), alert=AlertId(1), **other)


async def test_a_notice_by_direct_message_goes_by_the_account_that_tells_it(desk):
    direct = await desk.says(deed=_notice(target="dm", channel=CHANNEL))
    outside = await desk.says(deed=_notice(target="apprise:0"))

    assert (await desk.row(direct)).sender == SENDER
    assert (await desk.row(outside)).sender == "alerts"


async def test_a_notice_to_a_colleague_does_not_wait_behind_older_posts(desk):
    await desk.says("一", due=after(minutes=-3))
    notice = await desk.says(deed=_notice(target="dm", channel=CHANNEL))

    assert [d.id for d in await desk.claims(limit=1)] == [notice]


async def test_an_intent_for_an_unknown_room_is_refused_as_a_whole(desk):
    with pytest.raises(NobodySpeaks, match="no account"):
        await desk.intends(Intent(deed=Say(room=RoomId(999), text="?"), key="k", reason="试"))


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


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Skipped(reason="gone"), "skipped"),
        (Expired(), "expired"),
        (Held(reason="ask"), "held"),
        (KeptBack(until=after(hours=1), reason="budget"), "pending"),
        (Moved(due=after(hours=8), reason="quiet"), "pending"),
        (Failed(reason="cannot"), "failed"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
async def test_before_the_call_a_delivery_can_be_settled_otherwise(desk, outcome, state):
    number = await desk.says()
    (delivery,) = await desk.claims()

    alerts = await desk.settles(delivery, outcome)

    assert await desk.state(number) == state
    assert [a.kind for a in alerts] == (["delivery"] if state in {"held", "failed"} else [])


async def test_what_is_kept_back_comes_again_and_keeps_its_due_time(desk):
    number = await desk.says()
    (delivery,) = await desk.claims()
    await desk.settles(delivery, KeptBack(until=after(hours=1), reason="budget"))

    assert (await desk.row(number)).due == after()
    assert await desk.claims() == ()
    desk.move(hours=1)
    assert len(await desk.claims()) == 1


async def test_a_refused_post_fails_loudly(desk):
    number = await desk.says()
    delivery = await desk.calls()

    (alert,) = await desk.settles(delivery, Failed(reason="muted"))

    assert await desk.state(number) == "failed"
    assert "muted" in alert.reason


async def test_a_long_text_becomes_several_deliveries_in_order(desk):
    whole = await desk.says("一二三")
    (delivery,) = await desk.claims()
    async with desk.database.write() as connection:
        first = await Outbox(connection).split(delivery, ("一", "二", "三"), desk.now)

    assert isinstance(first, Delivery)
    assert first.deed == Say(room=desk.rooms[0], text="一")
    assert isinstance(await desk.begins(first), Started)
    await desk.settles(first, Sent())
    rest = [(await desk.sends()).deed.text for _ in range(2)]
    assert rest == ["二", "三"]
    assert await desk.state(whole) == "sent"


async def test_a_delivery_that_cannot_be_read_fails_alone(desk):
    broken = await desk.says("一")
    sound = await desk.says("二", room=2)
    async with desk.database.write() as connection:
        from storage.tables.delivery import outbox

        await connection.execute(
            outbox.update().where(outbox.c.id == broken).values(deed={"kind": "Shout"})
        )

    assert [d.id for d in await desk.claims()] == [sound]
    async with desk.database.read() as connection:
        row = (await connection.execute(outbox.select().where(outbox.c.id == broken))).one()
    assert (row.state, row.settled_at) == ("failed", desk.now)


async def test_circumstances_tell_what_changed_since(desk):
    number = await desk.says(deed=RemoveMember(room=desk.rooms[0], member=desk.people["u1"]))
    (delivery,) = await desk.claims()
    async with desk.database.read() as connection:
        things = await Outbox(connection).circumstances(delivery, desk.now)

    assert delivery.id == number
    assert things.room is not None
    assert (things.room.channel, things.room.left) == (CHANNEL, False)
    assert things.people[desk.people["u1"]].present is True


async def test_whoever_was_allowed_since_a_removal_was_ordered_is_known(desk):
    member = desk.people["u1"]
    await desk.says(deed=RemoveMember(room=desk.rooms[0], member=member))
    (delivery,) = await desk.claims()
    async with desk.database.write() as connection:
        student = await connection.scalar(
            select(identity.c.student_id).where(identity.c.id == member)
        )
        entry = Enlist(
            student=StudentId(student),
            list=ListName.ALLOW,
            reason="楼长",
            until=desk.now + timedelta(days=1),
            author="王",
        )
        await Conduct(connection).enlist(entry, desk.now)
        held = await Outbox(connection).circumstances(delivery, desk.now)
        ended = await Outbox(connection).circumstances(delivery, desk.now + timedelta(days=1))

    assert held.people[member].allowed
    assert not ended.people[member].allowed


async def test_an_unsure_call_leaves_it_unknown_and_in_nobodys_hands(desk):
    number = await desk.says()
    delivery = await desk.calls()
    await desk.settles(delivery, Unsure(reason="time-out"))

    assert await desk.state(number) == "unknown"
    assert await desk.claims() == ()
