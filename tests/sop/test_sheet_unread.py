"""What of an SOP table cannot be read is told by cell, and nothing is guessed."""

import pytest

from bot.core.located_chinese import chinese
from tests.support.sheets import HEADINGS, made, read, sheet


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


def test_a_row_without_any_day_above_it_is_told():
    _, unread = read(sheet((None, "9:00", None, "一"), ("D1", "9:00", None, "二")))

    assert unread == ["Sheet1!B2: this row has no day; it is left out"]


def test_dates_far_from_today_or_that_never_were_are_not_guessed():
    _, unread = read(sheet(("2月30日", "9:00", None, "一"), ("D1", "9:00", None, "二")))

    assert unread[0].startswith("Sheet1!A2: “2月30日” is no day")
