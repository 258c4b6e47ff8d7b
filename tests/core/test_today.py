"""Today against what is usual: tables of values."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.today import HOURS, NONE, Measure, days_around, figure, passed, strangeness

SHANGHAI, BERLIN, KOLKATA = "Asia/Shanghai", "Europe/Berlin", "Asia/Kolkata"
NOON = datetime(2026, 5, 20, 4, 30, tzinfo=UTC)  # 12:30 in Shanghai, a Wednesday


def each(n):
    return (n,) * HOURS


def only_at(hour, n):
    return tuple(n if one == hour else 0 for one in range(HOURS))


def test_the_days_are_this_weekday_of_nine_weeks_by_the_wall_clock():
    days = days_around(NOON, SHANGHAI)

    assert [day.on.isoformat() for day in days[:3]] == ["2026-05-20", "2026-05-13", "2026-05-06"]
    assert len(days) == 9
    assert {day.on.weekday() for day in days} == {2}
    assert days[0].since == datetime(2026, 5, 19, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        (datetime(2026, 3, 29, 12, tzinfo=UTC), [0, 1, 3, 4]),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), [0, 1, 2, 2, 3]),
        (datetime(2026, 6, 1, 12, tzinfo=UTC), [0, 1, 2, 3]),
    ],
    ids=["clocks go forward", "clocks go back", "an ordinary day"],
)
def test_hours_follow_the_wall_when_clocks_are_changed(on, hours):
    day = days_around(on, BERLIN)[0]

    assert list(day.hours[: len(hours)]) == hours
    assert day.until - day.since == timedelta(hours=len(day.hours))
    assert day.hours[-1] == 23


def test_a_zone_half_an_hour_off_has_its_own_midnight():
    assert days_around(NOON, KOLKATA)[0].since == datetime(2026, 5, 19, 18, 30, tzinfo=UTC)
    assert passed(NOON, KOLKATA) == 10.0


def test_usual_is_the_median_of_what_the_weeks_had_by_this_time():
    weeks = [each(1), each(2), each(10)]

    found = figure(Measure.MESSAGES, only_at(9, 30), weeks, 12.5)

    assert (found.count, found.usual, found.spread, found.weeks) == (30, 25.0, 12.5, 3)
    assert found.usual_hours == (2.0,) * HOURS
    assert found.hours == only_at(9, 30)[:13]


def test_of_the_running_hour_as_much_counts_as_has_passed():
    assert figure(Measure.JOINS, NONE, [only_at(12, 8)], 12.25).usual == 2.0
    assert figure(Measure.JOINS, NONE, [only_at(12, 8)], 12.0).usual == 0.0
    assert figure(Measure.JOINS, NONE, [only_at(23, 8)], 23.5).usual == 4.0


def test_without_history_nothing_is_called_usual():
    found = figure(Measure.MESSAGES, only_at(0, 3), [], 1.5)

    assert (found.count, found.usual, found.weeks) == (3, None, 0)
    assert found.usual_hours == ()
    assert strangeness([found]) == 0.0


def test_what_is_far_from_usual_for_its_spread_is_strange():
    calm = figure(Measure.MESSAGES, only_at(9, 100), [only_at(9, 100)] * 4, 12)
    loud = figure(Measure.MESSAGES, only_at(9, 160), [only_at(9, 100)] * 4, 12)
    few = figure(Measure.JOINS, only_at(9, 3), [NONE] * 4, 12)
    restless = [only_at(9, n) for n in (40, 100, 160, 220)]

    assert strangeness([calm]) == 0.0
    assert strangeness([loud]) == 6.0  # a Poisson count of 100 deviates by 10
    assert strangeness([calm, few]) == 3.0
    assert strangeness([figure(Measure.MESSAGES, only_at(9, 160), restless, 12)]) < 1
