"""Full-text search: finds what is there, nothing else, newest first."""

import pytest

from bot.core.ids import IdentityId, RoomId, StudentId
from storage.paging import BadCursor
from storage.people.roster import Roster
from storage.talk.gram_index import NothingToSearch
from storage.talk.messages import MessageFilter
from storage.talk.search import Search
from tests.support.people import at, said, save

TEXTS = (
    "今天的课程怎么报名？",
    "课表在群文件里",
    "iPhone 15 Pro 团购价 5999 元",
    "我想买手机，推荐一下",
    "ＧＲＥＡＴ！ great deal",
    "报名链接：https://example.org/baoming",
    "好。明天见",
    "\u200b\u200b",
    "",
)


@pytest.fixture(params=["indexed", "half", "not yet"])
async def talk(request, database):
    await save(database, *(said(text, f"u{n % 2}") for n, text in enumerate(TEXTS)))
    if request.param != "not yet":
        await _index(database, 4 if request.param == "half" else 100)
    return database


async def _index(database, limit):
    async with database.write() as connection:
        return await Search(connection).index_pending(limit)


async def _search(database, query, found_by=None, **more):
    async with database.read() as connection:
        return await Search(connection).search(query, found_by, **more)


async def _texts(database, query, found_by=None):
    return [one.text for one in (await _search(database, query, found_by)).items]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("课", [1, 0]),
        ("课程", [0]),
        ("报名", [5, 0]),
        ("怎么报名", [0]),
        ("程课", []),
        ("课 群文件", [1]),
        ("iphone", [2]),
        ("IPHO", [2]),
        ("phone", []),
        ("15", [2]),
        ("5999", [2]),
        ("团购 iphone", [2]),
        ("great", [4]),
        ("example", [5]),
        ("手机", [3]),
        ("团购手机", []),
        ("明天", [6]),
    ],
)
async def test_messages_are_found_by_what_they_say(talk, query, places):
    assert await _texts(talk, query) == [TEXTS[place] for place in places]


@pytest.mark.parametrize("query", ["", "  ", "！？", "\u200b", "\x00", '"', "\ud800"])
async def test_a_query_of_nothing_is_refused(database, query):
    with pytest.raises(NothingToSearch):
        await _search(database, query)


@pytest.mark.parametrize(
    "query", ['" OR 1', "课程 AND", "课' | '程", "NEAR(课 程)", "grams:课程", "课*", "x" * 9000]
)
async def test_no_query_breaks_the_index_language(talk, query):
    assert isinstance(await _texts(talk, query), list)


async def test_filters_narrow_the_hits(talk):
    assert await _texts(talk, "课", MessageFilter(student=StudentId(10001))) == [TEXTS[0]]
    assert await _texts(talk, "课", MessageFilter(room=RoomId(2))) == []
    assert await _texts(talk, "课", MessageFilter(room=RoomId(1), identity=IdentityId(2))) == [
        TEXTS[1]
    ]
    assert await _texts(talk, "课", MessageFilter(student=StudentId(4711))) == []
    assert await _texts(talk, "课", MessageFilter(since=at(1))) == []


async def test_a_merged_person_is_searched_with_all_accounts(talk):
    async with talk.write() as connection:
        await Roster(connection).merge(
            source=StudentId(10001), into=StudentId(10002), author="w", reason="", now=at(1)
        )

    assert await _texts(talk, "课", MessageFilter(student=StudentId(10001))) == [TEXTS[1], TEXTS[0]]


async def test_pages_hold_every_hit_once_over_both_parts_of_the_archive(database):
    await save(database, *(said(f"第{n}次打卡") for n in range(25)))
    await _index(database, 12)
    found, after = [], None
    while True:
        page = await _search(database, "打卡", after=after, limit=4)
        found += [one.text for one in page.items]
        after = page.next
        if after is None:
            break

    assert found == [f"第{n}次打卡" for n in reversed(range(25))]


async def test_a_common_word_of_a_rare_room_is_found(database):
    await save(database, said("好的收到", room="rare"))
    await save(database, *(said("好的收到", room="busy") for _ in range(600)))
    while await _index(database, 250):
        pass

    page = await _search(database, "收到", MessageFilter(room=RoomId(1)))
    assert [one.room_name for one in page.items] == ["rare 群"]


async def test_indexing_goes_on_where_it_stopped(database):
    await save(database, *(said(f"第{n}句") for n in range(5)))

    assert [await _index(database, 3) for _ in range(3)] == [3, 2, 0]
    await save(database, said("又一句"))
    assert await _index(database, 3) == 1
    async with database.read() as connection:
        assert await Search(connection).pending() == 0


async def test_of_long_texts_fewer_are_indexed_in_one_go(database):
    await save(database, *(said("长" * 30_000) for _ in range(5)))

    assert [await _index(database, 100) for _ in range(4)] == [2, 2, 1, 0]


async def test_an_index_that_was_not_committed_is_made_again(database):
    await save(database, said("课程"))
    async with database.engine.connect() as connection:
        await Search(connection).index_pending(10)
        await connection.rollback()

    assert await _index(database, 10) == 1
    assert await _texts(database, "课程") == ["课程"]


async def test_a_very_long_text_is_indexed_and_found(database):
    await save(database, said("开头很特别" + "".join(map(chr, range(0x4E00, 0x9FFF))) * 3))
    await _index(database, 10)

    assert len(await _texts(database, "开头很特别")) == 1


async def test_a_cursor_of_another_list_is_refused(database):
    with pytest.raises(BadCursor):
        await _search(database, "课", after="bogus")
