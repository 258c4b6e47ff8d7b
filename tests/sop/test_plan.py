from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.core.ids import ChannelName, RoomId, RunId
from bot.core.plans import Run, RunState
from sop.beats import DENSE
from sop.parse import parse_plan
from sop.plan import ends_at, materialise
from tests.support.sop_stage import MORNING, SHANGHAI, plan

GRACE = timedelta(minutes=15)


def read(*steps):
    return parse_plan(plan(*steps), file="p").plan


def a_run(**other):
    given: dict[str, Any] = {
        "id": RunId(1),
        "plan": "week",
        "room": RoomId(1),
        "channel": ChannelName("sim"),
        "room_name": "群",
        "starts_on": MORNING.date(),
        "zone": SHANGHAI,
        "state": RunState.ACTIVE,
        "author": "t",
        "started_at": MORNING,
    }
    return Run(**given | other)


def laid(*steps, run=None, now=MORNING, hours=48):
    return materialise(
        read(*steps), run or a_run(), now, horizon=timedelta(hours=hours), grace=GRACE
    )


def walls(layout):
    return [f"{o.local_date:%m-%d} {o.local_time:%H:%M}" for o in layout.occurrences]


def on_day(day, at, name="a"):
    return f'id: {name}, seat: teacher, when: {{day: {day}, at: "{at}"}}, say: "x"'


def every(inside, name="a"):
    return f'id: {name}, seat: teacher, when: {{every: {inside}}}, say: "x"'


def test_days_count_from_the_first_day_of_the_run_in_its_zone():
    layout = laid(on_day(1, "08:30", "a"), on_day(2, "20:00", "b"), on_day(4, "08:00", "c"))

    assert walls(layout) == ["03-02 08:30", "03-03 20:00"]
    assert layout.occurrences[0].due == datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    assert layout.complete_to == MORNING + timedelta(hours=48)


def test_the_zone_of_the_plan_goes_before_that_of_the_room():
    text = plan(on_day(1, "08:30")).replace("title:", "zone: America/New_York\ntitle:")
    found = materialise(
        parse_plan(text, file="p").plan,
        a_run(),
        MORNING,
        horizon=timedelta(hours=48),
        grace=GRACE,
    )

    assert found.occurrences[0].zone == "America/New_York"
    assert found.occurrences[0].due == datetime(2026, 3, 2, 13, 30, tzinfo=UTC)


def test_what_was_laid_out_before_is_not_laid_out_again():
    run = a_run(planned_to=MORNING + timedelta(hours=48))

    layout = laid(
        on_day(1, "08:30", "a"), on_day(3, "08:30", "b"), run=run, now=MORNING + timedelta(days=1)
    )

    assert [o.step for o in layout.occurrences] == ["b"]


def test_every_day_and_some_weekdays():
    assert walls(laid(every('day, at: "20:00"'))) == ["03-02 20:00", "03-03 20:00"]
    assert walls(laid(every('[tue, sun], at: "20:00"'), hours=24 * 7)) == [
        "03-03 20:00",
        "03-08 20:00",
    ]


def test_since_until_and_times_bound_a_rhythm():
    week = 24 * 7
    assert walls(laid(every('day, at: "20:00", since: 2, until: 3'), hours=week)) == [
        "03-03 20:00",
        "03-04 20:00",
    ]
    assert walls(laid(every('day, at: "20:00", until: 2026-03-02'), hours=week)) == ["03-02 20:00"]
    assert walls(laid(every('"0 * * * *", times: 2'))) == ["03-02 08:00", "03-02 09:00"]


def test_times_are_counted_from_the_beginning_however_far_the_run_is():
    run = a_run(planned_to=MORNING + timedelta(hours=30))

    late = laid(every('"0 * * * *", times: 3'), run=run, now=MORNING + timedelta(hours=24))

    assert walls(late) in ([], ["03-02 10:00"])


def test_a_dense_rhythm_is_laid_out_in_portions():
    first = laid(every('"*/5 * * * *"'))

    assert len(first.occurrences) == DENSE
    assert first.complete_to == first.occurrences[-1].due
    run = a_run(planned_to=first.complete_to)
    then = laid(every('"*/5 * * * *"'), run=run, now=MORNING + timedelta(hours=2))
    assert then.occurrences[-1].due > first.complete_to
    assert all(o.due >= first.complete_to for o in then.occurrences)


def test_after_a_long_standstill_only_the_newest_missed_beat_is_laid_out():
    run = a_run(planned_to=MORNING + timedelta(hours=5))

    layout = laid(
        every('"0 * * * *"'), run=run, now=MORNING + timedelta(days=3, minutes=30), hours=2
    )

    assert walls(layout) == ["03-05 08:00", "03-05 09:00", "03-05 10:00"]


def test_a_rhythm_says_nothing_from_before_the_run_began():
    run = a_run(started_at=MORNING + timedelta(hours=4, minutes=1))

    layout = laid(
        every('day, at: "12:00"'), run=run, now=run.started_at + timedelta(seconds=1), hours=24
    )

    assert walls(layout) == ["03-03 12:00"]


def test_a_run_ends_with_the_day_of_its_last_dated_step():
    midnight = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
    event = 'id: w, seat: teacher, when: {event: member_joined}, say: "x"'

    assert ends_at(read(on_day(2, "08:00"), event), a_run()) == midnight
    assert ends_at(read(every('day, at: "08:00", until: 2')), a_run()) == midnight
    assert ends_at(read(every('day, at: "09:00", times: 2')), a_run()) == midnight
    assert ends_at(read(every('day, at: "08:00"')), a_run()) is None
    assert ends_at(read(event), a_run()) is None


def test_both_new_york_vectors_of_the_delivery_page():
    text = plan(on_day(1, "02:30")).replace("title:", "zone: America/New_York\ntitle:")
    spring = a_run(starts_on=date(2026, 3, 8), started_at=datetime(2026, 3, 7, tzinfo=UTC))
    autumn = a_run(starts_on=date(2026, 11, 1), started_at=datetime(2026, 10, 31, tzinfo=UTC))
    two = timedelta(hours=48)

    gap = materialise(
        parse_plan(text, file="p").plan, spring, spring.started_at, horizon=two, grace=GRACE
    )
    fold = materialise(
        parse_plan(text.replace("02:30", "01:30"), file="p").plan,
        autumn,
        autumn.started_at,
        horizon=two,
        grace=GRACE,
    )

    assert [o.due for o in gap.occurrences] == [datetime(2026, 3, 8, 7, 0, tzinfo=UTC)]
    assert [o.due for o in fold.occurrences] == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC)]
    assert gap.occurrences[0].local_time == time(2, 30)
