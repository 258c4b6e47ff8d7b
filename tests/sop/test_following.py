"""What follows a step: whatever happens, each step that follows is written down exactly once."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plans import StepState
from sop.following import Ending, ending_of, follow_ups
from sop.parse import parse_plan
from tests.sop.test_plan import a_run
from tests.sop.test_turns import due
from tests.support.sop_stage import MORNING, plan

EXPECTS = ", expect: {speakers: 2}, otherwise: [{say: 乙}, {say: 丙}], then: [{say: 丁}]"
WAYS = {  # how a step with an expectation can go, each ending that is told of it in turn
    "met": (Ending.SAID, Ending.MET),
    "missed": (Ending.SAID, Ending.MISSED),
    "failed": (Ending.FAILED,),
    "left out": (Ending.LEFT_OUT,),
}


def read(*steps):
    return parse_plan(plan(*steps), file="p").plan


def root(more=EXPECTS):
    return f'id: a, seat: teacher, when: {{day: 1, at: "08:00"}}, say: 甲{more}'


def after(name, before, feedback=None, more=""):
    told = "" if feedback is None else f", feedback: {feedback}"
    return f"id: {name}, seat: teacher, when: {{after: {before}{told}}}, say: x{more}"


def written(the_plan, way):
    """The steps that follow, with what becomes of each."""
    found = [
        one for ending in WAYS[way] for one in follow_ups(the_plan, a_run(), due(), ending, MORNING)
    ]
    return [(one.step, one.state) for one in found]


@pytest.mark.parametrize(
    ("way", "planned"),
    [
        ("met", {"a.then.1", "plain", "known"}),
        ("missed", {"a.otherwise.1", "a.otherwise.2", "plain", "known"}),
        ("failed", {"a.otherwise.1", "a.otherwise.2", "known"}),
        ("left out", set()),
    ],
)
def test_one_branch_runs_and_the_other_is_shown_as_skipped(way, planned):
    the_plan = read(root(), after("plain", "a"), after("known", "a", "known"))

    states = dict(written(the_plan, way))

    assert {step for step, state in states.items() if state is StepState.PLANNED} == planned
    assert states.keys() == {"a.then.1", "a.otherwise.1", "a.otherwise.2", "plain", "known"}


def test_what_follows_a_branch_that_does_not_run_is_skipped_with_it():
    other = after("again", "a", "missed", EXPECTS)
    the_plan = read(root(), other, after("last", "again"))

    states = dict(written(the_plan, "met"))

    skipped = {"again", "again.then.1", "again.otherwise.1", "again.otherwise.2", "last"}
    assert {states[name] for name in skipped} == {StepState.SKIPPED}


@st.composite
def plans(draw):
    """A root that expects something, and steps that hang on it and on one another."""
    steps = [root()]
    expects = {"a"}
    for number in range(draw(st.integers(0, 5))):
        before = draw(st.sampled_from(["a", *(f"s{n}" for n in range(number))]))
        feedbacks = [None, "met", "missed", "known"] if before in expects else [None]
        more = draw(st.sampled_from(["", EXPECTS]))
        name = f"s{number}"
        steps.append(after(name, before, draw(st.sampled_from(feedbacks)), more))
        expects |= {name} if more else set()
    return read(*steps)


@given(plans(), st.sampled_from(sorted(WAYS)))
def test_however_it_goes_nothing_is_written_down_twice(the_plan, way):
    times = Counter(step for step, _ in written(the_plan, way))

    assert set(times.values()) <= {1}


@given(plans(), st.sampled_from(sorted(WAYS)))
def test_however_it_goes_every_step_that_hangs_on_it_directly_is_accounted_for(the_plan, way):
    told = {step for step, _ in written(the_plan, way)}

    direct = {s.id for s in the_plan.all_steps if getattr(s.when, "after", None) == "a"}
    assert direct <= told


@pytest.mark.parametrize(
    ("state", "more", "ending"),
    [
        (StepState.DONE, "", Ending.SAID),
        (StepState.FAILED, "", Ending.FAILED),
        (StepState.SKIPPED, EXPECTS, Ending.LEFT_OUT),
        (StepState.SKIPPED, f"{EXPECTS}, on_late: plan_b", Ending.FAILED),
    ],
)
def test_a_post_that_the_outbox_left_out_counts_as_missed_only_with_a_plan_b(state, more, ending):
    assert ending_of(read(root(more)).step("a"), state) is ending
    assert ending_of(None, StepState.SKIPPED) is Ending.LEFT_OUT
