"""Mistakes in how the steps of a plan hang together, and files that are wrong all over."""

import time as clock

import pytest

from sop.parse import parse_plan
from tests.support.bad_plans import CAST, HEAD, mistakes, with_step


def test_an_id_that_the_service_gives_to_what_follows_cannot_be_given_again():
    expecting = with_step(expect="{speakers: 5}", otherwise="[{say: x}]")
    taken = "  - {id: a.otherwise.1, seat: fan, when: {after: hello}, say: x}\n"
    late = "latecomers: {seat: fan, say: x}\n"

    assert mistakes(expecting + taken) == [
        "p.yaml:17:10: the id 'a.otherwise.1' is taken by what stands in line 16; choose another"
    ]
    assert mistakes(late + with_step(id="latecomers")) == [
        "p.yaml:12:9: the id 'latecomers' is taken by what stands in line 1; choose another"
    ]


def test_a_step_may_wait_for_what_follows_from_another():
    expecting = with_step(expect="{speakers: 5}", otherwise="[{say: x}]")
    after = "  - {id: b, seat: fan, when: {after: a.otherwise.1}, requires: [hello], say: x}\n"

    assert parse_plan(expecting + after, file="p.yaml", cast=CAST).plan.step("b") is not None
    ring = (
        expecting
        + after.replace("hello", "c")
        + "  - {id: c, seat: fan, when: {after: b}, say: x}\n"
    )
    assert "these steps wait for one another: " in "\n".join(mistakes(ring))


def test_a_ring_over_the_feedback_of_a_step_is_found():
    source = with_step(expect="{speakers: 5}", otherwise="[{say: x}]", requires="[b]")
    after = "  - {id: b, seat: fan, when: {after: a.otherwise.1}, say: x}\n"

    found = mistakes(source + after)

    assert found == ["p.yaml:13:11: these steps wait for one another: a → b → a.otherwise.1 → a"]


def test_what_waits_for_both_ends_of_an_expectation_never_comes():
    source = with_step(expect="{speakers: 5}")
    source += "  - {id: b, seat: fan, when: {after: a, feedback: met}, say: x}\n"
    source += "  - {id: c, seat: fan, when: {after: a, feedback: missed}, requires: [b], say: x}\n"
    source += "  - {id: d, seat: fan, when: {after: c}, say: x}\n"

    (told,) = mistakes(source)
    assert told.startswith("p.yaml:17:30: this never comes: it waits for the feedback of 'a' to be")


@pytest.mark.parametrize(
    ("required", "when"),
    [
        ("{date: 2026-03-05, at: '09:00'}", "{date: 2026-03-05, at: '08:00'}"),
        ("{event_day: -1, at: '09:00'}", "{event_day: -2, at: '09:00'}"),
        ("{before_event: 1h}", "{before_event: 2h}"),
    ],
)
def test_what_comes_later_cannot_be_required(required, when):
    source = with_step(when=when, requires="[late]")
    source += f"  - {{id: late, seat: fan, when: {required}, say: x}}\n"

    assert mistakes(source) == [
        "p.yaml:15:16: step 'late' comes later than this one, so it can never be required here"
    ]


def test_a_broken_step_does_not_hide_the_mistakes_of_others_nor_its_own():
    source = with_step(
        grace="soon",
        seat="techer",
        only_if="cuonts.members > 1",
        say="[{text: '{{ rom.name }}'}]",
        requires="[helo]",
        expect="{speakers: 5}",
        otherwise="[{seat: fann, say: x}]",
    )
    source += "  - {id: b, seat: fan, when: {after: a.otherwise.1}, say: '{{ x }}'}\n"

    told = "\n".join(mistakes(source))

    for part in (
        "'soon' is no length of time",
        "no seat 'techer'",
        "no seat 'fann'",
        "unknown fact 'cuonts'",
        "unknown fact 'rom'",
        "no step 'helo'",
        "unknown fact 'x'",
    ):
        assert told.count(part) == 1, told
    assert "a.otherwise.1" not in told  # it will be there when `a` is mended


def test_a_plan_that_speaks_of_an_event_needs_one():
    def needs(**other):
        return parse_plan(with_step(**other), file="p", cast=CAST).plan.needs_event

    assert not needs()
    assert needs(say="还有 {{ event.days_left }} 天")
    assert needs(only_if="sign_ups.count > 5")
    assert needs(expect="{sign_ups: 5}")
    assert needs(expect="{speakers: 5}", otherwise="[{say: '{{ event.place }}'}]")


def test_a_file_of_two_thousand_broken_steps_is_answered_soon():
    steps = "".join(
        f"  - {{id: s{n}, seat: no, when: {{after: s{n + 1}}}, say: '{{{{ x }}}}'}}\n"
        for n in range(2000)
    )
    started = clock.process_time()

    found = mistakes(HEAD + steps)

    assert len(found) > 4000
    assert clock.process_time() - started < 8


def test_a_page_pasted_as_a_name_is_not_repeated_whole():
    found = mistakes(with_step(seat="很长" * 3000))

    assert any(told.startswith("p.yaml:12:11: no seat '很长很长") for told in found)
    assert all(len(told) < 300 for told in found)
