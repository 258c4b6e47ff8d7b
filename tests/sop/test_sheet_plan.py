"""SOP tables as ops keep them become plans that are accepted; the rest is told by cell."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.model.seats import Role
from sop.parse import parse_plan
from sop.render import render
from sop.sheet.cells import Sheet
from tests.support.sheets import HEADINGS, made, read, sheet


@pytest.mark.parametrize("day", ["D1", "第1天", "3月5日", "2026/12/5", date(2026, 12, 5), "周一"])
def test_rows_under_a_day_that_is_merged_over_them_go_on(day):
    # a merged cell stands in every row that it covers
    plan, unread = read(
        sheet(
            (day, "9:00", "班主任", "早"),
            (day, "", "", "看这里", "https://a.example"),
            (day, "20:00", "", "晚上好"),
            ("D2", "", "", "没有时间"),
        )
    )

    assert [len(step.wordings[0]) for step in plan.steps] == [2, 1]
    assert unread == ["Sheet1!B5: this row has no time; it is left out"]


def test_a_row_becomes_a_step_with_all_that_it_says():
    row = (
        "D1",
        "上午9点半",
        "班主任",
        "大家好\n请看公告",
        "https://a.cn/x",
        "30分钟内10人回复",
        "班主任：在吗？",
    )
    plan, unread = read(sheet(row))

    (step,) = plan.steps
    assert unread == []
    assert (step.id, step.seat, step.say) == ("d1-0930", "班主任", "大家好\n请看公告")
    assert (step.when.day, step.when.at) == (1, time(9, 30))
    assert step.media.link == "https://a.cn/x"
    assert (str(step.expect.speakers), step.expect.within.total_seconds()) == ("10", 1800)
    assert [(one.seat, one.say) for one in step.otherwise] == [("班主任", "在吗？")]
    assert (plan.seats["班主任"].role, plan.seats["班主任"].account) == (Role.LEADER, "room")


def test_columns_stand_in_any_order_under_any_title_in_english_too():
    rows = (
        ("Our launch week", None, None),
        (None, None, None),
        ("Fallback", "Message", "Who", "Time", "Expected reaction", "Date"),
        ("say more", "Hello", "expert", "8:30 PM", "5 people speakers within 1h", "Day 2"),
    )
    plan, unread = read(Sheet(name="S", rows=rows))

    assert unread == []
    assert (plan.steps[0].when.day, plan.steps[0].when.at) == (2, time(20, 30))
    assert plan.steps[0].otherwise[0].alert == "say more"


def test_a_day_and_a_role_hold_for_the_rows_below_until_others_come():
    plan, unread = read(
        sheet(
            ("D1", "9:00", "专家", "一"),
            (None, "10:00", None, "二"),
            ("第二天", None, None, None),
            (None, "9:00", "班主任", "三"),
        )
    )

    assert [(s.when.day, s.seat) for s in plan.steps] == [(1, "专家"), (1, "专家"), (2, "班主任")]
    assert unread == []


def test_several_sheets_follow_each_other_and_one_may_be_called_after_its_day():
    plan, unread = read(
        sheet((None, "9:00", None, "一"), name="第3天"),
        Sheet(name="空白", rows=((None, None), (None,))),
        sheet(("D4", "9:00", None, "二"), name="Sheet3"),
        Sheet(name="说明", rows=(("看这里",),)),
    )

    assert [step.when.day for step in plan.steps] == [3, 4]
    assert len(unread) == 1
    assert unread[0].startswith("说明!A1: no row of headings was found")


def test_rows_without_day_time_and_role_are_more_messages_of_the_step_above():
    plan, _ = read(
        sheet(("D1", "9:00", "专家", "一"), (None, None, None, "二", "https://b.cn"), (None,) * 7)
    )

    (step,) = plan.steps
    assert [one.text for one in step.messages] == ["一", "二"]
    assert step.messages[1].media.link == "https://b.cn"


def test_clicks_are_counted_where_they_are_expected():
    plan, _ = read(sheet(("D1", "9:00", None, "看", "https://a.cn", "点击 50")))

    assert plan.steps[0].count_clicks


def test_ids_are_unique_and_kept_where_the_table_has_good_ones():
    head = ("编号", *HEADINGS)
    plan, _ = read(
        sheet(
            ("welcome", "D1", "9:00", None, "一"),
            ("welcome", "D2", "9:00", None, "二"),
            ("3", "D3", "9:00", None, "三"),
            ("", "D3", "9:00", None, "四"),
            ("", "T-3", "9:00", None, "五"),
            ("", "3月5日", "9:00", None, "六"),
            ("", "周一、周三", "9:00", None, "七"),
            headings=head,
        )
    )

    assert [step.id for step in plan.steps] == [
        "welcome",
        "welcome-2",
        "d3-0900",
        "d3-0900-2",
        "before3-0900",
        "on20270305-0900",
        "mon-wed-0900",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ name }} 你好 {% for %} {# x #}",
        "{{ room.name }} 的各位",
        "  前面有空格\n  第二行",
        "引号\" 和 '单引号' 和 \\反斜杠",
        "冒号: 井号 # 竖线 | 减号 - 问号 ?",
        "- 列表\n- 样子\n",
        "表情👍🏻\u200d和分隔",
        "true",
        "2026-03-05",
        "=HYPERLINK(1)",
        "a\n\n\nb\t\n",
        "{",
        "{{",
    ],
)
def test_every_text_is_said_as_it_stands_in_the_cell(text):
    plan, unread = read(sheet(("D1", "9:00", None, text)))

    said = plan.steps[0].say
    assert unread == []
    if "room.name" in text:
        assert said == text
    else:
        assert render(said, {}) == text.strip()


def test_signs_that_nobody_sees_and_no_plan_takes_are_left_out_of_a_cell():
    plan, unread = read(sheet(("D1", "9:00", None, "表情👍🏻\u200d和\u2028分隔\ufeff\x7f\x07\x00")))

    assert (plan.steps[0].say, unread) == ("表情👍🏻\u200d和\n分隔", [])


@given(st.text(min_size=1, max_size=60))
def test_no_text_makes_a_plan_that_is_refused(text):
    found = made(sheet(("D1", "9:00", None, text, None, text, text)))

    if found.source:
        parse_plan(found.source, file="week.yaml")


@given(
    st.lists(
        st.tuples(*[st.one_of(st.none(), st.text(max_size=8), st.integers(), st.floats())] * 7),
        max_size=6,
    )
)
def test_no_table_makes_the_reader_fail(rows):
    found = made(sheet(*rows))

    if found.source:
        parse_plan(found.source, file="week.yaml")


def test_a_day_may_stand_beside_the_time_and_a_time_beside_the_day():
    plan, unread = read(
        sheet(
            (None, "D2 20:00", None, "一"),
            (None, "21:00", None, "二"),
            ("20:30", None, None, "三"),
            ("D3 晚上8点", None, None, "四"),
        )
    )

    assert [(s.when.day, f"{s.when.at:%H:%M}") for s in plan.steps] == [
        (2, "20:00"),
        (2, "21:00"),
        (2, "20:30"),
        (3, "20:00"),
    ]
    assert unread == []


def test_headings_that_come_again_below_are_no_step():
    plan, unread = read(sheet(("D1", "9:00", None, "一"), HEADINGS, ("D2", "9:00", None, "二")))

    assert (len(plan.steps), unread) == (2, [])


def test_a_plan_has_an_end_and_a_step_too():
    many = made(sheet(*(("D1", "9:00", None, "一"),) * 2003)).unread
    long = made(sheet(("D1", "9:00", None, "一"), *((None, None, None, "二"),) * 25)).unread

    assert len(many) == 3
    assert len(long) == 6
    assert "at most 20 messages" in str(long[0])
