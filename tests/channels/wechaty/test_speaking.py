import asyncio
import os
from pathlib import Path

import pytest

from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure
from bot.core.events import AccountChanged, AccountState, Media, MessageKind, MessageReceived
from bot.core.ids import RoomRef, UserRef
from bot.core.ports import Accept, Announce, Invite, Post, Remove
from tests.channels.stage import listening
from tests.support.hearing import Heard
from tests.support.wechaty_stage import WechatyStage


async def test_the_receipt_names_the_message_where_the_gateway_does(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage) as heard:
        silent = await stage.channel.say(room, Post(text="一"))
        await stage.gateway.do("answers", ids=True)
        named = await stage.channel.say(room, Post(text="二"))
        echoes = await heard.some(2, MessageReceived, lambda e: e.own)

    assert silent.ref is None
    assert named.ref == echoes[1].ref


async def test_lone_surrogates_do_not_keep_a_post_from_going_out(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage):
        await stage.channel.say(room, Post(text="a\ud83d\x00b"))

    assert await stage.posted(room) == ["a\ufffd\ufffdb"]


async def test_a_link_card_keeps_its_title_and_address(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    link = Media(
        name="公开课", url="https://x.example/lesson", mime="text/html", description="今晚八点"
    )

    async with listening(stage) as heard:
        await stage.channel.say(room, Post(media=link))
        echo = await heard.one(MessageReceived)

    assert echo.kind is MessageKind.LINK
    assert echo.media is not None
    assert (echo.media.name, echo.media.url, echo.media.description) == (
        "公开课",
        "https://x.example/lesson",
        "今晚八点",
    )


async def test_a_mini_program_card_opens_its_page(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    card = Media(name="打卡", url="pages/today?day=3", app="wx1234abcd gh_abc@app")

    async with listening(stage) as heard:
        await stage.channel.say(room, Post(media=card))
        echo = await heard.one(MessageReceived)

    assert echo.kind is MessageKind.MINI_PROGRAM
    (post,) = (await stage.gateway.do("done"))["posts"]
    shown = {key: post["card"][key] for key in ("appid", "username", "title", "pagePath")}
    assert shown == {
        "appid": "wx1234abcd",
        "username": "gh_abc@app",
        "title": "打卡",
        "pagePath": "pages/today?day=3",
    }


async def test_a_file_goes_by_its_address_or_from_our_disk(stage: WechatyStage, tmp_path: Path):
    room = await stage.room("英语学习打卡群", ["小明"])
    (tmp_path / "词汇 表.txt").write_bytes("单词".encode() * 1000)

    async with listening(stage):
        await stage.channel.say(room, Post(media=Media(url="http://127.0.0.1:9/%E8%AF%8D.pdf")))
        for url in (str(tmp_path / "词汇 表.txt"), (tmp_path / "词汇 表.txt").as_uri()):
            await stage.channel.say(room, Post(media=Media(url=url)))

    posts = (await stage.gateway.do("done"))["posts"]
    assert [post["name"] for post in posts] == ["词.pdf", "词汇 表.txt", "词汇 表.txt"]
    assert posts[0]["url"] == "http://127.0.0.1:9/%E8%AF%8D.pdf"
    assert [post["size"] for post in posts[1:]] == [6000, 6000]


async def test_the_largest_file_that_is_promised_gets_through(stage: WechatyStage, tmp_path: Path):
    room = await stage.room("英语学习打卡群", ["小明"])
    (tmp_path / "large.pdf").write_bytes(b"\xff" * 2_900_000)

    async with listening(stage):
        await stage.channel.say(room, Post(media=Media(url=str(tmp_path / "large.pdf"))))

    assert (await stage.gateway.do("done"))["posts"][0]["size"] == 2_900_000


async def test_files_that_are_missing_or_too_large_are_refused_before_anything_is_said(
    stage: WechatyStage, tmp_path: Path
):
    room = await stage.room("英语学习打卡群", ["小明"])
    (tmp_path / "huge.mp4").write_bytes(b"\0" * 3_000_000)

    async with listening(stage):
        with pytest.raises(ChannelRefused, match=r"huge\.mp4 is larger than 2,900,000 bytes"):
            await stage.channel.say(room, Post(media=Media(url=str(tmp_path / "huge.mp4"))))
        with pytest.raises(ChannelRefused, match=r"none\.pdf cannot be read: No such file"):
            await stage.channel.say(room, Post(text="看", media=Media(url="/nowhere/none.pdf")))

    assert await stage.posted(room) == []


async def test_what_is_no_plain_file_is_neither_read_for_ever_nor_posted(
    stage: WechatyStage, tmp_path: Path
):
    room = await stage.room("英语学习打卡群", ["小明"])
    os.mkfifo(tmp_path / "pipe")

    async with listening(stage):
        for odd in ("/dev/zero", "/proc/self/environ", str(tmp_path), str(tmp_path / "pipe")):
            with pytest.raises(ChannelRefused):
                await stage.channel.say(room, Post(media=Media(url=odd)))

    assert await stage.posted(room) == []


async def test_a_file_and_its_text_are_both_posted(stage: WechatyStage, tmp_path: Path):
    room = await stage.room("英语学习打卡群", ["小明"])
    (tmp_path / "a.pdf").write_bytes(b"x")

    async with listening(stage):
        await stage.channel.say(room, Post(text="讲义", media=Media(url=str(tmp_path / "a.pdf"))))

    posts = (await stage.gateway.do("done"))["posts"]
    assert [(post["kind"], post.get("text")) for post in posts] == [
        ("Attachment", None),
        ("Text", "讲义"),
    ]


async def test_half_a_post_is_neither_done_nor_not_done(stage: WechatyStage, tmp_path: Path):
    room = await stage.room("英语学习打卡群", ["小明"])
    (tmp_path / "a.pdf").write_bytes(b"x")

    async with listening(stage):
        await stage.gateway.do("break", call="messageSendText", times=1, error="muted")
        with pytest.raises(ChannelUnsure, match="the file went out, the text did not"):
            await stage.channel.say(
                room, Post(text="讲义", media=Media(url=str(tmp_path / "a.pdf")))
            )


@pytest.mark.parametrize(
    ("says", "error"),
    [
        ("you are muted in this room", ChannelRefused),
        ("not logged in", ChannelAway),
        ("socket hang up", ChannelUnsure),
        ("hang", ChannelUnsure),
    ],
)
@pytest.mark.parametrize("how", ["say", "tell"])
async def test_what_the_gateway_answers_decides_what_became_of_a_post(
    stage: WechatyStage, says, error, how
):
    room = await stage.room("英语学习打卡群", ["小明"])
    user = await stage.user("小明")

    async with listening(stage):
        await stage.gateway.do("break", call="messageSendText", times=1, error=says)
        post = Post(text="早上好")
        speaking = stage.channel.say(room, post) if how == "say" else stage.channel.tell(user, post)
        with pytest.raises(error):
            await speaking


@pytest.mark.parametrize(
    ("call", "act"),
    [
        ("roomDel", Remove(room=RoomRef("r0@chatroom"), user=UserRef("p-小明"))),
        ("roomAdd", Invite(room=RoomRef("r0@chatroom"), user=UserRef("p-小红"))),
        ("roomAnnounce", Announce(room=RoomRef("r0@chatroom"), text="群规")),
        ("roomInvitationAccept", Accept(invitation="invitation-r1@chatroom")),
    ],
    ids=["remove", "invite", "announce", "accept"],
)
async def test_acts_are_refused_or_unsure_like_posts(stage: WechatyStage, call, act):
    await stage.room("英语学习打卡群", ["小明"])
    await stage.user("小红")

    async with listening(stage):
        await stage.invites_bot("新班级群", "小明")
        await stage.gateway.do("break", call=call, times=1, error="no permission")
        with pytest.raises(ChannelRefused):
            await stage.channel.act(act)
        await stage.gateway.do("break", call=call, times=1, error="hang")
        with pytest.raises(ChannelUnsure):
            await stage.channel.act(act)
        await stage.channel.act(act)


async def test_bringing_in_who_is_in_already_changes_nothing(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage):
        await stage.gateway.do("break", call="roomAdd", times=1, error="already a member")
        await stage.channel.act(Invite(room=room, user=await stage.user("小明")))

    assert (await stage.gateway.do("done"))["added"] == []


async def test_an_empty_announcement_is_refused(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage):
        with pytest.raises(ChannelRefused):
            await stage.channel.act(Announce(room=room, text=""))


async def test_while_nobody_is_logged_in_nothing_is_tried(fresh, stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage) as heard:
        await stage.gateway.do("logout")
        await heard.one(AccountChanged, lambda e: e.state is AccountState.LOGGED_OUT)
        with pytest.raises(ChannelAway, match="not logged in"):
            await stage.channel.say(room, Post(text="早上好"))
        with pytest.raises(ChannelAway):
            await stage.channel.act(Announce(room=room, text="群规"))

    assert "messageSendText" not in await fresh.do("calls")


async def test_a_line_that_breaks_under_a_post_leaves_it_unsure(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])

    async with listening(stage):
        await stage.loses_answers()
        async with asyncio.TaskGroup() as group:
            saying = group.create_task(_say(stage, room))
            while not await stage.posted(room):  # noqa: ASYNC110 - another process is waited for
                await asyncio.sleep(0.02)
            await stage.goes_away()

    assert isinstance(saying.result(), ChannelUnsure)


async def _say(stage: WechatyStage, room: RoomRef) -> Exception | None:
    try:
        await stage.channel.say(room, Post(text="早上好"))
    except ChannelUnsure as error:
        return error
    return None


async def test_posts_do_not_wait_behind_a_burst(stage: WechatyStage):
    room = await stage.room("英语学习打卡群", ["小明"])
    user = await stage.user("小明")
    heard = Heard()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(stage.channel.run(heard))
        await heard.one(AccountChanged, lambda e: e.state is AccountState.LOGGED_IN)
        heard.shut()  # the service is behind: nothing more is taken for now
        await stage.gateway.do(
            "flood", total=2000, people=[user], rooms=[room], step=2000, prefix="b"
        )
        async with asyncio.timeout(2):
            await stage.channel.say(room, Post(text="早上好"))
        task.cancel()

    assert await stage.posted(room) == ["早上好"]
