"""The performer on both databases: what people hear, and what becomes of the rest."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.effects import (
    DirectMessage,
    InviteMember,
    NotifyStaff,
    RemoveMember,
    Say,
    SetAnnouncement,
)
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure
from bot.core.ids import AlertId, RoomRef, StaffName, UserRef
from bot.core.ports import ChannelTraits, Remove
from bot.core.sending import DeliverySettings, SendBudget
from tests.support.builders import CHANNEL, after
from tests.support.delivering import FREELY, OutboxDesk, moving
from tests.support.speaking import Stage

ROOMY = SendBudget(per_minute=100, spacing_seconds=2, jitter_seconds=1)


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


@pytest.fixture
def stage(desk):
    return Stage(desk)


async def test_what_is_due_is_said_in_order(stage, desk):
    numbers = [await desk.says(text) for text in ("一", "二", "三")]
    async with stage.plays():
        await stage.state(numbers[-1], "sent")

    assert stage.platform.texts == ["一", "二", "三"]
    assert (await desk.row(numbers[0])).ref == "p1"


async def test_a_mention_names_the_member_as_the_room_does(stage, desk):
    deed = Say(room=desk.rooms[0], text="欢迎", mentions=(desk.people["u1"],))
    number = await desk.says(deed=deed)
    async with stage.plays():
        await stage.state(number, "sent")

    ((room, post),) = stage.platform.said
    assert room == "room-1"
    assert [(m.user, m.name) for m in post.mentions] == [("u1", "名字u1")]


async def test_removals_and_direct_messages_reach_the_platform(stage, desk):
    removal = await desk.says(
        author="wang", deed=RemoveMember(room=desk.rooms[0], member=desk.people["u2"])
    )
    told = await desk.says(deed=DirectMessage(to=desk.people["u1"], text="你的学号是 10001"))
    async with stage.plays():
        await stage.state(removal, "sent")
        await stage.state(told, "sent")

    assert stage.platform.acts == [Remove(room=RoomRef("room-1"), user=UserRef("u2"))]
    assert stage.platform.texts == ["你的学号是 10001"]


async def test_a_refusal_fails_alone_and_raises_an_alert(stage, desk):
    stage.platform.troubles = [ChannelRefused("muted")]
    refused, fine = await desk.says("一"), await desk.says("二", room=2)
    async with stage.plays():
        await stage.state(refused, "failed")
        await stage.state(fine, "sent")

    async with stage.store.read() as unit:
        alert = await unit.alerts.get(AlertId(1))
    assert alert is not None
    assert "muted" in alert.reason


@pytest.mark.parametrize(
    "trouble", [ChannelUnsure("reset"), OSError("bug")], ids=["unsure", "unexpected"]
)
async def test_what_nobody_knows_is_not_said_again_before_its_echo(stage, desk, trouble):
    stage.platform.troubles = [trouble]
    unknown, fine = await desk.says("一"), await desk.says("二", room=2)
    async with stage.plays():
        await stage.state(fine, "sent")

    assert await desk.state(unknown) == "unknown"
    assert stage.platform.texts == ["二"]


async def test_a_platform_that_hangs_is_left_after_the_time_out(database):
    settings = DeliverySettings(lease_seconds=3, send_timeout_seconds=0.3)
    desk = await OutboxDesk(database, settings).open()
    stage = Stage(desk)
    stage.platform.answers.clear()
    number = await desk.says()
    async with stage.plays():
        await stage.state(number, "unknown")

    assert stage.platform.texts == []


async def test_while_the_account_is_away_a_post_waits_and_costs_nothing(stage, desk):
    stage.platform.troubles = [ChannelAway("logged out"), ChannelAway("logged out")]
    number = await desk.says()
    async with stage.plays(SendBudget(per_minute=1, spacing_seconds=0, jitter_seconds=0)):
        await stage.until(lambda: stage.platform.calls == 1)
        await stage.state(number, "pending")
        for _ in range(4):
            stage.move(seconds=5)
            await stage.until(lambda: True)
        await stage.until(lambda: moving(stage, stage.platform.calls == 3))
        await stage.state(number, "sent")


async def test_whoever_was_just_removed_is_invited_though_nobody_told_us_they_left(stage, desk):
    number = await desk.says(deed=InviteMember(room=desk.rooms[0], member=desk.people["u1"]))
    async with stage.plays():
        await stage.state(number, "sent")


async def test_a_long_text_is_said_in_parts(desk):
    stage = Stage(desk, ChannelTraits(max_text=8))
    await desk.says("第一句话。第二句话。第三句话。")
    async with stage.plays():
        await stage.until(lambda: len(stage.platform.said) == 3)

    assert stage.platform.texts == ["第一句话。", "第二句话。", "第三句话。"]


@pytest.mark.parametrize(
    ("traits", "deed", "reason"),
    [
        (
            ChannelTraits(max_text=3),
            lambda d: SetAnnouncement(room=d.rooms[0], text="每晚八点上课"),
            "6 characters",
        ),
        (
            ChannelTraits(can_remove=False),
            lambda d: RemoveMember(room=d.rooms[0], member=d.people["u1"]),
            "remove",
        ),
        (ChannelTraits(), lambda d: Say(room=d.rooms[0], text=" "), "nothing to say"),
    ],
    ids=["long announcement", "no removal", "empty"],
)
async def test_what_a_platform_cannot_do_is_said_before_it_is_tried(desk, traits, deed, reason):
    stage = Stage(desk, traits)
    number = await desk.says(deed=deed(desk), author="wang")
    async with stage.plays():
        await stage.state(number, "failed")

    assert reason in (await desk.row(number)).outcome
    assert stage.platform.calls == 0


async def test_a_process_whose_lease_ended_right_before_the_call_does_not_speak(stage, desk):
    stage.before_the_call = desk.dies
    number = await desk.says()
    async with stage.plays():
        await stage.state(number, "pending")
        await stage.until(lambda: _tried(desk, number))

    assert stage.platform.calls == 0


async def _tried(desk, number):
    return "claim was lost" in (await desk.row(number)).outcome


async def test_two_processes_say_everything_once(stage, desk):
    numbers = [await desk.says(f"第 {n} 条", room=n % 2 + 1) for n in range(10)]
    async with stage.plays(processes=2):
        for number in numbers:
            await stage.state(number, "sent")

    assert sorted(stage.platform.texts) == sorted(f"第 {n} 条" for n in range(10))


async def test_nothing_is_said_that_cannot_be_written_down(stage, desk):
    stage.away = True
    number = await desk.says()
    async with stage.plays():
        await stage.until(lambda: True)
        assert stage.platform.calls == 0
        stage.away = False
        stage.move(seconds=2)
        await stage.state(number, "sent")


async def test_draining_finishes_the_call_in_flight_and_takes_nothing_new(stage, desk):
    stage.platform.answers.clear()
    first, second = await desk.says("一"), await desk.says("二", room=2)
    async with stage.plays():
        (performer,) = stage.performers
        await stage.until(lambda: stage.platform.calls == 1)
        assert not await performer.drain(0.05)
        stage.platform.answers.set()
        assert await performer.drain(5)

    assert [await desk.state(n) for n in (first, second)] == ["sent", "pending"]
    assert len(await desk.claims("another process")) == 1, "the account is free at once"


def _direct():
    return NotifyStaff(staff=StaffName("wang"), alert=AlertId(1), target="dm", channel=CHANNEL)


@pytest.mark.parametrize(
    "notice",
    [NotifyStaff(staff=StaffName("wang"), alert=AlertId(1), target="apprise:0"), _direct()],
    ids=["outside", "by direct message"],
)
async def test_a_notice_goes_to_the_courier_and_comes_again_when_it_is_away(stage, desk, notice):
    stage.courier.troubles = [ChannelAway("no network")]
    number = await desk.says(deed=notice)
    async with stage.plays():
        await stage.until(lambda: _waits(desk, number))
        stage.move(seconds=6)
        await stage.state(number, "sent")

    assert stage.courier.brought == [notice]


async def test_a_notice_by_direct_message_keeps_the_accounts_spacing(stage, desk):
    budget = FREELY.model_copy(update={"spacing_seconds": 30.0})
    async with stage.plays(budget):
        post = await desk.says("晚上八点上课")
        await stage.state(post, "sent")
        notice = await desk.says(deed=_direct())
        await _turns(stage)
        early = list(stage.courier.brought)
        stage.move(seconds=31)
        await stage.state(notice, "sent")

    assert early == []
    assert len(stage.courier.brought) == 1


async def test_a_colleague_nobody_can_find_keeps_no_post_back(stage, desk):
    stage.courier.troubles = [ChannelAway("nobody shows the name")]
    notice = await desk.says(deed=_direct())
    post = await desk.says("晚上八点上课")
    async with stage.plays():
        await stage.state(post, "sent")

    assert (await desk.row(notice)).not_before is not None


async def _turns(stage):
    """Let every loop look several times."""
    for _ in range(20):
        stage.wake()
        await asyncio.sleep(0.01)


async def _waits(desk, number):
    return (await desk.row(number)).not_before is not None


async def test_a_delivery_that_breaks_the_rules_of_a_room_stands_in_nobodys_way(stage, desk):
    def broken(*_):
        raise RuntimeError

    stage.surroundings.rules_for = broken
    stuck, urgent = await desk.says("一"), await desk.says("二", room=2, urgent=True)
    async with stage.plays():
        await stage.state(urgent, "sent")

    row = await desk.row(stuck)
    assert (row.state, row.outcome) == ("pending", "internal error")
    assert row.not_before == after() + timedelta(minutes=1)
