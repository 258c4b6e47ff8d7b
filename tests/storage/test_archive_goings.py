"""Who comes and goes, and how rooms are called, as the archive keeps it."""

from sqlalchemy import func, select

from bot.core.ids import RoomId
from storage.talk.archive import Archive
from storage.talk.messages import MessageFilter
from tests.support.people import at, joined, left, renamed, room_listed, said, save, shown


async def _count(database, table):
    async with database.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def _texts(database, **wanted):
    async with database.read() as connection:
        page = await Archive(connection).messages(MessageFilter(**wanted))
    return [one.text for one in page.items]


async def test_a_join_makes_a_newcomer_once(database):
    (first,) = await save(database, joined(shown("lin")))
    (again,) = await save(database, joined(shown("lin"), minute=1))

    assert [m.newcomer for m in (*first.members, *again.members)] == [True, False]


async def test_who_is_first_seen_talking_is_no_newcomer(database):
    (seen,) = await save(database, said("大家好"))

    assert not seen.sender.newcomer
    assert seen.sender.joined is None


async def test_a_join_told_after_the_first_words_still_makes_a_newcomer(database):
    await save(database, said("大家好"))
    (seen,) = await save(database, joined(shown("lin"), minute=1))

    assert seen.members[0].newcomer


async def test_the_first_direct_word_makes_a_newcomer(database):
    first, second = await save(database, said("在吗", room=None), said("你好", room=None))

    assert [one.sender.newcomer for one in (first, second)] == [True, False]


async def test_leaving_and_coming_back_keeps_the_person(database):
    await save(database, joined(shown("lin")), left("lin", minute=1))
    (back,) = await save(database, joined(shown("lin"), minute=2))

    (member,) = back.members
    assert (member.student, member.newcomer, member.joined) == (10001, False, at(2))


async def test_a_list_of_the_room_marks_those_who_are_gone(database):
    await save(database, joined(shown("lin"), shown("wu")))
    await save(database, room_listed(shown("lin"), shown("bot", own=True), minute=1))

    assert await _left(database) == {"wu": at(1)}


async def test_an_empty_list_of_the_room_removes_nobody(database):
    await save(database, joined(shown("lin")))
    await save(database, room_listed(minute=1))

    assert await _left(database) == {}


async def _left(database):
    from storage.people.roster import Roster

    async with database.read() as connection:
        page = await Roster(connection).members(RoomId(1), gone=True)
    return {one.ref: one.left for one in page.items}


async def test_a_new_topic_renames_the_room_and_an_unknown_name_does_not(database):
    await save(database, said("a", room_name="旧名"))
    await save(
        database,
        renamed("新名", minute=1),
        said("b", room_name=""),
    )

    async with database.read() as connection:
        (last, _) = (await Archive(connection).messages(MessageFilter())).items
    assert last.room_name == "新名"
