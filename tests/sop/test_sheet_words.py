"""The words of SOP tables: headings, roles and expectations, however they are put."""

import pytest

from sop.model.expect import Expectation
from sop.sheet.casting import role_of
from sop.sheet.expecting import read_expectation, write_expectation
from sop.sheet.headings import Column, column_of


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("日期", Column.DAY),
        ("时间", Column.TIME),
        ("发送时间", Column.TIME),
        ("Role", Column.ROLE),
        ("内容/话术", Column.CONTENT),
        ("预期反馈（人数）", Column.EXPECT),
        ("Plan B", Column.FALLBACK),
        ("备选\nplan B", Column.FALLBACK),
        ("兜底方案说明", Column.FALLBACK),
        ("备注", Column.IGNORED),
        ("天气", None),
        ("", None),
    ],
)
def test_headings_are_known_however_they_are_put(heading, column):
    assert column_of(heading) is column


@pytest.mark.parametrize(
    ("called", "role"),
    [
        ("班主任", "leader"),
        ("王老师", "expert"),
        ("托", "fan"),
        ("委托人", "own"),
        ("Closer", "closer"),
    ],
)
def test_roles_are_known_by_what_they_are_called(called, role):
    assert role_of(called).value == role


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("10人回复", {"speakers": 10}),
        ("20条回复", {"replies": 20}),
        ("回复≥20", {"replies": 20}),
        ("互动率30%", {"speakers": "30%"}),
        ("2小时内至少五人打卡", {"matches": 5, "words": ["打卡"], "within": "2h"}),
        ("半小时内 10 人互动", {"speakers": 10, "within": "30m"}),
        ("20人扣1", {"matches": 20, "words": ["1"]}),
        ("点击50次，报名活动3人", {"clicks": 50, "sign_ups": 3}),
        ("10 replies within 2 hours", {"replies": 10, "within": "2h"}),
    ],
)
def test_an_expectation_is_read_however_it_is_written(text, expect):
    assert read_expectation(text) == expect


@pytest.mark.parametrize(
    "text",
    [
        "热烈",
        "",
        "0人回复",
        "150%回复",
        "5人打卡，3人接龙",
        "10人回复或者点赞",
        "2小时内",
        "人回复",
    ],
)
def test_an_expectation_is_never_half_read(text):
    assert read_expectation(text) is None


@pytest.mark.parametrize(
    "expect",
    [
        {"speakers": 5},
        {"replies": "10%", "within": "90m"},
        {"speakers": "1.5x usual", "clicks": 3, "within": "1d"},
        {"matches": 3, "words": ["打卡", "+1"], "sign_ups": 2, "within": "30s"},
        {"speakers": "usual"},
    ],
)
def test_an_expectation_that_is_exported_is_read_back(expect):
    model = Expectation.model_validate(expect)

    assert Expectation.model_validate(read_expectation(write_expectation(model))) == model
