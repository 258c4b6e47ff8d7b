import random

import pytest

from corpus.disguises import KINDS, disguise, every_kind

ADVERT = "在家兼职日结，加微信 abc12345 领取资料，电话13800138000"
TALK = "明天家长会改到三点，地点还是二楼会议室"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_changes_an_advert(kind):
    made = {disguise(ADVERT, kind, random.Random(seed)) for seed in range(20)}

    assert made - {ADVERT}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_chance_makes_the_same_disguise(kind):
    first, second = (disguise(ADVERT, kind, random.Random(7)) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    "text", ["", " ", "ok", "🎉🎉", "\u0301", "a" * 2000, "加" * 2000, "\n\n", "①", "12345678901"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_too_strange_to_be_disguised(kind, text):
    assert isinstance(disguise(text, kind, random.Random(0)), str)


@pytest.mark.parametrize(
    "kind", ["zero_width", "spaced", "split_characters", "homophones", "pinyin", "reversed"]
)
def test_innocent_talk_is_disguised_too(kind):
    assert {disguise(TALK, kind, random.Random(seed)) for seed in range(20)} - {TALK}


def test_only_kinds_that_change_a_text_are_given():
    made = dict(every_kind("今天下雨", random.Random(1)))

    assert "spaced" in made
    assert "keycaps" not in made


def test_a_price_is_no_account_and_keeps_its_digits():
    assert disguise("一箱 39 元", "digit_words", random.Random(1)) == "一箱 39 元"


def test_several_at_once_is_harder_to_read_than_one():
    made = [disguise(ADVERT, "mixed", random.Random(seed)) for seed in range(50)]
    common = [len(set(text) & set(ADVERT)) for text in made]

    assert sum(common) / len(common) < 0.75 * len(set(ADVERT))
