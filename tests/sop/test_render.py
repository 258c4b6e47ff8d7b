import time as clock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.facts import SAMPLE
from sop.render import MAX_OUTPUT, TextRefused, render, text_mistakes


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
