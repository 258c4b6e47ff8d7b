from typing import Any

import pytest

from bot.core.ids import MessageRef, UserRef
from handlers.settings import ContactSettings, JudgingSettings
from tests.support.judging import score, verdict

FLAGGED = JudgingSettings().flag_at


@pytest.mark.parametrize(
    "text",
    [
        "想了解的加薇",
        "加微我拉你进群",
        "➕薇 了解详情",
        "薇❤ abcd1234",
        "威 信 号 lisi2024",
        "迦薇聊",
        "扣扣 2345678901",
        "企鹅号：345678901",
        "有意者 v：zhang_8899",
        "vx:lily20240",
        "ＶＸ １３８００１３８０００",
        "电话 壹叁捌零零壹叁捌零零零",
        "幺三八零零幺三八零零零",
        "138OO138OOO 联系",
        "加Q 234567890",
        "微芯号了解",
        "微xiaomei2020",
        "3456789012 有意加口",
        "加扣 345678901",
    ],
)
def test_a_contact_in_disguise_is_flagged_by_itself(text):
    assert score("contact", text) >= FLAGGED, text


@pytest.mark.parametrize(
    "text",
    [
        "兼职日结，联系 13800138000，优惠多多，加我微信",
        "免费领资料，微信：study_2024a",
        "低价出号，加QQ 345678901",
        "福利资源 @hot_channel88",
    ],
)
def test_an_open_contact_with_a_bait_is_flagged(text):
    found = verdict("contact", text)

    assert found is not None
    assert found.score >= FLAGGED
    assert "引人联系" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "快递电话 13800138000",
        "我加你微信吧",
        "群里加一下好友",
        "微信：lily_zhang1",
        "86 13800138000",
        "问一下 @some_body99",
    ],
)
def test_an_open_contact_alone_is_a_weak_sign(text):
    assert 0 < score("contact", text) < FLAGGED, text


@pytest.mark.parametrize(
    "text",
    [
        "今天背了 12345 个单词哈哈",
        "微信支付成功了",
        "这个威力好大",
        "权威信息看公告",
        "加油，明天考试",
        "第三口井在门口",
        "快递 1234567 放在门口",
        "单号 12345678 有折扣",
        "订单号 20240520123456789012",
        "加v5",
        "VX上说吧",
        "订单号是 abc 不是 q",
        "我在喂孩子",
        "维生素加维C",
        "好的 收到",
        "这次考试威信很高",
        "一二三四五六七",
    ],
)
def test_ordinary_talk_with_such_characters_is_none(text):
    assert verdict("contact", text) is None, text


def test_a_number_given_to_who_asked_for_it_is_no_bait():
    answer: dict[str, Any] = {"quoted": MessageRef("m0"), "quoted_text": "老师的联系方式是多少？"}

    assert verdict("contact", "13800138000", **answer) is None
    assert verdict("contact", "13800138000", quoted_text="今天吃什么") is not None
    assert verdict("contact", "加薇 abc12345 领资料", **answer) is not None


def test_a_real_mention_is_no_handle():
    assert verdict("contact", "@some_body99 你好", mentions=(UserRef("u2"),)) is None


def test_the_reason_shows_what_was_written():
    found = verdict("contact", "加薇 abc12345 免费领取资料")

    assert found is not None
    assert found.reason == "用变体写法留联系方式（加薇），并以「免费」引人联系"


def test_without_bait_words_the_contact_alone_decides():
    bare = JudgingSettings(contact=ContactSettings(bait=()))

    assert score("contact", "免费领取，加我微信", settings=bare) == pytest.approx(0.3)
