"""Links of posts become short ones when they are sent, on both databases."""

import pytest
from sqlalchemy import select

from bot.core.effects import Say
from bot.core.errors import ChannelAway, ChannelUnsure
from bot.core.events import Media
from storage.tables.links import link
from tests.support.delivering import OutboxDesk
from tests.support.speaking import Stage

HOME = "https://k.example"


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


@pytest.fixture
def stage(desk):
    made = Stage(desk)
    made.public_url = HOME
    return made


def counted(desk, text, *, room=1, **other):
    return Say(room=desk.rooms[room - 1], text=text, count_clicks=True, **other)


async def links(desk):
    async with desk.database.read() as connection:
        rows = await connection.execute(select(link).order_by(link.c.outbox_id, link.c.url))
        return list(rows.all())


async def said(stage, desk, deed):
    number = await desk.says(deed=deed)
    async with stage.plays():
        await stage.state(number, "sent")
    return number


async def test_every_link_of_a_post_is_replaced_by_one_of_its_own(stage, desk):
    number = await said(stage, desk, counted(desk, "看 https://a.cn/x，和 https://b.cn/y。"))

    a, b = await links(desk)
    assert (a.url, b.url) == ("https://a.cn/x", "https://b.cn/y")
    assert stage.platform.texts == [f"看 {HOME}/l/{a.code}，和 {HOME}/l/{b.code}。"]
    assert {(one.outbox_id, one.room_id) for one in (a, b)} == {(number, desk.rooms[0])}
    assert a.code != b.code
    assert len(a.code) == 9


async def test_the_same_link_has_another_code_in_each_room(stage, desk):
    await desk.says(deed=counted(desk, "https://a.cn/x https://a.cn/x"))
    number = await desk.says(deed=counted(desk, "https://a.cn/x", room=2))
    async with stage.plays():
        await stage.state(number, "sent")

    one, two = await links(desk)
    assert one.code != two.code
    assert stage.platform.texts[0] == f"{HOME}/l/{one.code} {HOME}/l/{one.code}"


async def test_a_link_card_leads_over_the_short_link_and_keeps_its_title(stage, desk):
    card = Media(name="报名", url="https://a.cn/x", mime="text/html")
    await said(stage, desk, counted(desk, "", media=card))

    (made,) = await links(desk)
    ((_, post),) = stage.platform.said
    assert post.media == Media(name="报名", url=f"{HOME}/l/{made.code}", mime="text/html")


@pytest.mark.parametrize(
    ("public_url", "count_clicks", "text"),
    [("", True, "https://a.cn/x"), (HOME, False, "https://a.cn/x"), (HOME, True, f"{HOME}/t/abc")],
    ids=["no public address", "not counted", "our own link"],
)
async def test_other_links_stay_as_they_are(stage, desk, public_url, count_clicks, text):
    stage.public_url = public_url
    await said(stage, desk, Say(room=desk.rooms[0], text=text, count_clicks=count_clicks))

    assert stage.platform.texts == [text]
    assert await links(desk) == []


async def test_a_picture_is_fetched_from_where_it_lies(stage, desk):
    picture = Media(name="p.png", url="https://a.cn/p.png", mime="image/png")
    await said(stage, desk, counted(desk, "图", media=picture))

    assert stage.platform.said[0][1].media == picture
    assert await links(desk) == []


async def test_a_second_try_says_the_same_link(stage, desk):
    stage.platform.troubles = [ChannelAway("later")]
    number = await desk.says(deed=counted(desk, "https://a.cn/x"))
    async with stage.plays():
        await stage.until(lambda: stage.platform.calls == 1)
        await stage.state(number, "pending")
        stage.move(minutes=1)
        await stage.state(number, "sent")

    (made,) = await links(desk)
    assert stage.platform.texts == [f"{HOME}/l/{made.code}"]


async def test_the_echo_of_the_short_text_settles_a_post_that_nobody_knew_of(stage, desk):
    stage.platform.troubles = [ChannelUnsure("reset")]
    number = await desk.says(deed=counted(desk, "快来看 https://a.cn/x"))
    async with stage.plays():
        await stage.state(number, "unknown")
    (made,) = await links(desk)

    await desk.hears(desk.shown(f"快来看 {HOME}/l/{made.code}", ref="p9"))

    assert (await desk.row(number)).state == "sent"


async def test_a_long_post_is_cut_after_its_links_became_short(stage, desk):
    stage.platform.traits = type(stage.platform.traits)(max_text=60)
    await said(stage, desk, counted(desk, "看 https://a.cn/" + "x" * 100))

    assert len(stage.platform.texts) == 1


async def test_a_post_with_a_hundred_links_keeps_those_beyond_the_first_twenty(stage, desk):
    await said(stage, desk, counted(desk, " ".join(f"https://a.cn/{n}" for n in range(100))))

    assert len(await links(desk)) == 20
    assert stage.platform.texts[0].endswith("https://a.cn/99")
