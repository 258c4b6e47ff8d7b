"""The roster's promises: IDs for life, names found, merges that can be undone."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.core.ids import RoomId, StudentId
from storage.engine import Database, make_engine
from storage.judging.deciding import Unknown
from storage.people.merging import CannotMerge
from storage.people.roster import Roster
from storage.service.audit import Audit
from storage.settings import StorageSettings
from storage.tables.people import name_history, person
from storage.talk.archive import Archive
from tests.support.people import at, joined, left, room_listed, said, save, shown


async def _find(database, query, **more):
    async with database.read() as connection:
        return await Roster(connection).find(query, **more)


async def _ids(database, query):
    return [one.student for one in await _find(database, query)]


async def _person(database, student):
    async with database.read() as connection:
        return await Roster(connection).person(student)


async def _merge(database, source, into):
    async with database.write() as connection:
        return await Roster(connection).merge(
            source=source, into=into, author="wang", reason="同一个人", now=at(9)
        )


async def _unmerge(database, number):
    async with database.write() as connection:
        await Roster(connection).unmerge(number, author="li", now=at(10))


@pytest.fixture
async def people(database):
    await save(
        database,
        said("a", "u1", name="王小明"),
        said("b", "u2", name="王大明"),
        said("c", "u3", name="Anna 李", nickname="一班-安娜"),
        said("d", "bot", name="王小助手", own=True),
    )
    return database


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("10002", [10002]),
        ("王小明", [10001]),
        ("王", [10001, 10002]),
        ("明", [10001, 10002]),
        ("小明", [10001]),
        ("anna", [10003]),
        ("ＡＮＮＡ", [10003]),
        ("nna李", [10003]),
        ("安娜", [10003]),
        ("一班", [10003]),
        ("明王", []),
        ("助手", []),
        ("99999", []),
        ("", []),
        ("%", []),
        ('"', []),
        ("' OR 1=1", []),
        ("9" * 40, []),
        ("\x00", []),
    ],
)
async def test_people_are_found_by_id_and_by_any_part_of_a_name(people, query, ids):
    assert sorted(await _ids(people, query)) == ids


async def test_a_whole_name_comes_before_a_part(database):
    await save(database, said("a", "u1", name="小明明"), said("b", "u2", name="明"))

    assert await _ids(database, "明") == [10002, 10001]


async def test_finding_stops_at_the_limit(database):
    await save(database, *(said("a", f"u{n}", name=f"王{n}") for n in range(30)))

    assert len(await _find(database, "王", limit=7)) == 7


async def test_who_was_renamed_is_found_by_the_new_name_only_and_keeps_the_old_in_the_history(
    people,
):
    await save(people, said("e", "u1", name="王晓明", minute=5))

    assert await _ids(people, "王小明") == []
    assert await _ids(people, "王晓明") == [10001]
    profile = await _person(people, 10001)
    assert [(one.name, one.seen) for one in profile.names] == [("王小明", at(0)), ("王晓明", at(5))]


async def test_a_name_that_goes_back_and_forth_in_one_batch_ends_at_the_last(people):
    await save(people, *(said("x", "u1", name=name) for name in ("甲甲", "乙乙", "甲甲", "丙丙")))

    assert await _ids(people, "丙丙") == [10001]
    assert await _ids(people, "甲甲") == []


async def test_the_same_name_again_makes_no_history(people):
    await save(people, said("e", "u1", name="王小明"), said("f", "u1", name=""))

    async with people.read() as connection:
        count = select(func.count()).where(name_history.c.identity_id == 1)
        assert (await connection.execute(count)).scalar_one() == 1


async def test_a_profile_shows_accounts_rooms_and_first_sight(database):
    await save(database, joined(shown("u1", nickname="班长"), minute=1), said("a", "u1", "shop", 2))
    await save(database, left("u1", minute=3))

    profile = await _person(database, 10001)

    assert [(r.name, r.nickname, r.joined, r.left) for r in profile.rooms] == [
        ("", "班长", at(1), at(3)),
        ("shop 群", "", None, None),
    ]
    assert (profile.first_seen, profile.messages) == (at(1), 1)
    assert await _person(database, 4711) is None


async def test_a_merged_id_finds_its_survivor_and_says_so(people):
    await _merge(people, 10001, 10002)

    (found,) = await _find(people, "10001")
    assert (found.student, found.merged_from) == (10002, 10001)
    assert found.names == ("王小明", "王大明")
    profile = await _person(people, 10001)
    assert (profile.student, profile.asked, profile.merged_from) == (10002, 10001, (10001,))
    assert len(profile.identities) == 2


async def test_new_words_of_a_merged_account_are_the_survivors(people):
    await _merge(people, 10001, 10002)

    (seen,) = await save(people, said("e", "u1", name="王小明"))

    assert seen.sender.student == 10002


async def test_unmerging_gives_everything_back(people):
    before = await _person(people, 10001)

    number = await _merge(people, 10001, 10002)
    await _unmerge(people, number)

    assert await _person(people, 10001) == before
    assert [one.student for one in await _find(people, "10001")] == [10001]
    async with people.read() as connection:
        (merge,) = await Roster(connection).merges(StudentId(10001))
        actions = [one.action for one in (await Audit(connection).entries()).items]
    assert (merge.author, merge.undone_by, merge.undone) == ("wang", "li", at(10))
    assert actions == ["person.unmerge", "person.merge"]


async def test_unmerging_leaves_accounts_that_came_later_with_the_survivor(people):
    number = await _merge(people, 10001, 10002)
    await save(people, said("e", "u9", name="新号"))
    await _merge(people, 10004, 10002)
    await _unmerge(people, number)

    assert {one.ref for one in (await _person(people, 10002)).identities} == {"u2", "u9"}


@pytest.mark.parametrize(
    ("source", "into", "error", "words"),
    [
        (10003, 10003, CannotMerge, "itself"),
        (10001, 10003, CannotMerge, "was merged into 10002"),
        (10003, 10001, CannotMerge, "merge 10002 instead"),
        (10002, 10003, CannotMerge, "stands for 10001"),
        (10002, 10001, CannotMerge, "was merged into 10002"),
        (10003, 77777, Unknown, "77777"),
    ],
    ids=["itself", "twice", "chain", "chain-from-behind", "circle", "nobody"],
)
async def test_chains_and_circles_of_merges_are_refused(people, source, into, error, words):
    await _merge(people, 10001, 10002)

    with pytest.raises(error, match=words):
        await _merge(people, source, into)


async def test_a_merge_is_undone_once(people):
    number = await _merge(people, 10001, 10002)
    await _unmerge(people, number)

    with pytest.raises(CannotMerge, match="by li"):
        await _unmerge(people, number)
    with pytest.raises(Unknown):
        await _unmerge(people, 4711)


async def test_an_account_that_turns_out_to_be_ours_is_nobody_to_be_found(people):
    await save(people, said("e", "u1", name="王小明", own=True))

    assert await _ids(people, "王小明") == []


async def test_rooms_and_members_are_listed(database):
    await save(database, room_listed(shown("u1"), shown("bot", own=True)), said("a", room="shop"))

    async with database.read() as connection:
        roster = Roster(connection)
        rooms = (await roster.rooms()).items
        members = (await roster.members(RoomId(1))).items
        assert [(one.name, one.members) for one in rooms] == [("学习群", 2), ("shop 群", 1)]
        assert [(one.ref, one.student, one.own) for one in members] == [
            ("u1", 10001, False),
            ("bot", None, True),
        ]
        assert await roster.room(RoomId(9)) is None
        assert [one.student for one in (await roster.people(room_id=RoomId(1))).items] == [10001]


async def test_a_room_we_were_removed_from_is_marked_until_we_are_back(database):
    bot = shown("bot", own=True)
    await save(database, room_listed(bot), left("bot", minute=1))
    async with database.read() as connection:
        found = await Roster(connection).room(RoomId(1))
    assert found is not None
    assert found.left == at(1)

    await save(database, room_listed(bot, minute=2))
    async with database.read() as connection:
        found = await Roster(connection).room(RoomId(1))
    assert found is not None
    assert found.left is None


async def _talk(url, prefix, shared):
    database = Database(make_engine(StorageSettings(url=url)))
    try:
        for n in range(10):
            events = [said("x", f"{prefix}{n}-{k}") for k in range(5)]
            async with database.write() as connection:
                await Archive(connection).save([*events, shared[n]], received=at(n))
    finally:
        await database.close()


async def test_two_writers_at_once_give_ids_without_gap_or_double(store_url, database):
    shared = [said("x", f"both{n}", ref=f"shared{n}") for n in range(10)]

    await asyncio.gather(_talk(store_url, "a", shared), _talk(store_url, "b", shared))

    async with database.read() as connection:
        ids = (await connection.execute(select(person.c.student_id))).scalars().all()
    assert sorted(ids) == list(range(10001, 10001 + 110))
