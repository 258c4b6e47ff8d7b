"""Alerts in the store: raised once, counted, told in rounds, acknowledged by one."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.alerting import AlertSettings, AlertState
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import AlertId, ChannelName, MessageId, RoomId, StaffName, StudentId
from storage.paging import BadCursor
from storage.service.alert_filter import AlertFilter
from storage.service.alerts import Alerts
from storage.tables.people import identity, person, room
from storage.tables.talk import message
from tests.support.builders import NOON, after
from tests.support.people import said, save

WANG = StaffName("wang")
LI = StaffName("li")
HOUR = AlertSettings(group_window=timedelta(hours=1))


def advert(group: str = "advert:1", **other) -> RaiseAlert:
    given = {
        "kind": "advert",
        "severity": Severity.WARNING,
        "reason": "同一内容 10 分钟内发送 4 次",
        "advice": "核实后移出",
        "group": group,
    }
    return RaiseAlert(**given | other)


async def raised(database, effect, now=NOON, settings=HOUR):
    async with database.write() as connection:
        return await Alerts(connection, settings).raise_(effect, now)


async def got(database, alert_id):
    async with database.read() as connection:
        return await Alerts(connection, HOUR).get(alert_id)


async def told(database, alert, *staff, next_at=None, now=NOON):
    async with database.write() as connection:
        return await Alerts(connection, HOUR).told(alert, staff, next_at=next_at, now=now)


async def test_a_flood_raised_at_once_reads_as_if_raised_one_by_one(database):
    flood = [
        advert("advert:1"),
        advert("advert:2", reason="第一次"),
        advert("advert:1", severity=Severity.CRITICAL, reason="更严重"),
        advert("advert:2", reason="第二次"),
        advert("advert:2", reason="第三次", severity=Severity.INFO),
    ]

    async with database.write() as connection:
        await Alerts(connection, HOUR).raise_all(flood, NOON)

    async with database.read() as connection:
        page = await Alerts(connection, HOUR).page(AlertFilter())
    second, first = page.items
    assert (first.count, first.round, first.severity) == (2, 2, Severity.CRITICAL)
    assert (first.reason, first.next_at) == ("更严重", NOON)
    assert (second.count, second.round, second.reason) == (3, 1, "第一次")
    assert second.severity is Severity.WARNING


async def test_a_repeat_within_the_window_is_counted_and_not_told_again(database):
    first = await raised(database, advert())
    await told(database, await got(database, first.id), WANG, now=NOON)

    again = await raised(database, advert(), after(minutes=59))

    assert (first.told, again.told) == (True, False)
    assert again.id == first.id
    alert = await got(database, first.id)
    assert (alert.count, alert.repeated_at) == (2, after(minutes=59))
    assert (alert.told, alert.next_at) == ((WANG,), None)


async def test_a_repeat_after_the_window_is_told_again_with_the_newest_words(database):
    first = await raised(database, advert())
    await told(database, await got(database, first.id), WANG, now=NOON)

    again = await raised(database, advert(reason="第二天又来"), after(minutes=60))

    alert = await got(database, first.id)
    assert again.told
    assert (alert.round, alert.level, alert.told) == (2, 0, ())
    assert (alert.next_at, alert.reason) == (after(minutes=60), "第二天又来")
    assert alert.raised_at == NOON


async def test_a_steady_stream_of_repeats_is_told_again_once_a_window(database):
    rounds = [
        (await raised(database, advert(), after(minutes=10 * step))).told for step in range(19)
    ]

    assert [step for step, began in enumerate(rounds) if began] == [0, 6, 12, 18]


async def test_what_gets_worse_is_told_at_once(database):
    first = await raised(database, advert())
    await told(database, await got(database, first.id), WANG)

    again = await raised(database, advert(severity=Severity.CRITICAL), after(minutes=1))

    alert = await got(database, first.id)
    assert again.told
    assert (alert.severity, alert.next_at) == (Severity.CRITICAL, after(minutes=1))


async def test_what_gets_milder_stays_as_severe_as_it_was(database):
    first = await raised(database, advert(severity=Severity.CRITICAL))

    await raised(database, advert(severity=Severity.INFO), after(hours=2))

    assert (await got(database, first.id)).severity is Severity.CRITICAL


async def test_below_the_least_severity_an_alert_is_listed_and_told_to_nobody(database):
    settings = AlertSettings(min_severity=Severity.WARNING)

    quiet = await raised(database, advert(severity=Severity.INFO), NOON, settings)
    again = await raised(database, advert(severity=Severity.INFO), after(days=1), settings)

    assert not quiet.told
    assert not again.told
    alert = await got(database, quiet.id)
    assert (alert.count, alert.next_at, alert.state) == (2, None, AlertState.OPEN)


async def test_after_an_acknowledgement_the_same_trouble_is_a_new_alert(database):
    first = await raised(database, advert())
    async with database.write() as connection:
        await Alerts(connection).acknowledge(first.id, author="wang", now=after(minutes=1))

    second = await raised(database, advert(), after(minutes=2))

    assert second.id != first.id
    assert second.told


async def test_the_second_to_acknowledge_is_told_who_was_first(database):
    alert = await raised(database, advert())
    async with database.write() as connection:
        alerts = Alerts(connection)
        mine = await alerts.acknowledge(alert.id, author="wang", now=after(minutes=1))
        late = await alerts.acknowledge(alert.id, author="li", now=after(minutes=2))
        nothing = await alerts.acknowledge(AlertId(999), author="li", now=NOON)

    assert mine is not None
    assert late is not None
    assert (mine.first, mine.by) == (True, "wang")
    assert (late.first, late.by, late.at) == (False, "wang", after(minutes=1))
    assert nothing is None


async def test_an_acknowledged_alert_is_due_to_nobody(database):
    alert = await raised(database, advert())
    seen = await got(database, alert.id)
    async with database.write() as connection:
        alerts = Alerts(connection)
        before = await alerts.due(NOON)
        await alerts.acknowledge(alert.id, author="wang", now=NOON)
        due = await alerts.due(after(days=1))
        noted = await alerts.told(seen, (LI,), next_at=None, now=NOON)

    assert [one.id for one in before] == [alert.id]
    assert due == ()
    assert not noted


async def test_two_tickers_tell_only_once(database):
    alert = await raised(database, advert())
    seen = await got(database, alert.id)

    outcomes = await asyncio.gather(
        told(database, seen, WANG, next_at=after(minutes=15)),
        told(database, seen, WANG, next_at=after(minutes=15)),
    )

    assert sorted(outcomes) == [False, True]
    assert (await got(database, alert.id)).told == (WANG,)


async def test_alerts_raised_at_the_same_moment_are_one(database):
    results = await asyncio.gather(*(raised(database, advert()) for _ in range(8)))

    assert len({result.id for result in results}) == 1
    assert (await got(database, results[0].id)).count == 8


async def test_due_is_what_waited_longest_first_and_nothing_from_the_future(database):
    late = await raised(database, advert("b"), after(minutes=2))
    early = await raised(database, advert("a"), after(minutes=1))
    await raised(database, advert("c"), after(minutes=9))

    async with database.read() as connection:
        due = await Alerts(connection).due(after(minutes=5))

    assert [alert.id for alert in due] == [early.id, late.id]


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
