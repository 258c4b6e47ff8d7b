from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.wechaty.texts import (
    moment,
    recalled_ref,
    with_mentions,
    without_mentions,
)

HEARD = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("7644831919498444870", "7644831919498444870"),
        (" m-1 \n", "m-1"),
        ("<sysmsg><revokemsg><newmsgid>77</newmsgid></revokemsg></sysmsg>", "77"),
        ("<sysmsg><revokemsg><msgid>5</msgid></revokemsg></sysmsg>", "5"),
        ("<sysmsg/>", ""),
        ("", ""),
        ("小明 撤回了一条消息", ""),
    ],
)
def test_a_recall_names_its_message_or_none(text, ref):
    assert recalled_ref(text) == ref


def test_mentions_come_off_our_own_post_as_they_were_put_on():
    said = with_mentions("@小红 欢迎", ("所有人", "小 明"))

    assert said == "@所有人\u2005@小 明\u2005@小红 欢迎"
    assert without_mentions(said) == "@小红 欢迎"


@pytest.mark.parametrize("text", ["", "@", "@小明 你好", "你好 @小明\u2005"])
def test_what_we_did_not_put_on_stays(text):
    assert without_mentions(text) == text


@pytest.mark.parametrize(
    ("timestamp", "at"),
    [
        (1_772_366_400, HEARD),
        (1_772_366_400_000, HEARD),
        (1_772_366_400_500, HEARD + timedelta(seconds=0.5)),
        (0, HEARD),
        (-5, HEARD),
        (float("nan"), HEARD),
        (1e300, HEARD),
        (10**400, HEARD),
        (1_772_366_400 + 90_000, HEARD),  # tomorrow's message: its clock is wrong
    ],
)
def test_a_time_is_read_in_either_unit_and_nonsense_is_now(timestamp, at):
    assert moment(timestamp, HEARD) == at
