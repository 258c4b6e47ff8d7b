"""Points, lists and alarms, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.conduct import ListName
from bot.core.conduct_effects import AlarmRoom, Enlist, GiveMark
from bot.core.ids import RoomId
from bot.core.seen import SeenMessage
from storage.conduct.conduct import Conduct
from storage.people.roster import Roster
from storage.service.audit import Audit
from storage.talk.archive import Archive
from storage.talk.messages import MessageFilter
from tests.support.builders import NOON, message


@pytest.fixture
async def people(database):
    """Two people who spoke in one room: their student IDs."""
    async with database.write() as connection:
        said = await Archive(connection).save(
            [message("甲说", sender="u1"), message("乙说", sender="u2")], received=NOON
        )
    return [one.sender.student for one in said if isinstance(one, SeenMessage)]


def mark(student, key="k", points=3.0):
    return GiveMark(key=key, student=student, points=points, kind="advert")


def denied(student):
    return Enlist(student=student, list=ListName.DENY, reason="广告", author="王")


async def test_the_same_thing_is_held_against_somebody_once(database, people):
    first, second = people
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.give([mark(first), mark(first), mark(second, "other", 1.0)], NOON)
        await conduct.give([mark(first)], NOON)
        found = await conduct.standings(people, NOON)

    assert [one.points for one in found[first].marks] == [3.0]
    assert [one.points for one in found[second].marks] == [1.0]


async def test_marks_follow_a_merge(database, people):
    first, second = people
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.give([mark(first, "a"), mark(second, "b")], NOON)
        await Roster(connection).merge(
            source=second, into=first, author="王", reason="同一人", now=NOON
        )
        found = await conduct.standings([first], NOON)

    assert len(found[first].marks) == 2


async def test_an_expired_listing_does_nothing(database, people):
    first, second = people
    until = NOON + timedelta(days=1)
    async with database.write() as connection:
        conduct = Conduct(connection)
        for student, end in ((first, until), (second, None)):
            await conduct.enlist(
                Enlist(student=student, list=ListName.DENY, reason="广告", until=end), NOON
            )
        before = await conduct.standings(people, until - timedelta(seconds=1))
        after = await conduct.standings(people, until)

    assert before[first].denied is not None
    assert first not in after
    assert after[second].denied is not None


async def test_a_longer_alarm_replaces_a_shorter_one_and_a_shorter_changes_nothing(
    database, people
):
    room = RoomId(1)
    hour = NOON + timedelta(hours=1)
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.alarm(AlarmRoom(room=room, until=hour, why="冲群"), NOON)
        await conduct.alarm(AlarmRoom(room=room, until=NOON + timedelta(minutes=5), why="短"), NOON)
        holds = await conduct.alarms([room], NOON + timedelta(minutes=30))
        over = await conduct.alarms([room], hour)

    assert holds[room].until == hour
    assert over == {}


async def test_a_revoked_mark_is_still_read_with_who_took_it_back(database, people):
    first, _second = people
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.give([mark(first, "a"), mark(first, "b")], NOON)
        ((one, _other),) = (await conduct.marks_of([first])).values()
        revoked = await conduct.revoke(one.id, author="王", reason="看错了", now=NOON)
        await conduct.revoke(one.id, author="李", reason="再来一次", now=NOON)
        await conduct.give([mark(first, "a")], NOON)
        found = (await conduct.standings(people, NOON))[first].marks
        entries = (await Audit(connection).entries(subject=f"mark:{one.id}")).items

    assert revoked is not None
    assert [(each.key, each.revoked_by) for each in found] == [("a", "王"), ("b", None)]
    assert [(each.author, each.reason) for each in entries] == [("王", "看错了")]


async def test_what_was_decided_for_a_message_is_taken_back_with_it(database, people):
    first, _second = people
    async with database.write() as connection:
        messages = (await Archive(connection).messages(MessageFilter())).items
        about, other = (one.id for one in messages)
        conduct = Conduct(connection)
        await conduct.give(
            [replace(mark(first, "a"), message=about), replace(mark(first, "b"), message=other)],
            NOON,
        )
        await conduct.enlist(replace(denied(first), message=about), NOON)
        revoked = await conduct.revoke_for([about], author="王", reason="误判", now=NOON)
        lifted = await conduct.lift_for([about], author="王", reason="误判", now=NOON)
        again = await conduct.lift_for([about], author="王", reason="误判", now=NOON)
        found = (await conduct.standings(people, NOON))[first]

    assert (revoked, len(lifted), again) == (1, 1, ())
    assert [each.revoked is None for each in found.marks] == [False, True]
    assert found.denied is None


async def test_lifting_takes_a_person_off_a_list_whole(database, people):
    first, second = people
    async with database.write() as connection:
        conduct = Conduct(connection)
        for student in (first, first, second):
            await conduct.enlist(denied(student), NOON)
        await conduct.enlist(replace(denied(first), list=ListName.ALLOW), NOON)
        lifted = await conduct.lift(first, ListName.DENY, author="王", reason="误会", now=NOON)
        found = await conduct.lists_of(people, NOON)
        holding = (await conduct.listings(on=ListName.DENY, holding=NOON)).items
        ever = (await conduct.listings(student=first)).items

    assert len(lifted) == 2
    assert found[first].denied is None
    assert found[first].allowed is not None
    assert [one.student for one in holding] == [second]
    assert [one.lifted_by for one in ever] == [None, "王", "王"]


async def test_a_merged_person_is_found_on_the_list_by_the_survivor(database, people):
    first, second = people
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.enlist(denied(second), NOON)
        await Roster(connection).merge(
            source=second, into=first, author="王", reason="同一人", now=NOON
        )
        found = await conduct.lists_of([first], NOON)

    denial = found[first].denied
    assert denial is not None
    assert denial.student == first


async def test_an_alarm_is_ended_by_a_person(database, people):
    room = RoomId(1)
    async with database.write() as connection:
        conduct = Conduct(connection)
        await conduct.alarm(AlarmRoom(room=room, until=NOON + timedelta(hours=1), why="冲群"), NOON)
        ended = [
            await conduct.end_alarm(room, author="王", reason="没事", now=NOON) for _ in range(2)
        ]
        holds = await conduct.alarms([room], NOON)

    assert ended == [True, False]
    assert holds == {}
