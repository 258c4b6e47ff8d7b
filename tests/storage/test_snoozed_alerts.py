"""Alerts that are put off: nobody is told before their time, then the telling begins anew."""

import pytest

from bot.core.effects import Severity
from bot.core.ids import AlertId
from storage.service.alerts import Alerts
from tests.support.builders import NOON, after
from tests.support.raising import HOUR, LI, WANG, advert, got, raised, told


async def put_off(database, alert, until, by=None):
    async with database.write() as connection:
        return await Alerts(connection, HOUR).snooze(alert, until, by)


async def due(database, now):
    async with database.read() as connection:
        return [one.id for one in await Alerts(connection, HOUR).due(now)]


@pytest.fixture
async def alert(database):
    """Wang was told of it, and Li is next."""
    found = await raised(database, advert())
    await told(database, await got(database, found.id), WANG, next_at=after(minutes=15))
    return found.id


async def test_nobody_is_told_before_its_time_and_then_it_begins_anew(database, alert):
    assert await put_off(database, alert, after(hours=2))

    assert await due(database, after(minutes=119)) == []
    assert await due(database, after(hours=2)) == [alert]
    found = await got(database, alert)
    assert (found.told, found.level, found.next_at) == ((), 0, after(hours=2))


async def test_a_telling_that_was_under_way_does_not_undo_it(database, alert):
    seen = await got(database, alert)
    await put_off(database, alert, after(hours=2))

    assert not await told(database, seen, LI, next_at=after(minutes=30))
    assert (await got(database, alert)).next_at == after(hours=2)


async def test_whoever_put_it_off_is_told_first_unless_it_concerns_somebody(database, alert):
    other = await raised(database, advert("advert:2", to=LI))
    await put_off(database, alert, after(hours=1), WANG)
    await put_off(database, other.id, after(hours=1), WANG)

    assert (await got(database, alert)).to == WANG
    assert (await got(database, other.id)).to == LI


async def test_repeats_disturb_nobody_meanwhile_but_something_worse_does(database, alert):
    await put_off(database, alert, after(hours=2))
    again = await raised(database, advert(), after(minutes=90))
    assert not again.told
    assert (await got(database, alert)).next_at == after(hours=2)

    worse = await raised(database, advert(severity=Severity.CRITICAL), after(minutes=91))
    assert worse.told
    assert (await got(database, alert)).next_at == after(minutes=91)


async def test_what_was_taken_on_or_is_not_there_is_not_put_off(database, alert):
    async with database.write() as connection:
        await Alerts(connection, HOUR).acknowledge(alert, author="li", now=NOON)

    assert not await put_off(database, alert, after(hours=2))
    assert not await put_off(database, AlertId(99), after(hours=2))
