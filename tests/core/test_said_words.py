import pytest

from bot.core.said_words import says_one_of


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我要报名！", "报名"),
        ("报 名", "报名"),
        ("报-名", "报名"),
        ("１", "1"),
        ("扣1", "1"),
        ("1", "1"),
        ("OK，收到", "ok"),
        ("+1", "+1"),
        ("＋１", "+1"),
        ("👍👍", "👍"),
        ("我选 A。", "a"),
    ],
)
def test_a_word_is_heard_however_it_is_written(text, word):
    assert says_one_of(text, [word])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2021 年", "1"),
        ("facebook", "ok"),
        ("名报", "报名"),
        ("1", "+1"),
        ("大家好", "👍"),
        ("任何话", ""),
        ("", "报名"),
    ],
)
def test_what_only_looks_like_the_word_is_not_it(text, word):
    assert not says_one_of(text, [word])


def test_one_of_several_words_is_enough_and_no_words_are_never_said():
    assert says_one_of("想要", ["报名", "想要"])
    assert not says_one_of("想要", [])
