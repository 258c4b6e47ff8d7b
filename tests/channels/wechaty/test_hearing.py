import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.events import (
    GapFound,
    MembersJoined,
    MessageKind,
    MessageRecalled,
    MessageReceived,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from bot.core.ids import RoomRef
from bot.core.ports import Accept, Mention, Post
from tests.channels.contract import Line, listening
from tests.support.gateway import NodeGateway
from tests.support.hearing import Heard
from tests.support.inbox import Tally
from tests.support.wechaty_stage import WechatyStage


async def put(stage: WechatyStage, **message) -> str:
    return str(await stage.gateway.do("put", message=message))


async def heard_as(stage: WechatyStage, heard: Heard, **message) -> MessageReceived:
    """What becomes of a message of the gateway."""
    ref = await put(stage, **message)
    return await heard.one(MessageReceived, lambda e: e.ref == ref)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (0, MessageKind.OTHER),
        (1, MessageKind.FILE),
        (2, MessageKind.AUDIO),
        (4, MessageKind.OTHER),
        (5, MessageKind.IMAGE),
        (6, MessageKind.IMAGE),
        (7, MessageKind.TEXT),
        (8, MessageKind.OTHER),
        (10, MessageKind.SYSTEM),
        (11, MessageKind.OTHER),
        (12, MessageKind.OTHER),
        (15, MessageKind.VIDEO),
        (16, MessageKind.OTHER),
        (99, MessageKind.OTHER),
    ],
)
async def test_every_kind_of_message_is_kept(stage: WechatyStage, number, kind):
    async with listening(stage) as heard:
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), listenerId="bot", type=number, text="x"
        )

    assert (said.kind, said.text) == (kind, "x")


async def test_wechats_own_xml_is_nobodys_words(stage: WechatyStage):
    async with listening(stage) as heard:
        user = await stage.user("小明")
        picture = await heard_as(
            stage, heard, talkerId=user, listenerId="bot", type=6, text="<msg><img/></msg>"
        )
        text = await heard_as(stage, heard, talkerId=user, listenerId="bot", text="<3")

    assert (picture.text, text.text) == ("", "<3")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\udc00b", "a\ufffdb"),
        ("尾\ud83d", "尾\ufffd"),
        ("\u200b\u2060", "\u200b\u2060"),
        ("长" * 1_000_000, "长" * 1_000_000),
    ],
    ids=["NUL", "low surrogate", "high surrogate", "zero width", "a million characters"],
)
async def test_hostile_texts_arrive_fit_to_be_stored(stage: WechatyStage, text, stored):
    async with listening(stage) as heard:
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), listenerId="bot", text=text
        )

    assert said.text == stored


async def test_names_of_the_room_and_of_the_sender_in_it_come_along(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    user = await stage.user("小明")

    async with listening(stage) as heard:
        await heard.one(RoomListed)
        first = await heard_as(stage, heard, talkerId=user, roomId=room, text="1")
        await stage.gateway.do("alias", room=room, person=user, alias="10001 小明")
        await stage.gateway.do("topic", room=room, topic="二期", by=user)
        await heard.one(TopicChanged)
        second = await heard_as(stage, heard, talkerId=user, roomId=room, text="2")
        await stage.gateway.do("rename", person=user, name="大明")
        third = await heard_as(stage, heard, talkerId=user, roomId=room, text="3")

    assert (first.sender_name, first.sender_nickname, first.room_name) == (
        "小明",
        "",
        "英语学习打卡群",
    )
    assert (second.sender_nickname, second.room_name) == ("10001 小明", "二期")
    assert third.sender_name == "大明"


async def test_a_name_is_asked_once_however_much_is_said(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage) as heard:
        for number in range(50):
            await stage.says(room, "小明", Line(text=str(number)))
        await heard.some(50, MessageReceived)
        calls = await stage.gateway.do("calls")

    assert calls["roomMemberRawPayload"] == 2  # the bot's own, and theirs


async def test_a_sender_nobody_knows_still_says_something(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    await stage.gateway.do("break", call="roomMemberRawPayload", times=99, error="unknown member")

    async with listening(stage) as heard:
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), roomId=room, text="在吗"
        )

    assert (said.text, said.sender_name) == ("在吗", "小明")


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


async def test_times_come_in_seconds_or_milliseconds(stage: WechatyStage):
    user = await stage.user("小明")
    now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - a gateway's clock is real

    async with listening(stage) as heard:
        said = [
            await heard_as(
                stage, heard, talkerId=user, listenerId="bot", text="x", timestamp=timestamp
            )
            for timestamp in (now.timestamp(), now.timestamp() * 1000)
        ]

    assert [one.at for one in said] == [now, now]


async def test_a_recall_that_names_nothing_is_a_line_of_the_platform(stage: WechatyStage):
    async with listening(stage) as heard:
        said = await heard_as(
            stage,
            heard,
            talkerId=await stage.user("小明"),
            listenerId="bot",
            type=13,
            text="小明 撤回了一条消息",
        )

    assert said.kind is MessageKind.SYSTEM
    assert heard.all(MessageRecalled) == []


async def test_whoever_is_mentioned_or_told_alone_is_seen(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    user = await stage.user("小明")

    async with listening(stage) as heard:
        mention = Mention(user=user, name="小明")
        await stage.channel.say(room, Post(text="欢迎", mentions=(mention,), mention_all=True))
        echo = await heard.one(MessageReceived)
        posted = await stage.posted(room)

    assert posted == ["@所有人\u2005@小明\u2005欢迎"]
    assert echo.mentions == ("notify@all", user)
    assert (echo.text, echo.own, echo.room) == ("欢迎", True, room)


async def test_an_invitation_without_particulars_is_still_told(stage: WechatyStage):
    async with listening(stage) as heard:
        await stage.gateway.do("break", call="roomInvitationRawPayload", times=9, error="gone")
        await stage.invites_bot("新班级群", "小明")
        invited = await heard.one(RoomInvited)

    assert (invited.room_name, invited.inviter) == ("", None)


async def test_a_room_of_five_hundred_is_listed_with_everybody_after_joining(
    stage: WechatyStage, fresh: NodeGateway
):
    people = [{"id": f"p{n}", "name": f"业主{n}"} for n in range(500)]
    await fresh.do("create", people=people, rooms=[])
    members = [person["id"] for person in people]
    room = {"id": "big@chatroom", "topic": "大群", "memberIdList": members, "ownerId": "p1"}

    async with listening(stage) as heard:
        invitation = {"id": "i1", "inviterId": "p1", "room": room}
        await fresh.do("invite", invitation=invitation)
        invited = await heard.one(RoomInvited)
        await stage.channel.act(Accept(invitation=invited.invitation))
        listed = await heard.one(RoomListed)

    assert len(listed.members) == 501
    assert {one.name for one in listed.members if not one.own} == {p["name"] for p in people}
    assert listed.owner == "p1"


async def test_a_room_that_was_not_listed_is_when_somebody_speaks_in_it(stage: WechatyStage):
    async with listening(stage) as heard:
        await asyncio.sleep(0.1)
        room = await stage.room("后来的群", ["小明"])
        await stage.says(room, "小明", Line(text="在吗"))
        listed = await heard.one(RoomListed, lambda e: e.room == room)

    assert listed.name == "后来的群"


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
        await tally.enough(3000, seconds=20)
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
