"""What a pause has cost, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.plans import StepState
from sop.resuming import Fate, Paused, missed
from tests.sop.test_overrides import move, skip
from tests.sop.test_plan import GRACE, a_run, every, laid, on_day, read
from tests.sop.test_replan import stored
from tests.support.sop_stage import MORNING

RUN = a_run(planned_to=MORNING + timedelta(hours=48), paused_at=MORNING)


def told(*steps, rows=(), now=MORNING + timedelta(days=3), overrides=(), late_posts=()):
    paused = Paused(run=RUN, existing=rows, overrides=overrides, late_posts=late_posts)
    found = missed(read(*steps), paused, now, grace=GRACE)
    return [
        f"{one.step} {one.fate} x{one.times} {one.first + timedelta(hours=8):%d %H:%M}"
        + (f" ({one.why})" if one.why else "")
        for one in found
    ]


def rows_of(*steps, **other):
    return [stored(one, n, **other) for n, one in enumerate(laid(*steps).occurrences, 1)]


@pytest.mark.parametrize(
    ("on_late", "fate"), [("skip", "lost"), ("ask", "asked"), ("send", "said_late")]
)
def test_what_is_late_is_told_with_what_on_late_makes_of_it(on_late, fate):
    step = f"{on_day(1, '09:00')}, on_late: {on_late}"

    assert told(step, rows=rows_of(step)) == [f"a {fate} x1 02 09:00"]


def test_plan_b_is_told_where_it_is_done_instead():
    step = f'{on_day(1, "09:00")}, on_late: plan_b, otherwise: [{{say: "b"}}]'

    assert told(step, rows=rows_of(step)) == ["a plan_b x1 02 09:00"]


def test_what_is_still_in_its_grace_or_to_come_is_not_missed():
    steps = on_day(1, "09:00"), on_day(5, "09:00", "b")
    at = MORNING + timedelta(hours=1, minutes=14)

    assert told(*steps, rows=rows_of(*steps), now=at) == []


def test_a_step_that_was_not_laid_out_before_the_pause_is_missed_all_the_same():
    assert told(on_day(4, "07:00")) == ["a lost x1 05 07:00"]
    assert told(on_day(4, "07:59")) == []


def test_every_beat_of_a_rhythm_is_counted_also_those_that_nobody_lays_out_any_more():
    step = every('day, at: "20:00"')

    assert told(step) == ["a lost x3 02 20:00"]
    assert told(step, rows=rows_of(step)) == ["a lost x3 02 20:00"]
    assert told(f"{step}, on_late: send") == ["a lost x2 02 20:00", "a said_late x1 04 20:00"]


def test_a_rhythm_has_missed_no_more_beats_than_it_has():
    assert told(every('day, at: "20:00", times: 2')) == ["a lost x2 02 20:00"]
    assert told(every('day, at: "20:00", until: 1')) == ["a lost x1 02 20:00"]


def test_what_was_settled_in_the_pause_is_told_with_its_reason():
    step = on_day(1, "09:00")
    given = {"state": StepState.SKIPPED, "settled_at": MORNING + timedelta(hours=2)}

    assert told(step, rows=rows_of(step, **given, outcome="expired")) == [
        "a lost x1 02 09:00 (expired)"
    ]
    before = rows_of(step, **given | {"settled_at": MORNING - timedelta(hours=1)}, outcome="x")
    assert told(step, rows=before) == []


def test_a_post_that_waited_in_the_outbox_until_it_was_too_late_is_told():
    step = on_day(1, "09:00")
    rows = rows_of(step, state=StepState.QUEUED)

    assert told(step, rows=rows) == []
    assert told(step, rows=rows, late_posts={rows[0].id}) == ["a lost x1 02 09:00"]


def test_what_people_left_out_or_moved_is_not_missed():
    step = on_day(1, "09:00")

    assert told(step, rows=rows_of(step), overrides=[skip("a")]) == []
    assert told(step, overrides=[skip("a")]) == []
    assert told(step, overrides=[move("a", 9, 20)]) == []
    beat = every('day, at: "20:00"')
    away = move("a", 9, 20, date(2026, 3, 3))
    assert told(beat, overrides=[away]) == ["a lost x2 02 20:00"]


def test_what_was_past_when_the_run_began_is_not_missed():
    run = replace(RUN, started_at=MORNING + timedelta(hours=5))

    found = missed(
        read(on_day(1, "09:00")),
        Paused(run=run, existing=()),
        MORNING + timedelta(days=1),
        grace=GRACE,
    )

    assert found == []


def test_a_fate_is_there_for_every_way_of_being_late():
    assert {fate.value for fate in Fate} == {"lost", "plan_b", "asked", "said_late"}
