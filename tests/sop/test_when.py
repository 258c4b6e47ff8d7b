"""The kinds of dates a step can have: dates, a calendar's days, an event's days."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.plans import Run
from sop.plan import ends_at, materialise, said_already
from tests.sop.test_plan import a_run, read, walls
from tests.support.sop_stage import MORNING

MONTH = 31 * 24
SATURDAYS = ["03-07 10:00", "03-21 10:00"]
SATURDAY_SUNDAY = ["03-07 10:00", "03-08 10:00"]
EVENT = datetime(2026, 3, 15, 6, 0, tzinfo=UTC)  # Sunday, 14:00 in Shanghai


def laid(when: str, run: Run | None = None):
    plan = read(f'id: a, seat: teacher, when: {{{when}}}, say: "x"')
    grace = timedelta(minutes=15)
    return materialise(plan, run or a_run(), MORNING, horizon=timedelta(hours=MONTH), grace=grace)


@pytest.mark.parametrize(
    ("when", "walls_of"),
    [
        ('date: 2026-03-08, at: "09:00"', ["03-08 09:00"]),
        ('event_day: -14, at: "20:00"', ["03-01 20:00"]),
        ('event_day: 0, at: "08:00"', ["03-15 08:00"]),
        ('event_day: 3, at: "10:00"', ["03-18 10:00"]),
        ("before_event: 8h", ["03-15 06:00"]),
        ("before_event: 14h30m", ["03-14 23:30"]),
        ('every: [sat], at: "10:00", not_on: [2026-03-14], until: 20', SATURDAYS),
        ('every: day, at: "10:00", not_on: [mon, tue, wed, thu, fri], until: 7', SATURDAY_SUNDAY),
        ('every: "0 9 * * *", not_on: [working_day], until: 8', ["03-07 09:00", "03-08 09:00"]),
    ],
)
def test_each_kind_of_date_falls_on_its_days(when, walls_of):
    assert walls(laid(when, a_run(event_at=EVENT))) == walls_of


def test_working_days_are_those_of_the_calendar_with_the_days_made_up_for():
    october = a_run(starts_on=datetime(2026, 9, 29, tzinfo=UTC).date())
    now = datetime(2026, 9, 29, 0, 0, tzinfo=UTC)
    plan = read('id: a, seat: teacher, when: {every: working_day, at: "09:00"}, say: "x"')

    layout = materialise(
        plan, october, now, horizon=timedelta(days=14), grace=timedelta(minutes=15)
    )

    days = [wall[:5] for wall in walls(layout)]
    assert days == ["09-29", "09-30", "10-08", "10-09", "10-10", "10-12"], "the 10th is a Saturday"


def test_without_an_event_its_days_do_not_come():
    assert walls(laid('event_day: 0, at: "08:00"')) == []


def test_a_run_ends_after_the_last_of_its_days_of_every_kind():
    plan = read('id: a, seat: teacher, when: {event_day: 3, at: "10:00"}, say: "x"')
    assert ends_at(plan, a_run(event_at=EVENT)) == datetime(2026, 3, 18, 16, 0, tzinfo=UTC)
    assert ends_at(plan, a_run()) is None


@pytest.mark.parametrize("when", ['date: 2026-03-08, at: "09:00"', "before_event: 8h"])
def test_what_happens_once_is_said_once_wherever_it_is_moved(when):
    step = read(f'id: a, seat: teacher, when: {{{when}}}, say: "x"').steps[0]
    day = MORNING.date()
    assert said_already(step, day, "Asia/Shanghai", [day - timedelta(days=3)])
    assert not said_already(step, day, "Asia/Shanghai", [])
