"""The archive's promises: once, in order, whole, with the right people."""

import pytest
from sqlalchemy import func, select

from bot.core.text import storable
from storage.tables.people import counter, person
from storage.tables.talk import early_recall, event, message
from storage.talk.archive import Archive
from storage.talk.messages import MessageFilter
from tests.support.people import at, joined, recalled, said, save, shown


async def _count(database, table):
    async with database.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def _texts(database, **wanted):
    async with database.read() as connection:
        page = await Archive(connection).messages(MessageFilter(**wanted))
    return [one.text for one in page.items]


async def test_messages_are_kept_in_order_with_ascending_ids(database):
    seen = await save(database, said("一", minute=3), said("二", minute=1), said("三", minute=2))

    assert [one.event.text for one in seen] == ["一", "二", "三"]
    assert seen[0].id < seen[1].id < seen[2].id
    assert await _texts(database) == ["一", "三", "二"]


async def test_a_redelivered_message_changes_nothing(database):
    first = said("你好")
    await save(database, first)

    assert await save(database, first) == []
    assert await _count(database, message) == 1


async def test_a_redelivery_with_another_text_does_not_overwrite(database):
    await save(database, said("原文", ref="same"))

    assert await save(database, said("改过", ref="same")) == []
    assert await _texts(database) == ["原文"]


async def test_half_a_batch_of_duplicates_leaves_the_other_half(database):
    known = [said(str(n)) for n in range(5)]
    await save(database, *known)
    fresh = [said(f"新{n}") for n in range(5)]
    mixed = [one for pair in zip(known, fresh, strict=True) for one in pair]

    seen = await save(database, *mixed, fresh[0], fresh[0])

    assert [one.event for one in seen] == fresh
    assert await _count(database, message) == 10


async def test_the_same_ref_on_another_channel_is_another_message(database):
    await save(database, said("一", ref="m", channel="wx"), said("二", ref="m", channel="tg"))

    assert await _count(database, message) == 2


async def test_a_redelivered_event_changes_nothing(database):
    event_seen = joined(shown("lin"))
    await save(database, event_seen, event_seen)

    assert await save(database, event_seen) == []
    assert await _count(database, event) == 1


async def test_student_ids_ascend_from_10001_in_order_of_appearance(database):
    seen = await save(database, said("a", "lin"), said("b", "wu"), said("c", "lin"))
    later = await save(database, said("d", "wu"), said("e", "he"))

    assert [one.sender.student for one in seen] == [10001, 10002, 10001]
    assert [one.sender.student for one in later] == [10002, 10003]


async def test_one_person_keeps_the_id_over_rooms(database):
    seen = await save(
        database, said("a", room="study"), said("b", room="shop"), said("c", room=None)
    )

    assert {one.sender.student for one in seen} == {10001}


async def test_our_own_accounts_get_no_student_id(database):
    seen = await save(database, said("欢迎", "bot", own=True), said("谢谢", "lin"))

    assert [one.sender.student for one in seen] == [None, 10001]


async def test_a_rollback_leaves_nothing_and_no_gap_in_the_ids(database):
    async def fail_later():
        async with database.write() as connection:
            await Archive(connection).save([said("a"), joined(shown("wu"))], received=at(0))
            msg = "something later went wrong"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="later"):
        await fail_later()

    assert [await _count(database, table) for table in (message, event, person, counter)] == [0] * 4
    (seen,) = await save(database, said("b"))
    assert seen.sender.student == 10001


async def test_a_recalled_message_keeps_its_text(database):
    await save(database, said("说错了", ref="m1"))

    await save(
        database,
        recalled("m1", minute=1),
    )

    async with database.read() as connection:
        (found,) = (await Archive(connection).messages(MessageFilter(recalled=True))).items
    assert (found.text, found.recalled) == ("说错了", at(1))


async def test_a_message_whose_recall_came_first_is_marked_when_it_comes(database):
    await save(database, recalled("m1", minute=1))
    await save(database, recalled("never", minute=2))
    await save(database, said("别的话", ref="m2"))

    await save(database, said("说错了", ref="m1"), said("m1 在别处", ref="m1", channel="sim"))

    async with database.read() as connection:
        (found,) = (await Archive(connection).messages(MessageFilter(recalled=True))).items
        waiting = (await connection.scalars(select(early_recall.c.ref))).all()
    assert (found.text, found.recalled) == ("说错了", at(1))
    assert waiting == ["never"]


async def test_a_recall_whose_message_never_came_is_forgotten_after_a_week(database):
    await save(database, recalled("never", minute=1))
    await save(database, recalled("nor this", minute=8 * 24 * 60))

    async with database.read() as connection:
        waiting = (await connection.scalars(select(early_recall.c.ref))).all()
    assert waiting == ["nor this"]


async def test_a_message_recalled_in_its_own_batch_is_marked(database):
    recall = recalled("m1", minute=1)
    await save(database, said("说错了", ref="m1"), recall)

    assert await _texts(database, recalled=True) == ["说错了"]


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "a\ud800b",
        "\u200b" * 50,
        "字" * 1_000_000,
        "😀" * 1000,
        "'; DROP TABLE message; --",
        "",
    ],
    ids=["nul", "surrogate", "zero-width", "megabyte", "emoji", "injection", "empty"],
)
async def test_any_text_is_stored_as_the_door_lets_it_in(database, text):
    let_in = storable(text)
    await save(database, said(let_in, name=storable(text)[:100]))

    assert await _texts(database) == [let_in]


async def test_a_message_is_whole_when_it_comes_back(database):
    await save(database, said("看 @小吴", mentions=("wu",), quoted="m0", quoted_text="原话"))

    async with database.read() as connection:
        (found,) = (await Archive(connection).messages(MessageFilter())).items
    assert (found.mentions, found.quoted_ref, found.quoted_text) == (("wu",), "m0", "原话")
    assert (found.student, found.name, found.room_name) == (10001, "小lin", "study 群")


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ({"room": 1}, ["三", "一"]),
        ({"student": 10001}, ["三", "一"]),
        ({"since": at(2)}, ["三", "二"]),
        ({"until": at(2)}, ["一"]),
        ({"own": True}, ["二"]),
        ({"direct": True}, []),
        ({"room": 2, "student": 10001}, []),
    ],
)
async def test_messages_are_found_by_filter(database, wanted, texts):
    await save(
        database,
        said("一", "lin", "study", 1),
        said("二", "bot", "shop", 2, own=True),
        said("三", "lin", "study", 3),
    )

    assert await _texts(database, **wanted) == texts


async def test_pages_hold_every_message_once(database):
    await save(database, *(said(str(n), minute=n // 3) for n in range(20)))
    texts, after = [], None
    async with database.read() as connection:
        while True:
            page = await Archive(connection).messages(MessageFilter(), after=after, limit=3)
            texts += [one.text for one in page.items]
            after = page.next
            if after is None:
                break

    assert texts == [str(n) for n in reversed(range(20))]


async def test_poison_is_kept_once_whatever_is_in_it(database):
    bad = said("\ud800\x00", ref="bad\x00")
    for _ in range(2):
        async with database.write() as connection:
            await Archive(connection).save_poison(bad, "ValueError: \ud800", at(0))

    async with database.write() as connection:
        archive = Archive(connection)
        (found,) = (await archive.poison()).items
        assert '"text": "\\ud800\\u0000"' in found.payload
        assert await archive.settle_poison(found.id, now=at(1))
        assert not await archive.settle_poison(found.id, now=at(2))
        assert await archive.count_poison() == 0
