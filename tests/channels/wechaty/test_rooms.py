import asyncio

from bot.core.events import (
    AccountChanged,
    AccountState,
    MembersJoined,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from bot.core.ports import Accept
from tests.channels.stage import Line, listening
from tests.support.gateway import NodeGateway
from tests.support.gateway_messages import heard_as
from tests.support.wechaty_stage import WechatyStage


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


async def test_a_sender_nobody_knows_still_says_something(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    await stage.gateway.do("break", call="roomMemberRawPayload", times=99, error="unknown member")

    async with listening(stage) as heard:
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), roomId=room, text="在吗"
        )

    assert (said.text, said.sender_name) == ("在吗", "小明")


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


async def test_ids_that_no_database_takes_are_made_fit(stage: WechatyStage):
    odd = {"id": "r\udc00@chatroom", "topic": "群", "memberIdList": ["bot"], "ownerId": "p\udc00"}
    await stage.gateway.do("create", people=[], rooms=[odd])
    room = await stage.room("英语学习打卡群", ["小明"])
    join = {"roomId": room, "inviteeIdList": ["p\udc00"], "inviterId": "\udc00"}

    async with listening(stage) as heard:
        await heard.one(RoomListed, lambda e: e.room == room)
        await stage.gateway.do("emit", event="room-join", payload=join)
        joined = await heard.one(MembersJoined)
        said = await heard_as(
            stage, heard, talkerId=await stage.user("小明"), roomId=room, text="在吗"
        )

    assert [one.user for one in joined.members] == ["p\ufffd"]
    assert joined.inviter == "\ufffd"
    assert said.text == "在吗"
    assert [e.state for e in heard.all(AccountChanged)][-1] is AccountState.LOGGED_IN
