"""Quotations that stand in the text, looked up among what was said in the room before."""

import pytest

from bot.core.seen import SeenMessage, Unsaid
from bot.memory.quotations import Quotable
from storage.talk.archive import Archive
from storage.talk.quotations import load_unsaid
from tests.support.people import at, said, save

ADVERT = "加我微信领取全部复习资料"
LINE = "- - - - - - - - -"
MONTH = 31 * 24 * 60.0  # minutes


@pytest.fixture(params=["database", "memory"])
def unsaid(request, database):
    """What is found out about the last event, after the others were archived before it."""

    async def look(*events, together=()):
        if request.param == "database":
            await save(database, *events[:-1])
            async with database.write() as connection:
                seen = await Archive(connection).save([*together, events[-1]], received=at(0))
                found = await load_unsaid(connection, seen)
        else:
            quotable = Quotable()
            quotable.keep(await save(database, *events[:-1]))
            seen = await save(database, *together, events[-1])
            found = quotable.unsaid(seen)
        last = seen[-1]
        assert isinstance(last, SeenMessage)
        return found.get(last.id)

    return look


def quote(text, minute=MONTH, **more):
    return said("顶", "wu", quoted_text=text, minute=minute, **more)


async def test_what_was_said_in_the_room_is_excused_however_long_ago(unsaid):
    assert await unsaid(said(ADVERT, minute=0), quote(ADVERT + "！")) is None


async def test_what_nobody_said_is_not(unsaid):
    assert await unsaid(said("早上好", minute=0), quote(ADVERT)) == Unsaid(text=ADVERT)


async def test_what_was_said_in_another_room_is_not(unsaid):
    events = (said("早上好", minute=0), said(ADVERT, room="shop", minute=1))

    assert await unsaid(*events, quote(ADVERT)) == Unsaid(text=ADVERT)


async def test_in_a_room_that_is_archived_lately_it_may_have_been_said_before(unsaid):
    found = await unsaid(said("早上好", minute=0), quote(ADVERT, minute=60))

    assert found == Unsaid(text=ADVERT, early=True)


async def test_what_was_said_in_the_same_batch_is_excused(unsaid):
    events = (said("早上好", minute=0), quote(ADVERT))

    assert await unsaid(*events, together=[said(ADVERT, minute=MONTH - 1)]) is None


@pytest.mark.parametrize("heard", [True, False])
async def test_a_short_text_is_looked_for_too(unsaid, heard):
    found = await unsaid(said("加薇ab1" if heard else "早", minute=0), quote(" 加薇ab1"))

    assert (found is None) is heard


@pytest.mark.parametrize("changed", ["", "题库"])
async def test_of_a_quoted_reply_both_messages_are_looked_for(unsaid, changed):
    quoted = ADVERT + changed
    reply = said("大家别理这个人啊", quoted_text=ADVERT, minute=1)
    nested = quote(f"「小明：{quoted}」\n{LINE}\n大家别理这个人啊")

    found = await unsaid(said(ADVERT, minute=0), reply, nested)

    assert found == (Unsaid(text=quoted) if changed else None)


async def test_our_own_post_is_archived_without_its_mentions(unsaid):
    own = said("欢迎来到学习群，请看公告", "bot", own=True, minute=0)

    assert await unsaid(own, quote("@小明\u2005欢迎来到学习群，请看公告")) is None


async def test_where_the_platform_names_the_quoted_message_it_is_believed(unsaid):
    assert await unsaid(said("早上好", minute=0), quote(ADVERT, quoted="m-1")) is None
