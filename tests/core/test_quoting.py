"""Replies in WeChat's form, parted from what they quote."""

import pytest

from bot.core.quoting import unquote

LINE = "- - - - - - - - - - - - - - -"


@pytest.mark.parametrize(
    ("text", "reply", "quoted"),
    [
        (f"「小明：几点上课？」\n{LINE}\n晚上八点", "晚上八点", "几点上课？"),
        (f"「小明: 几点上课？」\n{LINE}\n晚上八点", "晚上八点", " 几点上课？"),
        (f"「小明：第一行\n第二行」\n{LINE}\n好", "好", "第一行\n第二行"),
        (f"「小明：他说「好」」\n{LINE}\n嗯\n嗯", "嗯\n嗯", "他说「好」"),
        (f"「小明：[图片]」\n{LINE}\n", "", "[图片]"),
        (
            f"「小红：「小明：低价代充」\n{LINE}\n这是广告吧」\n{LINE}\n举报了",
            "举报了",
            f"「小明：低价代充」\n{LINE}\n这是广告吧",
        ),
    ],
)
def test_a_reply_is_parted_from_what_it_quotes(text, reply, quoted):
    said = unquote(text)

    assert (said.text, said.quoted) == (reply, quoted)


@pytest.mark.parametrize(
    "text", ["", "「小明：你好」", "说「好」", f"{LINE}\n好", f"「没有冒号」\n{LINE}\n好"]
)
def test_what_is_no_quotation_stays_as_it_is(text):
    assert (unquote(text).text, unquote(text).quoted) == (text, "")


def test_a_very_long_quotation_is_parted_in_no_time():
    text = "「小明：" + "」\n- - - - -" * 50_000 + f"」\n{LINE}\n好"

    assert unquote(text).text == "好"


def test_a_text_made_to_look_like_many_quotations_is_read_in_no_time():
    text = "「" + ":" * 200_000 + "」\n" * 200_000  # were each colon tried, it took hours

    assert unquote(text).text == text
