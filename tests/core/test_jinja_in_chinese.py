"""What jinja2 and the reader of cron lines say is told in Chinese where Chinese is read."""

import re

import pytest

from bot.core.located_chinese import chinese
from bot.core.wording_template import TextRefused, condition_mistakes, render, text_mistakes
from sop import wording
from sop.facts import SAMPLE, SHAPE
from sop.recurring import cron_mistake

TEXTS = (
    *("{{ room.name", "{{ }}", "{% if %}", "{% if room %}", "{% endif %}", "{{ room.name | }}"),
    *("{{ 'abc }}", "{{ room.name }", "{% for in members %}", "{% elif x %}", "{# abc"),
    *("{{ a b }}", "{{ room. }}", "{% if day = 3 %}x{% endif %}", "{{ (day }}", "{{ [1,2 }}"),
    *("{{ day is none is none }}", "{% %}", "{{ f(a=1, 2) }}", "{% if day %}x{% endfor %}"),
    *("{{ day + }}", "{{ day + 'a' }}", "{{ room.name | trim(1) }}", "{{ day | length }}", "}}{{"),
    *("{{ day | join('x', 'y', 'z') }}", "{{ room.name | first(1) }}", "{% set x = 1 %}"),
    *("{{ room.name | upperr }}", "{{ rom.name }}", "{{ room.nam }}", "{{ $ }}"),
    "{% if day > 'x' %}{% endif %}",
)  # fmt: skip
CONDITIONS = ("day >=", ">= 3", "day = 3", "(day", "not", "day == 'a", "day in [1", "day is", "x y")
CRONS = ("60 8 * * *", "* 24 * * *", "* * 32 * *", "* * * 13 *", "* * * * 8", "a b", "0 0 30 2 *")
OURS = re.compile(r"'[^']*'|`[^`]*`|\{[%#{].*?[%#}]\}|\(.*?\)|（(?:可用|有)：.*?）|：names \|.*")
ENGLISH = re.compile(r"[A-Za-z]{3,}[ ,]+[A-Za-z]{3,}")


def _english(told):
    """Two English words in a row, beside what the text itself says."""
    return ENGLISH.search(OURS.sub("", told))


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_wrong_with_a_text_has_no_english_in_it(text):
    found = text_mistakes(text, SHAPE, SAMPLE)

    assert found
    assert [chinese(one) for one in found if _english(chinese(one))] == []


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_is_wrong_with_a_condition_has_no_english_in_it(condition):
    [found] = condition_mistakes(condition, SHAPE, SAMPLE)

    assert _english(chinese(found)) is None


@pytest.mark.parametrize("line", CRONS)
def test_what_is_wrong_with_a_cron_line_has_no_english_in_it(line):
    assert _english(chinese(cron_mistake(line) or "")) is None


def test_each_part_of_a_cron_line_says_from_where_to_where_it_goes():
    assert "0 到 59" in chinese(cron_mistake("60 8 * * *") or "")
    assert "goes from 0 to 23" in (cron_mistake("* 24 * * *") or "")


def test_a_mistake_of_jinja_says_what_would_be_right():
    def told(text):
        return [chinese(one) for one in text_mistakes(text, SHAPE, SAMPLE)]

    assert told("{{ room.name") == ["文案第 1 行：没有写完：最后还缺 }}"]
    assert told("{% endif %}") == ["文案第 1 行：这个 endif 前面没有 if"]
    assert told("{% if day = 3 %}x{% endif %}") == [
        "文案第 1 行：比较是否相等要写两个等号 ==，不是一个 ="
    ]


@pytest.mark.parametrize(
    ("text", "facts", "why"),
    [
        ("{{ member.name }}", {}, "没有 'member' 这项内容；可能为空的先用 if 判断"),
        ("{{ member.name }}", {"member": {}}, "这里没有下级 'name'；可能为空的先用 if 判断"),
        ("{{ member.name }}", {"member": None}, "这里是空的，没有下级 'name'；先用 if 判断"),
        ("{{ names | first }}", {"names": []}, "列表可能是空的，那时没有第一项；先用 if 判断"),
    ],
)  # fmt: skip
def test_a_text_that_fails_at_its_time_says_why_in_one_chinese_sentence(text, facts, why):
    with pytest.raises(TextRefused) as error:
        render(text, facts)

    assert wording.refused(str(error.value)) == f"文案无法生成：{why}"
