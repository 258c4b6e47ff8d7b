"""What an edit means, without a database."""

from dataclasses import replace
from datetime import timedelta

from bot.core.ids import OccurrenceId
from bot.core.plans import Occurrence, PlannedOccurrence, StepState
from sop.plan import materialise
from sop.replan import reconcile
from tests.sop.test_plan import GRACE, a_run, every, on_day, read
from tests.support.sop_stage import MORNING


def laid(plan, now=MORNING):
    return materialise(plan, a_run(), now, horizon=timedelta(hours=48), grace=GRACE)


def stored(new: PlannedOccurrence, number=1, state=StepState.PLANNED, **other):
    return Occurrence(
        id=OccurrenceId(number),
        run=new.run,
        plan=new.plan,
        step=new.step,
        room=new.room,
        local_date=new.local_date,
        local_time=new.local_time,
        zone=new.zone,
        due=other.pop("due", new.due),
        occasion=new.occasion,
        state=state,
        **other,
    )


def test_a_plan_that_did_not_change_changes_nothing():
    plan = read(on_day(1, "09:00"), every('day, at: "20:00"', "b"))
    existing = [stored(o, n) for n, o in enumerate(laid(plan).occurrences)]

    changes = reconcile(plan, laid(plan), existing, MORNING, grace=GRACE)

    assert (changes.add, changes.moves) == ((), ())


def test_new_rules_of_a_zone_move_what_is_planned():
    plan = read(on_day(1, "09:00"))
    (new,) = laid(plan).occurrences
    old = stored(new, due=new.due - timedelta(hours=1))

    (move,) = reconcile(plan, laid(plan), [old], MORNING, grace=GRACE).moves

    assert (move.state, move.due) == (StepState.PLANNED, new.due)


def test_what_a_person_has_decided_on_is_left_to_the_next_tick():
    plan = read(on_day(1, "09:00"))
    (new,) = laid(plan).occurrences
    old = stored(new, due=MORNING, facts={"approved_by": "wang"})

    changes = reconcile(plan, laid(plan), [old], MORNING, grace=GRACE)

    assert (changes.add, changes.moves) == ((), ())


def test_a_cron_line_that_comes_once_a_day_is_said_once_a_day():
    plan = read(every('"0 9 * * *"'))
    today = laid(plan).occurrences[0]
    said = stored(replace(today, local_time=MORNING.time()), due=MORNING, state=StepState.DONE)

    changes = reconcile(plan, laid(plan), [said], MORNING, grace=GRACE)

    assert [o.state for o in changes.add] == [StepState.SKIPPED, StepState.PLANNED]


def test_a_step_taken_out_before_and_said_meanwhile_does_not_come_back():
    plan = read(on_day(1, "09:00"))
    (new,) = laid(plan).occurrences
    out = stored(new, 1, StepState.SKIPPED, outcome="计划已修改，这一步不再在这个时间")
    said = stored(replace(new, local_time=MORNING.time()), 2, StepState.DONE)

    changes = reconcile(plan, laid(plan), [out, said], MORNING, grace=GRACE)

    assert changes.add == ()
    assert [(m.id, m.outcome) for m in changes.moves] == [
        (1, "这一步已经发过或正在发送，修改时间后不再重发")
    ]
