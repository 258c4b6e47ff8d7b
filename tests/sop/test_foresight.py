"""What plans hold in store: the same as laying every run out by itself, and much sooner."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.agenda import AgendaFilter
from bot.core.ids import ChannelName, RoomId, RunId, StaffName
from bot.core.plan_changes import Override, OverrideKind
from bot.core.plans import Run, RunState
from sop.agenda import View
from sop.foresight import foreseen
from sop.parse import parse_plan
from sop.plan import materialise
from tests.support.sop_stage import MORNING, SHANGHAI, plan

STEPS = (
    'id: a, seat: teacher, when: {day: 1, at: "09:00"}, say: "1"',
    'id: b, seat: li, when: {day: 3, at: "09:00"}, say: "2"',
    'id: c, seat: teacher, when: {day: 3, at: "09:00"}, say: "3"',
    'id: daily, seat: teacher, when: {every: day, at: "20:00"}, say: "4"',
    'id: thrice, seat: teacher, when: {every: [mon, wed], at: "07:00", times: 3}, say: "5"',
    'id: often, seat: teacher, when: {every: "*/20 9-18 * * *"}, say: "6"',
)
PLAN = parse_plan(plan(*STEPS), file="week.yaml").plan
GRACE = timedelta(minutes=15)
VIEW = View(plans={"week": PLAN}, now=MORNING, grace=GRACE)


def a_run(number=1, **other):
    base = Run(
        id=RunId(number),
        plan="week",
        room=RoomId(number),
        channel=ChannelName("sim"),
        room_name=f"群{number}",
        starts_on=MORNING.date(),
        zone=SHANGHAI,
        state=RunState.ACTIVE,
        author="tester",
        started_at=MORNING,
        planned_to=MORNING + timedelta(hours=48),
    )
    return replace(base, **other)


def span(days=7, **other):
    return AgendaFilter(since=MORNING, until=MORNING + timedelta(days=days), **other)


def by_itself(run, wanted, overrides=()):
    """The slow way: lay the run out, a piece at a time, and keep what is in the span."""
    found, start = set(), run.planned_to or wanted.since - timedelta(microseconds=1)
    while start < wanted.until:
        end = min(start + timedelta(hours=12), wanted.until)
        layout = materialise(
            PLAN,
            replace(run, planned_to=start),
            MORNING,
            horizon=end - MORNING,
            grace=GRACE,
            overrides=overrides,
        )
        assert layout.complete_to >= end
        found |= {
            (one.due, run.id, one.step)
            for one in layout.occurrences
            if start < one.due < wanted.until
        }
        start = end
    return found


RUNS = st.builds(
    lambda number, begun, ahead, first: a_run(
        number,
        started_at=MORNING + timedelta(minutes=begun),
        planned_to=MORNING + timedelta(hours=ahead),
        starts_on=MORNING.date() + timedelta(days=first),
    ),
    st.integers(1, 9),
    st.integers(-600, 600),
    st.integers(0, 100),
    st.integers(-3, 3),
)


@settings(deadline=None, max_examples=40)
@given(runs=st.lists(RUNS, max_size=4, unique_by=lambda run: run.id), days=st.integers(1, 9))
def test_rooms_laid_out_together_show_what_each_would_show_alone(runs, days):
    wanted = span(days)

    together = list(foreseen(runs, {}, wanted, VIEW))

    alone = set().union(*(by_itself(run, wanted) for run in runs))
    assert {(e.due, e.run, e.step) for e in together} == alone
    assert len(together) == len(alone)
    assert [e.place for e in together] == sorted(e.place for e in together)


@settings(deadline=None, max_examples=20)
@given(at=st.integers(0, 60))
def test_every_page_goes_on_where_the_one_before_ended(at):
    runs = [a_run(1), a_run(2), a_run(3, starts_on=date(2026, 3, 4))]
    whole = list(foreseen(runs, {}, span(), VIEW))

    place = whole[at].place

    assert list(foreseen(runs, {}, span(), VIEW, place)) == whole[at + 1 :]


def test_a_moved_step_stands_at_its_new_time_in_its_room_alone():
    runs = [a_run(1, planned_to=MORNING), a_run(2, planned_to=MORNING)]
    move = Override(
        run=RunId(1),
        step="b",
        kind=OverrideKind.MOVE,
        author="wang",
        at=MORNING,
        to_date=date(2026, 3, 6),
        to_time=time(10),
    )

    shown = foreseen(runs, {RunId(1): (move,)}, span(), VIEW)

    local = {e.run: e.due for e in shown if e.step == "b"}
    assert local == {
        1: datetime.fromisoformat("2026-03-06T10:00:00+08:00"),
        2: datetime.fromisoformat("2026-03-04T09:00:00+08:00"),
    }


def test_a_person_sees_the_steps_of_their_seat_alone():
    wanted = span(person=StaffName("li"), expected={("week", "b")})

    assert [e.step for e in foreseen([a_run(1, planned_to=MORNING)], {}, wanted, VIEW)] == ["b"]


def test_a_plan_that_is_not_in_force_holds_nothing_in_store():
    assert list(foreseen([a_run(plan="gone")], {}, span(), VIEW)) == []


def test_a_page_of_a_thousand_rooms_costs_what_it_shows():
    runs = [a_run(number) for number in range(1, 1001)]
    started = process_time()

    page = list(islice(foreseen(runs, {}, span(), VIEW), 500))

    assert len(page) == 500
    assert process_time() - started < 1.0
