import asyncio
from datetime import UTC, datetime, timedelta

from bot.core.events import (
    GapFound,
    MembersJoined,
    MessageReceived,
)
from bot.core.ids import RoomRef
from tests.channels.stage import Line, listening
from tests.support.gateway_messages import heard_as, put
from tests.support.inbox import Tally
from tests.support.wechaty_stage import WechatyStage


async def test_a_name_is_asked_once_however_much_is_said(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage) as heard:
        for number in range(50):
            await stage.says(room, "小明", Line(text=str(number)))
        await heard.some(50, MessageReceived)
        calls = await stage.gateway.do("calls")

    assert calls["roomMemberRawPayload"] == 2  # the bot's own, and theirs


async def test_a_message_is_asked_for_again_when_the_gateway_stumbles(stage: WechatyStage):
    async with listening(stage) as heard:
        await stage.gateway.do("break", call="messageRawPayload", times=2, error="not ready")
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), listenerId="bot", text="在吗"
        )

    assert said.text == "在吗"
    assert heard.all(GapFound) == []


async def test_a_message_that_cannot_be_read_is_counted_and_the_next_ones_come(
    stage: WechatyStage,
):
    user = await stage.user("小明")

    async with listening(stage) as heard:
        await stage.gateway.do("break", call="messageRawPayload lost", times=9, error="gone")
        await put(stage, id="lost", talkerId=user, listenerId="bot", text="?")
        said = await heard_as(stage, heard, talkerId=user, listenerId="bot", text="在吗")
        gap = await heard.one(GapFound)

    assert said.text == "在吗"
    assert gap.details == {"unfetched": 1}
    assert gap.since <= gap.until


async def test_order_holds_while_the_gateway_is_slow_with_some(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    user = await stage.user("小明")

    async with listening(stage) as heard:
        for number in range(0, 60, 7):
            await stage.gateway.do(
                "break", call=f"messageRawPayload n{number}", times=1, error="not ready"
            )
        for number in range(60):
            await put(stage, id=f"n{number}", talkerId=user, roomId=room, text=str(number))
        said = await heard.some(60, MessageReceived)

    assert [one.text for one in said] == [str(number) for number in range(60)]


async def test_a_message_announced_again_has_the_same_id(stage: WechatyStage):
    async with listening(stage) as heard:
        ref = await put(stage, talkerId=await stage.user("小明"), listenerId="bot", text="在吗")
        await heard.one(MessageReceived)
        await stage.gateway.do("again", ids=[ref])
        first, second = await heard.some(2, MessageReceived)

    assert first == second


async def test_an_event_without_an_id_of_its_own_has_the_same_id_when_it_comes_again(
    stage: WechatyStage,
):
    room = await stage.room("英语学习打卡群", ["小明"])
    join = {
        "roomId": room,
        "inviteeIdList": [await stage.user("小明")],
        "inviterId": "",
        "timestamp": 1_772_366_400_000,
    }

    async with listening(stage) as heard:
        for _ in range(2):
            await stage.gateway.do("emit", event="room-join", payload=join)
        first, second = await heard.some(2, MembersJoined)

    assert first == second
    assert first.inviter is None
    assert first.at == datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_garbled_events_are_left_out_and_the_rest_come(stage: WechatyStage):
    garbled: list[tuple[str, object]] = [
        ("message", {}),
        ("message", {"messageId": 7}),
        ("message", {"messageId": ""}),
        ("room-join", {"roomId": ["r"], "inviteeIdList": "p"}),
        ("room-join", {"roomId": "r@chatroom", "inviteeIdList": [None, 5, ""]}),
        ("room-leave", {}),
        ("room-topic", {"newTopic": {"a": 1}}),
        ("room-invite", {"roomInvitationId": None}),
        ("login", {"contactId": None}),
        ("scan", {"qrcode": 5}),
        ("friendship", {"friendshipId": "f"}),
        ("message", ["not", "an", "object"]),
        ("message", "nor this"),
    ]

    async with listening(stage) as heard:
        for event, payload in garbled:
            await stage.gateway.do("emit", event=event, payload=payload)
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), listenerId="bot", text="在吗"
        )

    assert said.text == "在吗"
    assert heard.all(GapFound) == []


async def test_a_burst_larger_than_the_queue_waits_at_the_gateway(stage: WechatyStage):
    people = [await stage.user(name) for name in ("小明", "小红")]
    rooms = [await stage.room(f"{n}群", ["小明", "小红"]) for n in range(3)]
    stage.channel._settings = stage.channel._settings.model_copy(update={"queue_size": 50})
    tally = Tally()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(stage.channel.run(tally))
        await asyncio.sleep(0.5)
        await stage.gateway.do(
            "flood", total=3000, people=people, rooms=rooms, step=3000, prefix="b"
        )
        await tally.enough(3000, seconds=50)
        task.cancel()

    assert set(tally.messages.values()) == {1}
    for number, room in enumerate(rooms):
        said = tally.texts[RoomRef(room)]
        assert said == [f"第 {n} 句" for n in range(number, 3000, 3)]
    assert tally.gaps == []


async def test_what_was_said_before_we_came_is_a_gap_from_when_we_last_heard(
    stage: WechatyStage,
):
    heard_last = datetime.now(UTC) - timedelta(hours=3)  # noqa: TID251 - the channel's clock is real
    stage.channel._heard = heard_last

    async with listening(stage) as heard:
        gap = await heard.one(GapFound)

    assert gap.since == heard_last
    assert gap.reason == "groupkeeper was not running"
