"""Points, lists and alarms, on both databases."""

from datetime import timedelta

import pytest

from bot.core.conduct import ListName
from bot.core.effects import AlarmRoom, Enlist, GiveMark
from bot.core.ids import RoomId
from bot.core.seen import SeenMessage
from storage.conduct.conduct import Conduct
from storage.people.roster import Roster
from storage.talk.archive import Archive
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
