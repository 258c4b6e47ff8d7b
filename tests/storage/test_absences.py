"""Who is away, on both databases."""

from datetime import timedelta

import pytest

from bot.core.ids import StaffName
from bot.core.tasks import Absence
from storage.service.secrets import Secrets
from storage.sop.absences import Absences
from tests.support.builders import NOON

DAY = timedelta(days=1)
LI, WANG = StaffName("li"), StaffName("wang")


@pytest.fixture
async def absences(database):
    """The store in one transaction."""
    async with database.write() as connection:
        yield Absences(connection)


def leave(staff=LI, **other):
    return Absence(staff=staff, since=NOON, author=staff, **other)


async def test_somebody_is_away_from_the_first_moment_to_the_last(absences):
    await absences.leave(leave(until=NOON + DAY), NOON)

    assert await absences.away(NOON - timedelta(seconds=1)) == frozenset()
    assert await absences.away(NOON) == {LI}
    assert await absences.away(NOON + DAY - timedelta(microseconds=1)) == {LI}
    assert await absences.away(NOON + DAY) == frozenset()


async def test_without_an_end_somebody_is_away_until_they_say_that_they_are_back(absences):
    await absences.leave(leave(), NOON)
    assert await absences.away(NOON + 999 * DAY) == {LI}

    assert await absences.back(LI, "li", NOON + DAY)

    assert await absences.away(NOON + DAY) == frozenset()
    assert not await absences.back(LI, "li", NOON + DAY)


async def test_a_newer_word_takes_the_place_of_the_older(absences):
    await absences.leave(leave(until=NOON + 9 * DAY), NOON)
    await absences.leave(leave(until=NOON + 2 * DAY, reason="早回"), NOON + DAY)
    await absences.leave(leave(WANG), NOON)

    assert await absences.away(NOON + 3 * DAY) == {WANG}
    assert [(a.staff, a.reason) for a in await absences.listed(NOON, staff=[LI])] == [(LI, "早回")]


async def test_a_secret_is_made_once_and_is_nobody_elses(database):
    async with database.write() as connection:
        first = await Secrets(connection).value("links", NOON)
        other = await Secrets(connection).value("feeds", NOON)
    async with database.write() as connection:
        again = await Secrets(connection).value("links", NOON + DAY)
        none = await Secrets(connection).find("nothing")

    assert first == again
    assert len(first) >= 32
    assert first != other
    assert none is None
