"""Steps of one run left out or said at another time, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.ids import RunId
from bot.core.plan_changes import Override, OverrideKind
from bot.core.plans import PlannedOccurrence
from sop.overrides import skip_of
from sop.plan import ends_at, materialise
from sop.replan import reconcile
from tests.sop.test_plan import GRACE, a_run, every, on_day, read
from tests.sop.test_replan import stored
from tests.support.sop_stage import MORNING

RUN = RunId(1)


def skip(step, day=None, **other):
    return Override(
        run=RUN,
        step=step,
        kind=OverrideKind.SKIP,
        author="wang",
        at=MORNING,
        local_date=day,
        **other,
    )


def move(step, to_day, hour, day=None):
    return Override(
        run=RUN,
        step=step,
        kind=OverrideKind.MOVE,
        author="wang",
        at=MORNING,
        local_date=day,
        to_date=date(2026, 3, to_day),
        to_time=time(hour, 0),
    )


def laid(plan, *overrides, run=None, now=MORNING, hours=48):
    layout = materialise(
        plan, run or a_run(), now, horizon=timedelta(hours=hours), grace=GRACE, overrides=overrides
    )
    return sorted(layout.occurrences, key=lambda one: one.due)


def dues(found):
    return [f"{one.due + timedelta(hours=8):%d %H:%M}" for one in found]


def test_a_moved_step_keeps_its_name_and_is_due_at_its_new_time():
    plan = read(on_day(1, "09:00"))

    (found,) = laid(plan, move("a", 3, 20))

    assert (found.local_date, found.local_time) == (date(2026, 3, 2), time(9, 0))
    assert found.due == datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def test_a_step_moved_beyond_what_is_laid_out_comes_when_its_new_time_is_near():
    plan = read(on_day(1, "09:00"))
    later = move("a", 9, 20)

    assert laid(plan, later) == []
    week = MORNING + timedelta(days=6)
    run = replace(a_run(), planned_to=week)
    assert dues(laid(plan, later, run=run, now=week)) == ["09 20:00"]


def test_a_step_moved_near_is_laid_out_although_the_plan_has_it_far_away():
    plan = read(on_day(9, "09:00"))

    assert dues(laid(plan, move("a", 3, 8))) == ["03 08:00"]


def test_one_beat_of_a_rhythm_is_moved_and_the_others_stay():
    plan = read(every('day, at: "20:00"'))
    wednesday = date(2026, 3, 4)

    found = laid(plan, move("a", 3, 9, wednesday), hours=96)

    assert dues(found) == ["02 20:00", "03 09:00", "03 20:00", "05 20:00"]
    assert found[1].local_date == wednesday


def test_a_beat_moved_away_is_laid_out_once_over_many_ticks():
    plan = read(every('day, at: "20:00"'))
    away = move("a", 6, 9, date(2026, 3, 3))
    run, now = a_run(), MORNING
    seen: list[PlannedOccurrence] = []
    for _ in range(12):
        layout = materialise(
            plan, run, now, horizon=timedelta(hours=48), grace=GRACE, overrides=(away,)
        )
        seen += layout.occurrences
        run, now = replace(run, planned_to=layout.complete_to), now + timedelta(hours=11)

    keys = [one.key for one in seen]
    assert len(keys) == len(set(keys))
    (moved,) = [one for one in seen if one.local_date == date(2026, 3, 3)]
    assert moved.due == datetime(2026, 3, 6, 1, 0, tzinfo=UTC)


def test_a_beat_that_the_plan_does_not_have_cannot_be_moved_there():
    plan = read(every('[mon], at: "20:00"'))

    found = laid(plan, move("a", 3, 9, date(2026, 3, 4)), hours=96)

    assert dues(found) == ["02 20:00"]


def test_of_a_counted_rhythm_a_moved_beat_counts_as_the_one_it_was():
    plan = read(every('day, at: "20:00", times: 3'))

    found = laid(plan, move("a", 2, 9, date(2026, 3, 4)), hours=200)

    assert dues(found) == ["02 09:00", "02 20:00", "03 20:00"]


def test_a_run_lasts_until_what_was_moved_beyond_its_end_is_said():
    plan = read(on_day(1, "09:00"))
    later = move("a", 20, 20)

    assert ends_at(plan, a_run()) == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert ends_at(plan, a_run(), [later]) == datetime(2026, 3, 20, 16, 0, tzinfo=UTC)


def test_a_move_brings_what_is_laid_out_to_its_new_time_and_adds_nothing():
    plan = read(on_day(1, "09:00"))
    (old,) = laid(plan)
    moved = materialise(
        plan,
        a_run(),
        MORNING,
        horizon=timedelta(hours=48),
        grace=GRACE,
        overrides=[move("a", 3, 20)],
    )

    changes = reconcile(plan, moved, [stored(old)], MORNING, grace=GRACE)

    assert changes.add == ()
    assert [(one.state, one.due) for one in changes.moves] == [
        ("planned", datetime(2026, 3, 3, 12, 0, tzinfo=UTC))
    ]


def test_what_is_left_out_says_so_in_the_calendar_before_its_time():
    plan = read(on_day(1, "09:00"), every('day, at: "20:00"', "b"))

    found = laid(plan, skip("a"), skip("b", date(2026, 3, 3), reason="停课"))

    assert [(one.step, one.outcome) for one in found] == [
        ("a", "wang 决定跳过"),
        ("b", ""),
        ("b", "wang 决定跳过：停课"),
    ]


def test_a_step_is_left_out_on_its_day_only_and_not_when_somebody_wants_it_after_all():
    plan = read(every('day, at: "20:00"'))
    today, tomorrow = (stored(one) for one in laid(plan))
    word = [skip("a", date(2026, 3, 2))]

    assert skip_of(word, today) is word[0]
    assert skip_of(word, tomorrow) is None
    assert skip_of([skip("a")], tomorrow) is not None
    assert skip_of([skip("b")], today) is None
    assert skip_of(word, replace(today, facts={"approved_by": "li"})) is None
