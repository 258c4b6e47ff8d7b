"""What colleagues say to the bot about their work."""

from datetime import date
from time import process_time

import pytest

from bot.core.ids import TaskId
from sop.task_words import Asked, TaskWord, read_day, task_word

MONDAY = date(2026, 3, 2)


def word(text, quoted=""):
    return task_word(text, quoted, MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "完成 12",
        "完成12",
        "已完成 12。",
        "任务完成 12",
        "完成任务12",
        "完成：12",
        "done 12",
        "Done #12",
    ],
)
def test_a_task_is_done_by_its_number(text):
    assert word(text) == TaskWord(asked=Asked.DONE, task=TaskId(12))


@pytest.mark.parametrize("text", ["完成了", "我完成了", "搞定了！", "done", "发好了"])
def test_without_a_number_the_only_task_is_meant(text):
    assert word(text.rstrip("！")) == TaskWord(asked=Asked.DONE)


def test_a_quoted_alert_names_the_task():
    quoted = "[通知] 任务 · 英语群 #57\n原因：任务 12：第一周 · share。请到群…"

    assert word("完成", quoted) == TaskWord(asked=Asked.DONE, task=TaskId(12))
    assert word("完成 13", quoted) == TaskWord(asked=Asked.DONE, task=TaskId(13))


@pytest.mark.parametrize(
    ("text", "note"),
    [("做不了 12 家里有事", "家里有事"), ("做不了12，发烧了", "发烧了"), ("cannot 12 ill", "ill")],
)
def test_a_task_is_refused_with_a_reason(text, note):
    assert word(text) == TaskWord(asked=Asked.CANNOT, task=TaskId(12), note=note)


@pytest.mark.parametrize("text", ["今日任务", "今天任务？", "任务", "我的任务", "待办", "tasks"])
def test_the_work_list_is_asked_for(text):
    assert word(text) == TaskWord(asked=Asked.TODAY)


@pytest.mark.parametrize("text", ["我回来了", "回来了！", "销假", "I'm back"])
def test_somebody_is_back(text):
    assert word(text) == TaskWord(asked=Asked.BACK)


@pytest.mark.parametrize(
    "text",
    [
        "完成得不错",
        "完成 3 天的课",
        "完成 8:30",
        "完成 1 月报告",
        "done deal",
        "任务很重",
        "我回来了再说吧",
        "我明天请假吗",
        "请假条怎么写",
        "收到 12",
        "是广告 12",
        "今天",
        "完成 " + "1" * 700,
    ],
)
def test_what_may_mean_something_else_means_nothing(text):
    assert word(text) is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("3月10日", date(2026, 3, 10)),
        ("3月10号", date(2026, 3, 10)),
        ("3-10", date(2026, 3, 10)),
        ("2026-03-10", date(2026, 3, 10)),
        ("2026年3月10日", date(2026, 3, 10)),
        ("1月5日", date(2027, 1, 5)),
        ("2月29日", date(2028, 2, 29)),
        ("15号", date(2026, 3, 15)),
        ("1号", date(2026, 4, 1)),
        ("今天", MONDAY),
        ("明天", date(2026, 3, 3)),
        ("三天", date(2026, 3, 4)),
        ("10天", date(2026, 3, 11)),
        ("周五", date(2026, 3, 6)),
        ("周一", MONDAY),
        ("下周三", date(2026, 3, 11)),
        ("周日", date(2026, 3, 8)),
        ("3月10日为止", date(2026, 3, 10)),
        ("2月30日", None),
        ("13月1日", None),
        ("胡说", None),
        ("0天", None),
        ("99999年1月1日", None),
        ("9999年12月31日", None),
    ],
)
def test_the_last_day_of_a_leave_is_read_as_people_say_it(said, day):
    assert read_day(said, MONDAY) == day


def test_a_leave_says_until_when_and_why():
    assert word("请假到3月10日") == TaskWord(asked=Asked.AWAY, until=date(2026, 3, 10))
    assert word("请假到 2026-03-10，家里有事") == TaskWord(
        asked=Asked.AWAY, until=date(2026, 3, 10), note="家里有事"
    )
    assert word("请假三天") == TaskWord(asked=Asked.AWAY, until=date(2026, 3, 4))


def test_a_leave_that_was_not_understood_says_so():
    assert word("请假") == TaskWord(asked=Asked.AWAY)
    assert word("请假到2月30日") == TaskWord(asked=Asked.AWAY, unclear="2月30日")


@pytest.mark.parametrize(
    "text",
    [
        "做不了" + " " * 90 + "x" * 505,
        "做不了" + "：" * 90 + "x" * 505,
        "完成" + "，" * 590 + "x",
        "请假" + " 到" * 200,
        "请假到3月" + "，" * 500 + "。x",
        "away until " + "," * 580,
        "我的任务" + "。" * 500 + "x",
    ],
)
def test_no_text_takes_long_to_read(text):
    started = process_time()
    for _ in range(20):
        word(text[:600])
    assert process_time() - started < 0.2
