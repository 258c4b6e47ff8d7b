"""Whether what a colleague posted is what a task asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.ids import StaffName, TaskId
from bot.core.tasks import OpenTask, Task, TaskState
from handlers.text import normalise
from sop.receipts import Posted, likeness, links_in, seen, without_links
from tests.support.builders import NOON

LI, WANG = StaffName("li"), StaffName("wang")
ENOUGH = 0.5
TEXT = (
    "大家晚上好！今天是打卡第三天，请在 22:00 前把练习录音发到群里，"
    "点名表扬坚持了两天的同学，加油！"
)


def post(text, staff=LI, at=NOON):
    tight = normalise(without_links(text)).tight
    return Posted(staff=staff, at=at, tight=tight, links=links_in(text))


def a_task(text=TEXT, number=1, holders=(LI,), **other):
    task = Task(
        id=TaskId(number),
        staff=holders[-1],
        title="打卡 · day3",
        text=text,
        state=TaskState.OPEN,
        created=NOON,
        given=NOON,
    )
    return OpenTask(task=replace(task, **other), holders=holders), post(text)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        pytest.param(TEXT, True, id="word by word"),
        pytest.param(f"@所有人 {TEXT} 💪💪", True, id="with a greeting and emoji"),
        pytest.param(TEXT.replace("！", "!").replace("，", " "), True, id="other punctuation"),
        pytest.param(TEXT.replace("打卡", "打咭").replace("录音", "錄音"), True, id="typed again"),
        pytest.param(
            "各位同学晚上好～今天打卡第三天啦，大家记得 22:00 前把练习录音发到群里哦，"
            "表扬坚持两天的同学 💪",
            True,
            id="reworded, but near",
        ),
        pytest.param(
            "大家晚上好！今天是打卡第三天，请在 22:00 前把练习录音发到群里", True, id="cut short"
        ),
        pytest.param(
            "晚上好，第三天打卡，录音 10 点前发群里，坚持了两天的都很棒，继续加油",
            None,
            id="in own words: the person is asked",
        ),
        pytest.param("打卡别忘了哈，今晚十点截止，录音直接发这里", False, id="only its sense"),
        pytest.param("下周三我们去参观展览，想去的接龙", False, id="another topic"),
        pytest.param("今天的录音要几分钟？", False, id="a question about it"),
        pytest.param("大家晚上好！", False, id="its greeting alone"),
        pytest.param("好的收到", False, id="talk"),
        pytest.param("", False, id="a picture instead"),
    ],
)
def test_a_post_is_taken_for_its_task_by_how_much_of_it_was_said(said, verdict):
    match = seen(post(said), [a_task()], ENOUGH)

    assert (False if match is None else match.sure or None) is verdict


def test_somebody_else_who_posts_it_did_not_do_the_task():
    assert seen(post(TEXT, WANG), [a_task()], ENOUGH) is None


def test_who_had_the_task_before_may_still_have_done_it():
    match = seen(post(TEXT, LI), [a_task(holders=(LI, WANG))], ENOUGH)

    assert match is not None
    assert match.sure


def test_what_was_posted_before_the_task_was_given_is_no_receipt():
    early = post(TEXT, at=NOON - timedelta(minutes=5))

    assert seen(early, [a_task()], ENOUGH) is None
    assert seen(post(TEXT, at=NOON - timedelta(seconds=30)), [a_task()], ENOUGH) is not None


def test_of_two_tasks_the_one_that_is_more_alike_is_done():
    other = a_task(TEXT.replace("第三天", "第四天").replace("两天", "三天"), number=2)

    match = seen(post(TEXT), [other, a_task()], ENOUGH)

    assert match is not None
    assert match.task.task.id == 1


def test_a_link_alone_is_known_by_its_address():
    task = a_task("https://example.com/course?id=3")

    done = seen(post("今天的课程 https://example.com/course?id=3 大家看"), [task], ENOUGH)

    assert done is not None
    assert seen(post("https://example.com/course?id=4"), [task], ENOUGH) is None


def test_a_long_talk_that_shares_a_sentence_with_a_short_text_is_not_it():
    long = "今天聊聊别的事情。" * 20 + "请大家记得打卡" + "明天的安排我们再另外通知。" * 20

    assert likeness(normalise("请大家记得打卡").tight, normalise(long).tight) < ENOUGH / 2
