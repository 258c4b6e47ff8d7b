"""What is spelt sounds like what is written."""

import time

import pytest

from corpus.sounds import FIRST, sounds
from handlers.text import spoken


@pytest.mark.parametrize(
    ("tight", "said"),
    [
        ("加我weixin聊", "加我微信聊"),
        ("jia微xin", "加微信"),
        ("daikuan找我", "贷款找我"),
    ],
)
def test_spelt_syllables_stand_as_characters_that_sound_so(tight, said):
    table = sounds()

    assert [table[ord(c) - FIRST] for c in spoken(tight)] == [table[ord(c) - FIRST] for c in said]


@pytest.mark.parametrize("tight", ["meiyouchinese", "hello大家", "dd我", "v我50", "abc123买"])
def test_what_is_no_syllables_or_stands_beside_no_chinese_stays(tight):
    assert spoken(tight) == tight


def test_a_long_run_of_letters_takes_no_longer_than_its_length():
    began = time.process_time()
    spoken("加" + "xian" * 50_000 + "v")

    assert time.process_time() - began < 2
