from typing import Any

import pytest

from bot.core.events import Media, MessageKind
from handlers.media_settings import CardSettings
from handlers.settings import JudgingSettings
from tests.support.judging import score, verdict


def card(kind: MessageKind, **media: Any) -> dict[str, Any]:
    return {"given": "", "kind": kind, "media": Media(**media)}


@pytest.mark.parametrize(
    ("kind", "media", "expected"),
    [
        (MessageKind.CARD, {"name": "兼职小助手", "url": "wxid_1"}, 0.4),
        (MessageKind.CARD, {}, 0.4),
        (MessageKind.MINI_PROGRAM, {"name": "天天领红包"}, 0.2),
        (MessageKind.LINK, {"name": "邀请你加入群聊", "description": "“小明”邀请你加入群聊"}, 0.6),
        (MessageKind.LINK, {"name": "Invited you to group chat"}, 0.6),
        (MessageKind.LINK, {"name": "看看", "url": "https://weixin.qq.com/g/abc"}, 0.6),
    ],
)
def test_a_card_is_a_sign(kind, media, expected):
    assert score("cards", **card(kind, **media)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        (MessageKind.MINI_PROGRAM, {"name": "群接龙"}),
        (MessageKind.MINI_PROGRAM, {"name": "腾讯文档：五班通讯录"}),
        (MessageKind.LINK, {"name": "周末的公开课", "url": "https://mp.weixin.qq.com/s/x"}),
        (MessageKind.IMAGE, {"name": "a.jpg"}),
        (MessageKind.TEXT, {}),
    ],
)
def test_what_neighbours_share_is_none(kind, media):
    assert verdict("cards", **card(kind, **media)) is None


def test_a_program_of_your_own_can_be_allowed():
    settings = JudgingSettings(cards=CardSettings(add_allow=("阳光小店",)))
    allowed = card(MessageKind.MINI_PROGRAM, name="阳光小店 今日特价")

    assert verdict("cards", settings=settings, **allowed) is None


def test_the_reason_names_the_card_on_one_line_in_the_language_of_the_settings():
    shown = card(MessageKind.CARD, name="兼职\n小助手" + "长" * 100)
    chinese = verdict("cards", **shown)
    english = verdict("cards", settings=JudgingSettings(language="en"), **shown)
    assert chinese is not None
    assert english is not None

    assert chinese.reason.startswith("发送名片（兼职 小助手")
    assert "\n" not in chinese.reason
    assert len(chinese.reason) < 40
    assert english.reason.startswith("a contact card")


def test_what_stands_on_a_card_is_judged_as_words():
    shown = card(MessageKind.LINK, name="兼职刷单日结", description="加薇信 abc12345 免费领")

    assert score("words", **shown) > 0
    assert score("contact", **shown) > 0
