"""Wall times on the days when clocks change, in every zone there is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from sop.parse import parse_plan
from sop.plan import materialise
from sop.recurring import cron_instants
from sop.walltime import instant
from tests.sop.test_plan import a_run
from tests.support.sop_stage import plan

NEW_YORK = "America/New_York"
YEAR = 2026
ZONES = sorted(available_timezones() - {"Factory", "localtime"})


def shown(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).isoformat()


@pytest.mark.parametrize(
    ("zone", "day", "at", "meant"),
    [
        (NEW_YORK, date(2026, 3, 8), time(2, 30), "2026-03-08T03:00:00-04:00"),
        (NEW_YORK, date(2026, 11, 1), time(1, 30), "2026-11-01T01:30:00-04:00"),
        (NEW_YORK, date(2026, 3, 8), time(1, 59), "2026-03-08T01:59:00-05:00"),
        (NEW_YORK, date(2026, 3, 8), time(3, 0), "2026-03-08T03:00:00-04:00"),
        ("Asia/Shanghai", date(2026, 3, 8), time(2, 30), "2026-03-08T02:30:00+08:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-04T02:30:00+11:00"),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), "2026-04-24T01:00:00+03:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(8, 30), "2011-12-31T00:00:00+14:00"),
    ],
)
def test_a_gap_gives_the_first_instant_after_it_and_a_fold_its_first_pass(zone, day, at, meant):
    assert shown(instant(day, at, zone), zone) == meant


def changes(zone):
    """The instants of a year at which a zone's clocks change."""
    here = ZoneInfo(zone)
    day = datetime(YEAR, 1, 1, tzinfo=UTC)
    while day.year == YEAR:
        after = day + timedelta(days=1)
        if day.astimezone(here).utcoffset() != after.astimezone(here).utcoffset():
            low, high = day, after
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(here).utcoffset() == low.astimezone(here).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high.replace(microsecond=0)
        day = after


def test_in_every_zone_wall_times_around_each_change_are_valid_first_and_in_order():
    tried = 0
    for zone in ZONES:
        here = ZoneInfo(zone)
        for change in changes(zone):
            tried += 1
            start = change.astimezone(here).replace(tzinfo=None) - timedelta(hours=3)
            previous = None
            for quarter in range(28):
                wall = start + timedelta(minutes=15 * quarter)
                found = instant(wall.date(), wall.time(), zone)
                local = found.astimezone(here)
                same = local.replace(tzinfo=None, fold=0) == wall
                # A time that exists is met exactly and on its first pass; one that does not
                # exist becomes the end of the gap.
                assert same or found == change, (zone, wall)
                assert local.fold == 0, (zone, wall)
                assert previous is None or found >= previous, (zone, wall)
                previous = found
    assert tried > 200


@pytest.mark.parametrize("line", ["30 2 * * *", "*/30 1-3 * * *", "15 1 * * *"])
def test_in_every_zone_a_cron_line_says_each_wall_time_once_and_goes_forward(line):
    for zone in ZONES[::7]:
        for change in changes(zone):
            found = list(cron_instants(line, zone, change - timedelta(days=1), 12))
            walls = [moment.replace(tzinfo=None) for moment in found]
            assert len(walls) == len(set(walls)), zone
            assert walls == sorted(walls), zone
            instants = [moment.astimezone(UTC) for moment in found]
            assert instants == sorted(instants), zone


EVENT_PLAN = parse_plan(
    plan(
        'id: before, seat: teacher, when: {before_event: 24h}, say: "x"',
        'id: eve, seat: teacher, when: {event_day: -1, at: "02:30"}, say: "x"',
        'id: day, seat: teacher, when: {event_day: 0, at: "02:30"}, say: "x"',
    ),
    file="p",
).plan


def test_in_every_zone_hours_before_an_event_are_hours_and_its_days_are_wall_times():
    tried = 0
    for zone in ZONES[::3]:
        for change in changes(zone):
            tried += 1
            event = change + timedelta(hours=12)
            run = a_run(zone=zone, event_at=event, starts_on=change.date() - timedelta(days=3))
            start = change - timedelta(days=3)
            laid = materialise(
                EVENT_PLAN,
                replace(run, started_at=start),
                start,
                horizon=timedelta(days=9),
                grace=timedelta(minutes=15),
            )
            due = {one.step: one for one in laid.occurrences}
            assert due["before"].due == event - timedelta(hours=24), zone
            local = due["before"].due.astimezone(ZoneInfo(zone))
            assert (due["before"].local_date, due["before"].local_time) == (
                local.date(),
                local.timetz().replace(tzinfo=None),
            ), zone
            day = event.astimezone(ZoneInfo(zone)).date()
            assert due["day"].due == instant(day, time(2, 30), zone), zone
            assert due["eve"].due == instant(day - timedelta(days=1), time(2, 30), zone), zone
    assert tried > 70
