"""SOP tables as ops keep them become plans that are accepted; the rest is told by cell."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.located_chinese import chinese
from bot.core.text import fold
from sop.checks import Cast
from sop.model.seats import Role
from sop.parse import parse_plan
from sop.render import render
from sop.sheet.casting import Casting
from sop.sheet.cells import Sheet
from sop.sheet.plan import make_plan

TODAY = date(2026, 11, 22)
HEADINGS = ("天", "时间", "角色", "内容", "链接", "预期反馈", "备选")
CAST = Cast(accounts=frozenset({"sim"}), staff=frozenset({"li"}))


def sheet(*rows, name="Sheet1", headings=HEADINGS, **other):
    return Sheet(name=name, rows=(headings, *rows), **other)


def made(*sheets, people=()):
    casting = Casting(people={fold(role): who for role, who in people})
    return make_plan(sheets, name="week", title="第一周", casting=casting, today=TODAY)


def read(*sheets, people=()):
    """The plan that comes out, which must be sound, and the lines about what did not."""
    found = made(*sheets, people=people)
    plan = parse_plan(found.source, file="week.yaml", cast=CAST).plan
    assert len(plan.steps) == found.steps
    return plan, [str(one) for one in found.unread]


def test_what_could_not_be_read_is_told_in_chinese_as_well():
    found = made(
        sheet(
            ("D1", "9.3", "班主任", "在吗"),
            ("D0", "18:00", "班主任", "在吗"),
            ("D1", "", "班主任", "在吗"),
            ("", "", "", "还在吗"),
            ("D1 破冰", "18:00", "班主任", "在吗", "不是链接", "看情况", "发：再来"),
            ("D2", "18:00", "班主任", "字" * 4001, "https://a.example https://b.example"),
            ("D3", "18:00", "粉丝", "在吗"),
            ("D3", "19:00", "班主任", "", "", "5人回复", "话" * 600),
            ("D4", "19:00", "班主任", "好", "", "5人回复", "话" * 600),
            headings=(*HEADINGS, "颜色"),
        ),
        sheet(("20:00", "班主任", "好", "a.png"), headings=("时间", "角色", "内容", "附件")),
    )

    assert len(found.unread) > 10
    for one in found.unread:
        assert chinese(one.what) != one.what, one


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


def test_what_goes_on_from_a_row_that_is_left_out_is_not_said_by_another_step():
    plan, unread = read(
        sheet(
            ("D1", "9:00", "专家", "一"),
            ("D1", "25:00", "专家", "二"),
            (None, None, None, "二的后半"),
        )
    )

    assert [step.say for step in plan.steps] == ["一"]
    assert [line.split(":")[0] for line in unread] == ["Sheet1!B3", "Sheet1!D4"]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (("下周某天", "9:00", "专家", "一"), "Sheet1!A3"),
        (("D1", "饭后", "专家", "一"), "Sheet1!B3"),
        (("D1", None, "专家", "一"), "Sheet1!B3"),
        (("D1", "9:00", "专家", None, None, "10人回复"), "Sheet1!A3"),
        (("D1", "9:00", "粉丝", "一"), "Sheet1!C3"),
        (("D1", "9:00", "专家", "一", "见群公告"), "Sheet1!E3"),
        (("D1", "9:00", "专家", "一", None, "气氛热烈"), "Sheet1!F3"),
        (("D1", "9:00", "专家", "一", None, None, "换个话题"), "Sheet1!G3"),
        (("D1", "9:00", "专家", "一", None, "200%回复"), "Sheet1!F3"),
        (("D1", "9:00", "专家", "长" * 20_001), "Sheet1!D3"),
        (("D1 开营", "9:00", "专家", "一"), "Sheet1!A3"),
    ],
)
def test_what_cannot_be_read_is_told_by_cell_and_the_rest_is_kept(row, cell):
    plan, unread = read(sheet(("D1", "8:00", "班主任", "好"), row))

    assert plan.steps[0].say == "好"
    assert [line.split(": ")[0] for line in unread] == [cell]


def test_what_could_not_be_read_also_stands_above_its_step():
    source = made(sheet(("D1", "9:00", "专家", "一", None, "气氛热烈"))).source

    assert "# Sheet1!F2: “气氛热烈”" in source


def test_pictures_and_unknown_columns_and_rows_beyond_are_told():
    _, unread = read(
        sheet(
            ("D1", "9:00", "专家", "一", "x"),
            headings=("天", "时间", "角色", "内容", "神秘列"),
            pictures=2,
            cut=True,
        )
    )

    assert [line.split(": ")[0] for line in unread] == ["Sheet1", "Sheet1", "Sheet1!E1"]


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


def test_a_row_without_any_day_above_it_is_told():
    _, unread = read(sheet((None, "9:00", None, "一"), ("D1", "9:00", None, "二")))

    assert unread == ["Sheet1!B2: this row has no day; it is left out"]


def test_dates_far_from_today_or_that_never_were_are_not_guessed():
    _, unread = read(sheet(("2月30日", "9:00", None, "一"), ("D1", "9:00", None, "二")))

    assert unread[0].startswith("Sheet1!A2: “2月30日” is no day")
