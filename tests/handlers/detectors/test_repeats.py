import pytest

from handlers.settings import JudgingSettings, RepeatSettings
from tests.support.builders import a_copy
from tests.support.judging import item, score, verdict

LONG = "我们的精品课程现在开始招生了，每天一小时轻松学会，欢迎大家前来了解"


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        ([], 0),
        ([a_copy(sender=1)], 0),  # said twice in one room: people do that
        ([a_copy(sender=1)] * 2, 0.45),
        ([a_copy(sender=1)] * 3, 0.725),
        ([a_copy(sender=1, room=2)], 0.45),  # another room weighs double
        ([a_copy(sender=1, room=2), a_copy(sender=1, room=3)], 0.8625),
        ([a_copy(sender=1, room=n) for n in range(2, 30)], 0.98),
        ([a_copy(sender=2)], 0),
        ([a_copy(sender=2), a_copy(sender=3)], 0.4),
        ([a_copy(sender=n) for n in range(2, 6)], 0.85),
    ],
)
def test_copies_add_up(copies, expected):
    assert score("repeats", item(LONG, copies=copies)) == pytest.approx(expected)


def test_the_reason_tells_count_time_and_rooms():
    found = verdict("repeats", item(LONG, copies=[a_copy(sender=1), a_copy(sender=1, room=2)]))

    assert found is not None
    assert found.reason == "同一内容 60 分钟内发送 3 次，涉及 2 个群"


def test_many_accounts_with_one_long_text_are_told_as_such():
    found = verdict("repeats", item(LONG, copies=[a_copy(sender=2), a_copy(sender=3)]))

    assert found is not None
    assert found.reason == "3 个账号在 60 分钟内发送同一段长文字"


def test_a_short_text_that_everybody_says_is_normal():
    everybody = [a_copy(sender=n) for n in range(2, 40)]

    assert verdict("repeats", item("恭喜恭喜恭喜恭喜", copies=everybody)) is None


@pytest.mark.parametrize("word", ["打卡", "#接龙", "簽到", "生日快樂"])
def test_check_ins_and_wishes_are_normal_however_often(word):
    many = [a_copy(sender=n, room=n % 3) for n in range(2, 40)] + [a_copy(sender=1)] * 9

    assert verdict("repeats", item(f"{LONG}{word}", copies=many)) is None


def test_how_many_copies_are_too_many_is_a_setting():
    patient = JudgingSettings(repeats=RepeatSettings(own_copies=6))

    assert verdict("repeats", item(LONG, copies=[a_copy(sender=1)] * 4), settings=patient) is None
