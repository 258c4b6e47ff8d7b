"""Alerts in the store: raised once, counted, told in rounds, acknowledged by one."""

import asyncio

from bot.core.alerting import AlertSettings, AlertState
from bot.core.effects import Severity
from bot.core.ids import AlertId
from storage.service.alert_filter import AlertFilter
from storage.service.alerts import Alerts
from tests.support.builders import NOON, after
from tests.support.raising import HOUR, LI, WANG, advert, got, raised, told


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
