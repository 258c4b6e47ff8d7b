"""What a new text of a plan would change, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.ids import RoomId, RunId
from bot.core.plan_changes import Override, OverrideKind
from bot.core.plans import PLAN_EDITED, StepState
from sop.diff import At, changes
from sop.differences import Sign
from sop.parse import parse_plan
from sop.plan import materialise
from tests.sop.test_plan import GRACE, a_run, every, on_day, read
from tests.sop.test_replan import stored
from tests.support.sop_stage import MORNING, plan

AT = At(now=MORNING, grace=GRACE)


def rows_of(old, run, now=MORNING, **states):
    """What of a plan is laid out, 48 hours ahead; `states` by step."""
    layout = materialise(
        old, replace(run, planned_to=None), now, horizon=timedelta(hours=48), grace=GRACE
    )
    return [
        stored(one, number, states.get(one.step, StepState.PLANNED))
        for number, one in enumerate(layout.occurrences, 1)
    ]


def diff(old, new, *, run=None, at=AT, overrides=(), **states):
    run = run or a_run(planned_to=MORNING + timedelta(hours=48))
    rows = rows_of(old, run, **states)
    return changes(old, new, [run], {run.id: rows}, at, {run.id: overrides})


def told(found):
    return [
        f"{one.sign} {one.step} {one.due + timedelta(hours=8):%m-%d %H:%M}"
        + (f" was {one.was_due + timedelta(hours=8):%m-%d %H:%M}" if one.was_due else "")
        + (f" ({one.why})" if one.why else "")
        for one in sorted(found.dated, key=lambda one: (one.step, one.due))
    ]


def test_the_same_text_changes_nothing():
    same = read(on_day(1, "09:00"), every('day, at: "20:00"', "b"), on_day(9, "09:00", "c"))

    found = diff(same, same, a=StepState.DONE)

    assert found.empty
    assert (found.steps, found.dated, found.rooms) == ((), (), 0)


def test_a_new_step_is_added_on_its_date_also_far_ahead():
    old = read(on_day(1, "09:00"))
    new = read(on_day(1, "09:00"), on_day(9, "20:00", "late"), on_day(2, "08:00", "soon"))

    found = diff(old, new)

    assert [(one.step, one.sign) for one in found.steps] == [
        ("late", Sign.ADDED),
        ("soon", Sign.ADDED),
    ]
    assert told(found) == ["+ late 03-10 20:00", "+ soon 03-03 08:00"]
    assert (found.counts[Sign.ADDED], found.rooms, found.empty) == (2, 1, False)


def test_a_step_that_is_gone_is_removed_wherever_it_would_come():
    old = read(on_day(2, "09:00", "near"), on_day(9, "20:00", "far"), on_day(1, "21:00", "stays"))

    found = diff(old, read(on_day(1, "21:00", "stays")))

    assert told(found) == ["- far 03-10 20:00", "- near 03-03 09:00"]
    assert [(one.step, one.sign) for one in found.steps] == [
        ("near", Sign.REMOVED),
        ("far", Sign.REMOVED),
    ]


def test_a_step_at_a_new_time_is_one_change_with_both_times():
    found = diff(read(on_day(2, "09:00")), read(on_day(3, "10:30")))

    assert told(found) == ["~ a 03-04 10:30 was 03-03 09:00 (when)"]
    ((field,),) = [one.fields for one in found.steps]
    assert (field.what, field.before, field.after) == (
        "when", "{day: 2, at: 09:00:00}", "{day: 3, at: 10:30:00}",
    )  # fmt: skip


def test_a_new_text_a_new_seat_and_other_options_are_told_by_their_names():
    old = read(on_day(2, "09:00"))
    words = on_day(2, "09:00").replace('"x"', '"新的文案"').replace("teacher", "li")
    new = read(f"{words}, grace: 30m")

    found = diff(old, new)

    assert told(found) == ["~ a 03-03 09:00 (seat, say, grace)"]
    assert [(f.before, f.after) for f in found.steps[0].fields] == [
        ("teacher", "li"), ("x", "新的文案"), ("", "30m"),
    ]  # fmt: skip


def test_another_holder_of_a_seat_changes_the_steps_of_that_seat():
    old = read(on_day(2, "09:00"))
    new = parse_plan(
        plan(on_day(2, "09:00")).replace("account: room", "account: second"), file="p"
    ).plan

    assert told(diff(old, new)) == ["~ a 03-03 09:00 (seats.teacher)"]


def test_another_zone_changes_every_time_that_is_to_come():
    old = read(on_day(2, "09:00"))
    text = plan(on_day(2, "09:00")).replace("title:", "zone: Asia/Tokyo\ntitle:")

    found = diff(old, parse_plan(text, file="p").plan)

    assert told(found) == ["~ a 03-03 08:00 was 03-03 09:00 (when)"]
    assert not found.empty


def test_what_was_said_stays_and_is_not_said_again_at_its_new_time():
    found = diff(read(on_day(1, "09:00")), read(on_day(2, "10:00")), a=StepState.DONE)

    assert told(found) == [
        "= a 03-02 09:00 (done)",
        "= a 03-03 10:00 (这一步已经发过或正在发送，修改时间后不再重发)",
    ]
    assert (found.counts[Sign.STAYS], found.rooms) == (2, 0)


def test_what_is_on_its_way_stays_when_its_step_is_removed():
    old = read(on_day(1, "09:00"), on_day(2, "09:00", "b"))

    found = diff(old, read(on_day(2, "09:00", "b")), a=StepState.QUEUED)

    assert told(found) == ["= a 03-02 09:00 (queued)"]


def test_a_new_step_whose_time_has_passed_is_shown_as_one_that_is_not_said():
    at = At(now=MORNING + timedelta(hours=6), grace=GRACE)

    found = diff(
        read(on_day(2, "09:00", "b")), read(on_day(2, "09:00", "b"), on_day(1, "09:00")), at=at
    )

    assert told(found) == ["! a 03-02 09:00 (修改计划时已经过了这一步的时间)"]
    assert (found.counts[Sign.LATE], found.rooms) == (1, 0)


def test_a_rhythm_that_moves_changes_each_beat_on_its_day():
    old, new = read(every('day, at: "20:00", until: 3')), read(every('day, at: "21:00", until: 3'))

    assert told(diff(old, new)) == [
        "~ a 03-02 21:00 was 03-02 20:00 (when)",
        "~ a 03-03 21:00 was 03-03 20:00 (when)",
        "~ a 03-04 21:00 was 03-04 20:00 (when)",
    ]


def test_a_dense_rhythm_says_nothing_about_beats_that_were_not_looked_at():
    old = read(every('"*/10 * * * *"'), on_day(9, "09:00", "b"))

    assert diff(old, read(every('"*/10 * * * *"'), on_day(9, "09:00", "b"))).dated == ()
    more = diff(old, read(every('"*/5 * * * *"'), on_day(9, "09:00", "b")))
    assert {one.sign for one in more.dated} == {Sign.ADDED}
    assert len(more.dated) == 30  # of sixty beats of five minutes each second is new


def test_a_step_that_a_person_moved_stays_where_they_moved_it():
    move = Override(
        run=RunId(1),
        step="a",
        kind=OverrideKind.MOVE,
        author="wang",
        at=MORNING,
        to_date=MORNING.date() + timedelta(days=5),
        to_time=datetime(2026, 3, 2, 20, 0, tzinfo=UTC).time(),
    )

    found = diff(read(on_day(4, "09:00")), read(on_day(5, "10:00")), overrides=(move,))

    assert told(found) == ["~ a 03-07 20:00 was 03-07 20:00 (when)"]


def test_a_step_that_was_moved_beyond_the_horizon_is_there_and_not_added():
    old, new = read(on_day(2, "09:00")), read(on_day(2, "09:00").replace('"x"', '"新的文案"'))
    move = Override(
        run=RunId(1),
        step="a",
        kind=OverrideKind.MOVE,
        author="wang",
        at=MORNING,
        to_date=MORNING.date() + timedelta(days=5),
        to_time=datetime(2026, 3, 2, 20, 0, tzinfo=UTC).time(),
    )
    run = a_run(planned_to=MORNING + timedelta(hours=48))
    taken_out = [
        replace(row, state=StepState.SKIPPED, outcome=PLAN_EDITED) for row in rows_of(old, run)
    ]

    found = changes(old, new, [run], {run.id: taken_out}, AT, {run.id: (move,)})

    assert told(found) == ["~ a 03-07 20:00 (say)"]
    assert changes(old, old, [run], {run.id: taken_out}, AT, {run.id: (move,)}).empty


def test_plan_b_and_latecomers_are_told_as_the_steps_that_they_are():
    text = plan(f'{on_day(2, "09:00")}, expect: {{speakers: 3}}, otherwise: [{{say: "b"}}]')
    old = parse_plan(text, file="p").plan
    new = parse_plan(
        text.replace('say: "b"', 'say: "c"') + 'latecomers: {seat: teacher, say: "hi"}\n', file="p"
    ).plan

    assert [(one.step, one.sign, one.what) for one in diff(old, new).steps] == [
        ("a.otherwise.1", Sign.CHANGED, ("say",)),
        ("latecomers", Sign.ADDED, ()),
    ]


def test_rooms_with_other_first_days_change_on_other_dates():
    old, new = read(on_day(2, "09:00")), read(on_day(2, "10:00"))
    to = MORNING + timedelta(hours=48)
    runs = [
        a_run(
            id=RunId(n), room=RoomId(n), starts_on=MORNING.date() + timedelta(days=n), planned_to=to
        )
        for n in range(3)
    ]
    rows = {run.id: rows_of(old, run) if run.id == 0 else () for run in runs}

    found = changes(old, new, runs, rows, AT, {})

    assert told(found) == [
        "~ a 03-03 10:00 was 03-03 09:00 (when)",
        "~ a 03-04 10:00 was 03-04 09:00 (when)",
        "~ a 03-05 10:00 was 03-05 09:00 (when)",
    ]
    assert (found.rooms, found.runs) == (3, 3)


def test_a_plan_that_never_was_in_force_is_all_new():
    new = read(on_day(1, "09:00"))

    found = changes(None, new, [], {}, AT, {})

    assert [(one.step, one.sign) for one in found.steps] == [("a", Sign.ADDED)]
    assert not found.empty
