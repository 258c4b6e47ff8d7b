"""Days by the wall clock, and how few people write half of what is said."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.daily import absence_factor, number, speakers, stretch


def test_a_week_ends_at_midnight_on_the_wall():
    week = stretch(date(2026, 5, 19), 7, "Asia/Shanghai")

    assert (week.days[0], week.days[-1], len(week.days)) == (
        date(2026, 5, 13),
        date(2026, 5, 19),
        7,
    )
    assert week.since == datetime(2026, 5, 12, 16, tzinfo=UTC)
    assert week.until == datetime(2026, 5, 19, 16, tzinfo=UTC)
    assert [shift.ahead for shift in week.shifts] == [timedelta(hours=8)]


def test_of_the_last_day_a_part_can_be_asked_for():
    week = stretch(date(2026, 5, 19), 7, "Asia/Shanghai", time(8, 30))

    assert week.until == datetime(2026, 5, 19, 0, 30, tzinfo=UTC)


def test_the_moment_at_which_clocks_are_changed_is_found():
    spring = stretch(date(2026, 4, 5), 28, "Europe/Berlin")

    assert [(shift.at, shift.ahead) for shift in spring.shifts] == [
        (spring.since, timedelta(hours=1)),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), timedelta(hours=2)),
    ]


ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]


@given(
    last=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    days=st.integers(1, 92),
    zone=st.sampled_from(ZONES),
    share=st.floats(0, 1, exclude_max=True),
)
def test_every_moment_falls_on_its_day_of_the_wall(last, days, zone, share):
    found = stretch(last, days, zone)
    at = found.since + (found.until - found.since) * share

    ahead = [shift.ahead for shift in found.shifts if shift.at <= at][-1]
    counted = (at + ahead - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(days=1)

    assert counted == number(at.astimezone(ZoneInfo(zone)).date())
    assert all(one.at < other.at for one, other in pairwise(found.shifts))


def spread(*messages):
    """Messages of each person, as the store tells them: how many people wrote so much."""
    return Counter(messages)


def test_the_worked_example_of_definitions_3_9():
    assert absence_factor(spread(1000, 202, 90, 33, 332, 343, 42, 433)) == 2


@pytest.mark.parametrize(
    ("messages", "few"),
    [((), 0), ((1,), 1), ((1, 1), 1), ((1, 1, 1), 2), ((5, 5, 5, 5), 2), ((10, 1, 1, 1), 1)],
)
def test_the_fewest_people_who_wrote_half(messages, few):
    assert absence_factor(spread(*messages)) == few


@given(st.lists(st.integers(1, 50), max_size=30))
def test_so_many_wrote_half_and_one_fewer_did_not(messages):
    few = absence_factor(spread(*messages))
    most = sorted(messages, reverse=True)

    assert 2 * sum(most[:few]) >= sum(messages)
    assert few == 0 or 2 * sum(most[: few - 1]) < sum(messages)
    assert speakers(spread(*messages)) == len(messages)
