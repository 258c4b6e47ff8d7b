"""Days and times as people write them into tables."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.sheet.cells import Cell, letters
from sop.sheet.days import Day, read_day
from sop.sheet.numbers import number
from sop.sheet.times import read_time

TODAY = date(2026, 11, 22)


def cell(value):
    return Cell(sheet="Sheet1", row=7, column=3, value=value)


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("D1", ("day", 1)),
        ("d-12", ("day", 12)),
        ("Day 3", ("day", 3)),
        ("第3天", ("day", 3)),
        ("第 三 天", ("day", 3)),
        ("第十二天", ("day", 12)),
        ("第二十一天", ("day", 21)),
        ("3天", ("day", 3)),
        (3, ("day", 3)),
        (3.0, ("day", 3)),
        ("３", ("day", 3)),
        ("3月5日", ("date", date(2027, 3, 5))),
        ("三月五号", ("date", date(2027, 3, 5))),
        ("12月1日（周二）", ("date", date(2026, 12, 1))),
        ("10/31", ("date", date(2026, 10, 31))),
        ("3.5", ("date", date(2027, 3, 5))),
        ("2026-03-05", ("date", date(2026, 3, 5))),
        ("2026/3/5", ("date", date(2026, 3, 5))),
        ("2026年3月5日", ("date", date(2026, 3, 5))),
        (datetime(2026, 3, 5, tzinfo=UTC), ("date", date(2026, 3, 5))),
        (date(2026, 3, 5), ("date", date(2026, 3, 5))),
        ("T-14", ("event_day", -14)),
        ("t - 2", ("event_day", -2)),
        ("T+1", ("event_day", 1)),
        ("T", ("event_day", 0)),
        ("活动前3天", ("event_day", -3)),
        ("开课后两天", ("event_day", 2)),
        ("活动当天", ("event_day", 0)),
        ("每天", ("every", "day")),
        ("工作日", ("every", "working_day")),
        ("节假日", ("every", "holiday")),
        ("周末", ("every", ["sat", "sun"])),
        ("周一", ("every", ["mon"])),
        ("每周三", ("every", ["wed"])),
        ("星期天", ("every", ["sun"])),
        ("每周一、三、五", ("every", ["mon", "wed", "fri"])),
        ("周一至周五", ("every", ["mon", "tue", "wed", "thu", "fri"])),
        ("周二/周四", ("every", ["tue", "thu"])),
        ("Monday", ("every", ["mon"])),
        ("mon, wed and fri", ("every", ["mon", "wed", "fri"])),
    ],
)
def test_a_day_is_read_however_it_is_written(value, when):
    assert read_day(cell(value), TODAY) == Day(when=(when,))


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            None,
            "待定",
            "下周某天",
            "2月30日",
            "13月1日",
            "第0天",
            "第九千天",
            "周八",
        ),
        *("中旬", 3.5, 0, 99999, True, "第1周周三", "每月5号", "2026-13-01", "周五至周一"),
    ],
)
def test_what_is_no_day_is_not_guessed(value):
    assert read_day(cell(value), TODAY) is None


def test_a_day_and_a_time_can_share_a_cell():
    assert read_day(cell("D1 20:00"), TODAY) == Day(when=(("day", 1),), rest="20:00")
    assert read_day(cell("3月5日（周四） 晚上8点"), TODAY) == Day(
        when=(("date", date(2027, 3, 5)),), rest="晚上8点"
    )
    assert read_day(cell("20:00"), TODAY) is None


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("9:30", time(9, 30)),
        ("09：30", time(9, 30)),
        ("9:30:00", time(9, 30)),
        ("9.30", time(9, 30)),
        ("上午9点半", time(9, 30)),
        ("早上八点", time(8)),
        ("早8点", time(8)),
        ("上午十一点一刻", time(11, 15)),
        ("中午12点", time(12)),
        ("中午一点", time(13)),
        ("下午3点15分", time(15, 15)),
        ("下午 2:05", time(14, 5)),
        ("晚上8点", time(20)),
        ("晚8点半", time(20, 30)),
        ("晚上20:00", time(20)),
        ("凌晨1点", time(1)),
        ("凌晨12点", time(0)),
        ("20点", time(20)),
        ("20时30分", time(20, 30)),
        ("二十点三十分", time(20, 30)),
        ("8pm", time(20)),
        ("8:30 PM", time(20, 30)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("20:00-21:00", time(20)),
        ("20:00 ~ 21:00", time(20)),
        ("晚上8点-9点", time(20)),
        ("8-9点", time(8)),
        ("7-8pm", time(19)),
        ("约20:00", time(20)),
        ("20:00左右", time(20)),
        ("20点整", time(20)),
        (time(9, 30), time(9, 30)),
        (time(9, 29, 59, 999_000), time(9, 30)),
        (datetime(1899, 12, 30, 20, 0, tzinfo=UTC), time(20)),
        (0.395833333333333, time(9, 30)),
        (0.9999999, time(23, 59)),
    ],
)
def test_a_time_is_read_however_it_is_written(value, at):
    assert read_time(cell(value)) == at


@pytest.mark.parametrize(
    "value",
    [
        *("", None, "25:00", "24:00", "9:60", "晚上", "待定", "8", 8, 9.3, "晚上12点", "晚上1点"),
        *("饭后", "20:00-25:00", "9点-", "12:", "::", True, "上午九百点", "D1"),
    ],
)
def test_what_is_no_time_is_not_guessed(value):
    assert read_time(cell(value)) is None


@given(st.integers(1, 999))
def test_chinese_numbers_up_to_999_are_read(value):
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    text += digits[ones] if ones else ""

    assert number(text) == number(str(value)) == value


@given(st.text(max_size=30))
def test_no_text_makes_the_readers_fail(text):
    read_day(cell(text), TODAY)
    read_time(cell(text))


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_their_letters(column, name):
    assert letters(column) == name
    assert Cell(sheet="Sheet1", row=7, column=3).address == "Sheet1!C7"
