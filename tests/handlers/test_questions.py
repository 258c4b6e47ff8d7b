from datetime import timedelta

import pytest

from bot.core.effects import Severity
from bot.core.ids import IdentityId, MessageId, MessageRef, RoomId, StudentId, UserRef
from bot.core.seen import WaitingQuestion
from handlers.questions import answered_by, is_question, overdue
from handlers.text import fold_text
from handlers.wording import wording
from tests.support.builders import NOON, after, seen

WITHIN = timedelta(minutes=10)


def waiting(number: int = 1, *, asker: int = 1, asked=NOON, **other) -> WaitingQuestion:
    return WaitingQuestion(
        message=MessageId(number),
        ref=f"q{number}",
        room=RoomId(1),
        asker=IdentityId(asker),
        asker_ref=f"u{asker}",
        asked=asked,
        **other,
    )


@pytest.mark.parametrize(
    "text",
    [
        "几点开始",
        "请问今天的听力在哪里打卡呀？",
        "有人知道怎么设置吗",
        "作業是第幾頁",
        "快递放哪了",
        "谁有充电器",
        "这个能退吗！",
        "可不可以晚点交",
        "你吃不吃辣",
        "求推荐一家牙医",
        "不好意思，请问怎么报名",
        "OK?",
        "门口的店搬走了没",
        "还有么",
        "那咋办",
        "为什么没有声音",
        "周末开门不？谢谢",
        "电费多少",
    ],
)
def test_what_wants_an_answer_is_a_question(text):
    assert is_question(fold_text(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "在吗？",
        "大家吃了吗",
        "有人在吗？",
        "早上好",
        "难道不是吗？",
        "怎么可能！",
        "谁说的，哪有这种事",
        "怎么舒服怎么来",
        "什么都可以",
        "还没吃呢",
        "正忙着呢，晚点说吧",
        "我知道怎么做了",
        "没什么",
        "没有没有",
        "？？？",
        "?",
        "1?",
        "",
        "看 https://a.cn/x?id=1",
        "好几个人都去了",
        "这个多少有点贵" + "，我说说我的看法" * 10,
        "告诉你们怎么去" + "：先坐地铁" * 12,
        "真的假的",
    ],
)
def test_greetings_rhetoric_and_tales_are_none(text):
    assert not is_question(fold_text(text)), text


def answers(text: str, *questions: WaitingQuestion, staff: bool = False, **said) -> list[int]:
    message = seen(text, **{"sender": 2} | said)
    found = answered_by(message, fold_text(text), questions, staff=staff, within=WITHIN)
    return [q.message for q in found]


def test_a_quote_answers_the_quoted_question():
    both = (waiting(1), waiting(2, asker=3))

    assert answers("看置顶", *both, quoted=MessageRef("q1")) == [1]
    assert answers("可以的", *both, quoted=MessageRef("elsewhere")) == []


def test_mentioning_the_asker_answers_what_he_asked():
    both = (waiting(1), waiting(2, asker=3))

    assert answers("@名字u1 群文件里", *both, mentions=(UserRef("u1"),)) == [1]


def test_a_colleague_who_speaks_has_seen_what_waits():
    assert answers("大家晚上好", waiting(1), waiting(2, asker=3), staff=True) == [1, 2]


@pytest.mark.parametrize(
    "text", ["可以的", "有", "八点", "我记得是周三", "@名字u1 没有", "在门卫那里"]
)
def test_what_opens_like_an_answer_answers_the_newest_question(text):
    assert answers(text, waiting(1), waiting(2, asker=3)) == [2]


@pytest.mark.parametrize("text", ["哈哈哈", "同问", "我也想知道", "+1", "今天好热"])
def test_other_talk_answers_nothing(text):
    assert answers(text, waiting(1)) == []


def test_an_answer_long_after_is_about_something_else():
    assert answers("可以的", waiting(1), at=after(minutes=10)) == [1]
    assert answers("可以的", waiting(1), at=after(minutes=11)) == []


def test_the_asker_does_not_answer_himself_unless_he_gives_thanks():
    assert answers("可以的吧", waiting(1), sender=1) == []
    assert answers("找到了，谢谢", waiting(1), sender=1) == [1]
    assert answers("谢谢大家", waiting(1)) == []


def test_a_question_past_its_time_is_told_once_with_asker_and_minutes():
    late = waiting(1, due=after(minutes=30), student=StudentId(10001))
    early = waiting(2, due=after(minutes=50))
    given = waiting(3, asker=3)

    alerts = overdue([late, early, given], after(minutes=40), wording("zh"))

    assert [alert.message for alert in alerts] == [1, 3]
    assert alerts[0].reason == "学号 10001 的提问已 40 分钟无人回答"
    assert alerts[0].group == "question:1:1"
    assert alerts[0].severity is Severity.WARNING
    assert alerts[1].reason.startswith("学号 ? ")
