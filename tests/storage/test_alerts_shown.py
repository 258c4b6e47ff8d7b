"""Alerts as they are read: whole, in lists, and by whom they were told."""

import pytest

from bot.core.alerting import AlertState
from bot.core.effects import Severity
from bot.core.ids import ChannelName, MessageId, RoomId, StudentId
from storage.paging import BadCursor
from storage.service.alert_filter import AlertFilter
from storage.service.alerts import Alerts
from storage.tables.people import identity, person, room
from storage.tables.talk import message
from tests.support.builders import NOON, after
from tests.support.people import said, save
from tests.support.raising import LI, WANG, advert, got, raised, told


async def test_an_alert_comes_with_room_person_and_message(database):
    async with database.write() as connection:
        await connection.execute(
            room.insert().values(id=1, channel="sim", ref="r1", name="打卡群", created_at=NOON)
        )
        for student, into, name in ((10001, None, "小明"), (10002, 10001, "小明的小号")):
            await connection.execute(
                person.insert().values(
                    student_id=student, name=name, merged_into=into, created_at=NOON
                )
            )
        await connection.execute(
            identity.insert().values(
                id=5,
                channel="sim",
                ref="u5",
                student_id=10002,
                name="明",
                own=False,
                first_seen_at=NOON,
            )
        )
        await connection.execute(
            message.insert().values(
                id=7, channel="sim", ref="m7", room_id=1, identity_id=5, kind="text",
                text="加V领资料", sent_at=NOON, received_at=NOON, own=False,
            )
        )  # fmt: skip
    effect = advert(room=RoomId(1), student=StudentId(10002), message=MessageId(7))

    alert = await got(database, (await raised(database, effect)).id)

    assert (alert.room.name, alert.room.ref) == ("打卡群", "r1")
    assert (alert.person.student, alert.person.name) == (10001, "小明")
    assert (alert.message.text, alert.message.sender, alert.message.at) == ("加V领资料", "明", NOON)
    assert not alert.message.recalled


async def test_lists_are_paged_newest_first_and_filtered(database):
    for number in range(5):
        severity = Severity.CRITICAL if number % 2 else Severity.INFO
        await raised(database, advert(f"g{number}", severity=severity), after(minutes=number))
    async with database.write() as connection:
        alerts = Alerts(connection)
        first = await alerts.page(AlertFilter(), limit=3)
        rest = await alerts.page(AlertFilter(), after=first.next, limit=3)
        critical = await alerts.page(AlertFilter(severity=Severity.CRITICAL))
        recent = await alerts.page(AlertFilter(since=after(minutes=4)))
        other = await alerts.page(AlertFilter(kind="lead"))
        await alerts.acknowledge(first.items[0].id, author="wang", now=NOON)
        counts = await alerts.counts()

    assert [a.group for a in (*first.items, *rest.items)] == ["g4", "g3", "g2", "g1", "g0"]
    assert rest.next is None
    assert [a.group for a in critical.items] == ["g3", "g1"]
    assert [a.group for a in recent.items] == ["g4"]
    assert other.items == ()
    assert counts == {
        (AlertState.ACKNOWLEDGED, Severity.INFO): 1,
        (AlertState.OPEN, Severity.INFO): 2,
        (AlertState.OPEN, Severity.CRITICAL): 2,
    }


async def test_a_foreign_cursor_is_refused(database):
    async with database.read() as connection:
        with pytest.raises(BadCursor):
            await Alerts(connection).page(AlertFilter(), after="nonsense")


async def test_a_colleague_finds_the_alert_they_were_told_of_last(database):
    old = await raised(database, advert("old"))
    new = await raised(database, advert("new"))
    await told(database, await got(database, new.id), WANG, now=after(minutes=1))
    await told(database, await got(database, old.id), WANG, now=after(minutes=2))

    async with database.read() as connection:
        alerts = Alerts(connection)
        newest = await alerts.newest_told(WANG)
        nothing = await alerts.newest_told(LI)
        listed = await alerts.page(AlertFilter(told=WANG))

    assert newest == old.id
    assert nothing is None
    assert {a.id for a in listed.items} == {old.id, new.id}


async def test_a_name_is_the_accounts_that_bore_it_first_as_in_judging(database):
    await save(database, said("大家好", "u1", name="王老师", channel="sim"))
    await save(database, said("大家好", "u2", name="王老师", channel="sim"))
    async with database.read() as connection:
        alerts = Alerts(connection)
        first = await alerts.accounts_named(ChannelName("sim"), "王老师")
        elsewhere = await alerts.accounts_named(ChannelName("wx"), "王老师")

    assert (first, elsewhere) == (("u1",), ())
