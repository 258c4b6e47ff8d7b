"""The reasons of the learned detector."""

import pytest

from handlers.learned.explain import explain
from handlers.learned.words import told
from handlers.text import normalise
from tests.support.learned_talk import model


def reasons(text):
    """Why a text is taken for an advert."""
    return explain(model(), normalise(text))


def test_every_word_named_stands_in_the_text():
    text = "代开发票加微信领取，名额有限速来 v8888"

    found = reasons(text)

    assert found.words
    assert all(word in normalise(text).guess for word in found.words)


def test_a_word_that_was_split_is_named_whole():
    assert any("加微信" in word for word in reasons("代开发票 加 微 信 领取").words)


def test_a_shape_is_told_with_its_number():
    sentence = told(reasons("加微信领取 免费送 13800138000"), "zh")

    assert "11 位连续数字" in sentence or "「" in sentence


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_to_say_is_said_by_nothing(language):
    assert told(reasons(""), language) == ""


def test_both_languages_tell_the_same_shapes():
    found = reasons("打电话 13800138000 送你 http://a.test")

    assert told(found, "zh").count("，") == told(found, "en").count(", ")
