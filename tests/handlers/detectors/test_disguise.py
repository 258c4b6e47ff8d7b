import pytest

from handlers.settings import DisguiseSettings, JudgingSettings
from tests.support.judging import score, verdict

FLAGGED = JudgingSettings().flag_at


@pytest.mark.parametrize(
    ("written", "words", "how"),
    [
        ("加 微 信 领 资 料", "「加微信」「领资料」", "隔开"),
        ("兼耳只打字", "「兼职」", "拆开"),
        ("dai kuan 找我", "「贷款」", "拼音"),
        ("结日职兼家在", "「在家兼职」「日结」", "倒着"),
        ("加\u200b微\u200b信 领资料", "「加微信」", "看不见"),
    ],
)
def test_staff_read_which_words_were_disguised_and_how(written, words, how):
    found = verdict("disguise", written)

    assert found is not None
    assert words in found.reason
    assert how in found.reason
    assert "%" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "哈 哈 哈 哈",
        "加油 加油",
        "加微信 abc",
        "加v abc123",
        "电话一三八零零一三八零零零",
        "今天 开 会 吗",
    ],
)
def test_odd_writing_that_hides_no_advert_is_no_sign(text):
    assert verdict("disguise", text) is None


def test_a_disguise_alone_is_never_flagged():
    assert 0 < score("disguise", "兼 职 日 结 加 微 信") < FLAGGED


def test_the_reason_is_told_in_english_too():
    found = verdict("disguise", "兼耳只打字", settings=JudgingSettings(language="en"))

    assert found is not None
    assert "with characters taken apart" in found.reason


def test_how_much_is_a_slip_is_a_setting():
    settings = JudgingSettings(disguise=DisguiseSettings(from_share=0.9))

    assert verdict("disguise", "兼耳只打字，时间自由", settings=settings) is None
