import time as clock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.facts import BARE, SAMPLE, SHAPE
from sop.render import (
    MAX_OUTPUT,
    TextRefused,
    condition_mistakes,
    facts_of_condition,
    holds,
    render,
    text_mistakes,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("你好 {{ room.name }}", "你好 示例群"),
        ("{% for m in members %}{{ m.name }}({{ m.student_id }}){% endfor %}", "小林(10001)"),
        ("{% if day > 1 %}又见面了{% else %}初次见面{% endif %}", "初次见面"),
        ("{{ 'A' if day == 1 else 'B' }}{{ day + 1 }}", "A2"),
        ("{{ names | default('大家') }}", "小林"),
        ("{{ members | length }}", "1"),
        ("{{ members | join('、', attribute='name') }}", "小林"),
        ("  两头的空白去掉 \n", "两头的空白去掉"),
        ("价格 5 < 6 & 7 不转义", "价格 5 < 6 & 7 不转义"),
    ],
)
def test_texts_name_facts_choose_and_go_through_newcomers(text, said):
    assert text_mistakes(text) == []
    assert render(text, SAMPLE) == said


@pytest.mark.parametrize(
    "text",
    [
        "{{ room.__class__ }}",
        "{{ room.name.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 1000000 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{% for i in range(999999999) %}x{% endfor %}",
        "{{ room | center(999999999) }}",
        "{{ room | attr('name') }}",
        "{% include 'x' %}",
        "{{ " + "9" * 5000 + " }}",
        "{{ 0x" + "f" * 5000 + " }}",
        "{{ names | join(d='、', d='、') }}",
        "{{ day | default(__debug__=1) }}",
        "{% import 'x' as y %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% set x = 1 %}",
        "{{ config }}",
        "{{ self }}",
        "{{ lipsum() }}",
        "{{ members[0] }}",
        "{{ names | join(names) | join(names) | join(names) }}",
        "{{ names | join('" + "很长" * 20 + "') }}",
        "{% for a in '" + "x" * 9000 + "' %}{% endfor %}",
        "{% if day %}" * 120 + "{% endif %}" * 120,
        "{{ " + "day + " * 3000 + "1 }}",
        "{{ day" + " | lower" * 400 + " }}",
        "{{ day" + " if day else day" * 300 + " }}",
        "{{ [1] }}",
        "{% for a in members %}" * 3 + "x" + "{% endfor %}" * 3,
        "{{ " + "(" * 500 + ")" * 500 + " }}",
        "{{ " + "not " * 5000 + "day }}",
    ],
)
def test_what_a_text_must_not_do_is_refused_at_check_time(text):
    started = clock.perf_counter()
    assert text_mistakes(text)
    assert clock.perf_counter() - started < 1


@pytest.mark.parametrize("text", [r"{{ '\0' }}好", r"{{ '\ud800' }}好", r"{{ '\x00' }}好"])
def test_what_no_database_takes_is_not_said(text):
    assert render(text, SAMPLE) == "\ufffd好"


def test_a_text_that_gets_too_long_is_refused_when_it_is_filled_in():
    people = [{"name": "很长的名字" * 20, "student_id": n} for n in range(1000)]

    with pytest.raises(TextRefused, match=f"longer than {MAX_OUTPUT}"):
        render("{% for m in members %}{{ m.name }}{% endfor %}", {**SAMPLE, "members": people})


def test_a_fact_that_is_missing_is_an_error_and_not_an_empty_place():
    with pytest.raises(TextRefused, match="room"):
        render("{{ room.name }}", {})


def test_names_that_look_like_templates_are_said_as_they_are():
    facts = {**SAMPLE, "names": "{{ 7 * 7 }}"}

    assert render("欢迎 {{ names }}", facts) == "欢迎 {{ 7 * 7 }}"


pieces = st.sampled_from(
    ["{{", "}}", "{%", "%}", "day", "room.name", "members", "for m in", "if", "endif", "endfor",
     "|", "length", "join", "+", "-", "*", "(", ")", "'x'", "1", "==", "not", " ", "\n", "好",
     "#}", "{#"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, max_size=25).map(" ".join))
def test_a_text_that_passed_the_check_can_be_said(text):
    if text_mistakes(text):
        return

    assert len(render(text, SAMPLE)) <= MAX_OUTPUT


@pytest.mark.parametrize(
    ("condition", "usual", "bare"),
    [
        ("counts.members >= 20", True, False),
        ("'示例' in room.tags", True, False),
        ("day > 2 or not questions", False, True),
        ("questions | length > 1", True, False),
        ("weekday in ['周六', '周日']", True, True),
        ("day - 1 == 0 and sign_ups.left < 20", True, True),
    ],
)
def test_a_condition_compares_facts(condition, usual, bare):
    assert condition_mistakes(condition) == []
    assert holds(condition, SAMPLE) is usual
    assert holds(condition, BARE) is bare


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("room.nam == 1", "'room' has no 'nam'; did you mean \"name\"?"),
        ("cuonts.members > 1", "unknown fact 'cuonts'; did you mean \"counts\"?"),
        ("room.name >= 20", "the condition cannot be answered: '>=' not supported"),
        ("(questions | first).count > 1", "the condition cannot be answered: No first item"),
        ("9 ** 9 ** 9 ** 9 > 1", "pow is not allowed; a condition compares facts"),
        ("'x' * 999999999", "mul is not allowed"),
        ("range(999999999)", "call is not allowed"),
        ("room.__class__.__mro__", "'room' has no '__class__'"),
        ("''.__class__ == 1", "'__class__' is not allowed; names of parts"),
        ("counts['members'] > 1", "getitem is not allowed"),
        ("day > 1 }} {% for x in members %}", "there is more after its end"),
        ("{% for x in members %}", "this condition cannot be read"),
        ("day = 1", "write one such as counts.members >= 20"),
        ("day >", "write one such as counts.members >= 20"),
        ("not " * 120 + "day", "nested too deeply"),
        ("day == 1 or " * 99 + "day", "a condition has at most 500 characters"),
    ],
)
def test_what_a_condition_must_not_do_is_refused_at_check_time(condition, told):
    started = clock.perf_counter()
    assert told in "\n".join(condition_mistakes(condition))
    assert clock.perf_counter() - started < 1


def test_a_condition_tells_its_facts_and_does_not_guess_what_is_missing():
    assert facts_of_condition("day > 1 and counts.members > room.members") == {
        "day",
        "counts",
        "room",
    }
    assert facts_of_condition("day >") == set()
    with pytest.raises(TextRefused, match="counts"):
        holds("counts.members > 1", {})


def test_the_parts_of_what_a_loop_goes_through_are_known():
    told = text_mistakes("{% for q in questions %}{{ q.txt }}{% endfor %}")

    assert told == [
        "line 1 of the text: 'q' has no 'txt'; did you mean \"text\"? (it has: text, name, count)"
    ]


def test_a_text_has_to_stand_a_day_without_questions():
    assert "No first item" in text_mistakes("{{ (questions | first).text }}")[0]
    assert text_mistakes("{% if questions %}{{ (questions | first).text }}{% endif %}") == []


def test_every_fact_has_its_sample():
    for facts in (SAMPLE, BARE):
        for name, parts in SHAPE.items():
            if name.endswith("[]"):
                assert all(set(entry) == set(parts) for entry in facts[name[:-2]]), name
            elif parts:
                assert set(facts[name]) == set(parts), name
            else:
                assert name in facts
