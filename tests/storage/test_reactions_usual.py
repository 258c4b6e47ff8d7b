"""What is usual in a room at this hour of the week: the measure of reactions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.core.feedback import Reacting
from bot.core.ids import OccurrenceId
from storage.sop.reactions import usual_level
from storage.tables.people import gap
from storage.tables.sop import run
from tests.support.people import START, at, said, save
from tests.support.reactions import STAFF, WEEK, measured, one, watched

REPLIES, SPEAKERS, MATCHES = Reacting.REPLIES, Reacting.SPEAKERS, Reacting.MATCHES


async def weekly(database, *counts):
    """So many messages at the time of the post, one, two, ... weeks before it."""
    for week, count in enumerate(counts, start=1):
        lines = [said("嗯", f"u{n}", minute=1 - week * WEEK) for n in range(count)]
        await save(database, *lines)


async def test_the_usual_level_is_the_median_of_the_same_hour_in_the_weeks_before(database):
    await save(database, said("第一句", "u1", minute=-9 * WEEK))
    await weekly(database, 3, 1, 5, 3, 9, 3, 2, 4)

    usual = (await one(database)).usual

    assert (usual[REPLIES].median, usual[REPLIES].spread, usual[REPLIES].weeks) == (3.0, 1.0, 8)
    assert usual[SPEAKERS].median == 3.0
    assert MATCHES not in usual


async def test_weeks_before_we_heard_the_room_say_nothing(database):
    await save(database, said("第一句", "u1", minute=-3 * WEEK - 5))
    await weekly(database, 2, 2, 2)

    usual = (await one(database)).usual[REPLIES]

    assert (usual.median, usual.weeks) == (2.0, 3)


async def test_without_history_nothing_is_called_usual(database):
    await save(database, said("新群", "u1", minute=-5), said("好", "u1", minute=2))

    found = await one(database)

    assert found.usual == {}
    assert found.counts[REPLIES] == 1


async def test_a_week_in_which_we_could_not_hear_is_left_out(database):
    await save(database, said("第一句", "u1", minute=-9 * WEEK))
    await weekly(database, 2, 0, 2)
    async with database.write() as connection:
        deaf = {"channel": "wx", "ref": "g", "since": at(20 - 2 * WEEK), "until": at(60 - 2 * WEEK)}
        await connection.execute(insert(gap).values(**deaf))

    assert (await one(database)).usual[REPLIES].weeks == 7


async def test_usual_is_the_same_wall_time_over_a_change_of_the_clock(database):
    """New York put its clocks forward on 8 March 2026: 9:00 there was an hour later in UTC."""
    posted = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)  # 9:00 in New York
    before = datetime(2026, 3, 3, 14, 10, tzinfo=UTC)  # 9:10 there, a week earlier
    minutes = (before - START).total_seconds() / 60
    await save(database, said("a", "u1", minute=minutes - WEEK), said("b", "u1", minute=minutes))
    async with database.write() as connection:
        begun = {"plan": "p", "room_id": 1, "starts_on": date(2026, 3, 1), "author": "t"}
        values = {**begun, "zone": "America/New_York", "state": "active", "started_at": at(0)}
        await connection.execute(insert(run).values(id=1, **values))

    found = await measured(
        database, watched(since=posted, until=posted + timedelta(minutes=30)), staff=STAFF
    )

    assert found[OccurrenceId(1)].usual[REPLIES].median == 1.0


async def test_words_have_a_usual_level_too(database):
    await save(database, said("第一句", "u1", minute=-2 * WEEK - 5))
    await save(database, said("打卡", "u1", minute=1 - WEEK), said("打卡", "u2", minute=2 - WEEK))
    await save(database, said("打卡", "u1", minute=1 - 2 * WEEK))

    usual = (await one(database, words=("打卡",))).usual[MATCHES]

    assert (usual.median, usual.weeks) == (1.5, 2)


async def test_a_look_in_between_leaves_the_usual_level_out(database):
    await save(database, said("第一句", "u1", minute=-9 * WEEK), said("好", "u1", minute=2))

    found = (await measured(database, watched(), usual=False))[OccurrenceId(1)]

    assert (found.usual, found.counts[REPLIES]) == ({}, 1)


@pytest.mark.parametrize(
    ("weeks", "median", "spread"),
    [([4], 4.0, 0.0), ([1, 2], 1.5, 0.5), ([1, 1, 10], 1.0, 0.0), ([2, 4, 6, 8], 5.0, 2.0)],
)
def test_the_level_is_a_median_with_its_absolute_deviation(weeks, median, spread):
    level = usual_level(weeks)

    assert (level.median, level.spread, level.weeks) == (median, spread, len(weeks))
