"""What a newcomer's words are to the entry quiz."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.conduct_rules import QuizQuestion
from handlers.conduct.answers import Reply, read_reply

SUBJECT = QuizQuestion(ask="本群学什么？", accept=("英语", "English"))
SUM = QuizQuestion(ask="三加四等于几？", accept=("7", "七"))
CHOICE = QuizQuestion(ask="选一个：A 读书 B 卖货", accept=("A",))
PATTERN = QuizQuestion(ask="哪一年入学？", accept=("/20\\d{2}(年|级)/",))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("英语", SUBJECT),
        ("答案是英语", SUBJECT),
        ("英 语 。", SUBJECT),
        ("ＥＮＧＬＩＳＨ", SUBJECT),
        ("学英语的呀", SUBJECT),
        ("@小管家 英语", SUBJECT),
        ("英语？", SUBJECT),
        ("7", SUM),
        ("７", SUM),
        ("我选7", SUM),
        ("七", SUM),
        ("a", CHOICE),
        ("我选A", CHOICE),
        ("2024级", PATTERN),
    ],
)
def test_right_is_right_in_many_forms_and_wherever_it_is_said(text, question):
    for addressed in (True, False):
        assert read_reply(text, question, addressed=addressed) is Reply.RIGHT


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("这是什么群？", SUBJECT),
        ("请问这是学英语的群吗", SUBJECT),
        ("怎么回答", SUBJECT),
        ("大家好，我是新来的", SUBJECT),
        ("我家有7个人", SUM),
        ("我是做设计的，请多关照", CHOICE),
        ("", SUBJECT),
        ("英语" * 60, SUBJECT),
    ],
)
def test_talk_in_the_room_is_no_attempt(text, question):
    assert read_reply(text, question, addressed=False) is Reply.TALK


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("8", SUM),
        ("b", CHOICE),
        ("我选B", CHOICE),
        ("答案是日语", SUBJECT),
        ("那答案是法语", SUBJECT),
    ],
)
def test_what_is_meant_as_an_answer_is_a_wrong_one(text, question):
    assert read_reply(text, question, addressed=False) is Reply.WRONG


def test_to_the_bot_alone_everything_but_a_question_is_an_attempt():
    assert read_reply("日语", SUBJECT, addressed=True) is Reply.WRONG
    assert read_reply("不是英语", SUBJECT, addressed=True) is Reply.WRONG
    assert read_reply("这是什么群？", SUBJECT, addressed=True) is Reply.TALK
    assert read_reply("什么意思？", SUBJECT, addressed=True) is Reply.TALK


@pytest.mark.parametrize(
    "pattern",
    [
        *("/(a+)+b/", "/(ab)*/", "/a*b*c*d*/", "/(.)\\1/", "/[/", "/(?=a)a/"),
        f"/{'a?' * 20}{'a' * 20}/",
        f"/{'(|a)' * 20}x/",
        r"/\\+\\+\\+\\+x/",
    ],
)
def test_a_pattern_that_may_take_for_ever_is_refused(pattern):
    with pytest.raises(ValidationError):
        QuizQuestion(ask="?", accept=(pattern,))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("/英.?文?/", "英语文"),
        (r"/20\d\d级(一|二)班?/", "2024级二班"),
        ("/[*+?]+/", "+?"),
        (r"/1\+1\+1\+1/", "1+1+1+1"),
        ("/北京|上海|广州|深圳|杭州/", "杭州"),
    ],
)
def test_a_pattern_of_few_choices_is_taken(pattern, text):
    question = QuizQuestion(ask="?", accept=(pattern,))

    assert read_reply(text, question, addressed=True) is Reply.RIGHT


@given(st.text(max_size=300), st.booleans())
def test_any_words_are_read(text, addressed):
    for question in (SUBJECT, SUM, CHOICE, PATTERN):
        assert read_reply(text, question, addressed=addressed) in Reply


@given(st.sampled_from(["吗", "？", "?", "呢？"]), st.booleans())
def test_a_question_is_never_a_wrong_answer(mark, addressed):
    asked = read_reply(f"这个群是做什么的{mark}", SUBJECT, addressed=addressed)

    assert asked is Reply.TALK
