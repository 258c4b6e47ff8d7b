"""The outbox on both databases: claims, leases, fences, budget. Each promise is tried to break."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.core.conduct import ListName
from bot.core.conduct_effects import Enlist
from bot.core.effects import (
    AcceptInvitation,
    DirectMessage,
    Intent,
    InviteMember,
    NotifyStaff,
    RecallMessage,
    RemoveMember,
    Say,
    SetAnnouncement,
)
from bot.core.events import Media
from bot.core.ids import AlertId, ChannelName, IdentityId, MessageId, RoomId, StaffName, StudentId
from bot.core.outbound import (
    Delivery,
    Expired,
    Failed,
    Held,
    KeptBack,
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
from storage.tables.delivery import outbox
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


async def _spoil(desk, number):
    async with desk.database.write() as connection:
        await connection.execute(
            update(outbox).where(outbox.c.id == number).values(deed={"kind": "Shout"})
        )


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
