from typing import Any

import pytest

from handlers.detectors.lookalike import resembles
from tests.support.builders import context
from tests.support.judging import score, verdict

STAFF = frozenset({"王老师", "helper-lily", "助教小林", "x"})


@pytest.mark.parametrize(
    "name",
    [
        "王老师",
        "王 老师",
        "王老師",
        "【王老师】",
        "王⭐老师",
        "10086 王老师",
        "王老师-10086",
        "HELPER-LILY",
        "he1per-Iily",
        "hеlper-lily王"[:11],
    ],
)
def test_a_name_that_reads_the_same_is_a_look_alike(name):
    found = resembles(name, STAFF, near_from=4)

    assert found is not None
    assert found.distance == 0


@pytest.mark.parametrize(
    "name",
    ["王老师1", "v王老师", "helper-lilly", "helper-ily", "helepr-lily", "helper-lila", "助教林小"],
)
def test_one_letter_off_is_a_near_look_alike(name):
    found = resembles(name, STAFF, near_from=4)

    assert found is not None
    assert found.distance == 1


@pytest.mark.parametrize(
    "name", ["李老师", "助教小王", "王老师妈妈", "小红", "王", "", "helper", "x"]
)
def test_another_persons_name_is_none(name):
    assert resembles(name, STAFF, near_from=4) is None


def test_short_names_may_differ_by_one_letter():
    assert resembles("tom", frozenset({"tim"}), near_from=4) is None


@pytest.mark.parametrize(
    ("nickname", "name", "expected"),
    [
        ("王老师", "小红", 0.85),
        ("小红", "王老师", 0.85),
        ("", "王老师1", 0.4),
        ("官方客服小美", "小美", 0.3),
        ("", "小红", 0),
        ("", "", 0),
    ],
)
def test_both_names_are_compared(nickname, name, expected):
    about = context(staff_names=STAFF)
    names: dict[str, Any] = {"sender_nickname": nickname, "sender_name": name}

    assert score("lookalike", "大家好", about=about, **names) == expected


def test_the_reason_names_both():
    about = context(staff_names=STAFF)
    same = verdict("lookalike", "大家好", about=about, sender_name="王老師")
    near = verdict("lookalike", "大家好", about=about, sender_name="王老师1")
    title = verdict("lookalike", "大家好", sender_name="群主小号")

    assert same is not None
    assert same.reason == "名字「王老師」与工作人员「王老师」相同，但不是本人账号"
    assert near is not None
    assert near.reason == "名字「王老师1」与工作人员「王老师」只差 1 个字"
    assert title is not None
    assert title.reason == "名字带有「群主」，但不是工作人员"
