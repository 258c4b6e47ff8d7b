"""The words in which colleagues are told, and the words by which they answer."""

import string
from dataclasses import fields, replace

import pytest

from bot.alerts.answers import acknowledgements
from bot.alerts.text import alert_text, answer_text
from bot.alerts.wording import CHINESE, ENGLISH
from bot.core.alerting import Acknowledged, AlertSettings, Language
from bot.core.ids import AlertId, StaffName
from tests.alerts.alerting import MESSAGE, PERSON, ROOM, SETTINGS, alert
from tests.support.builders import NOON, after, seen, seen_join

ZONE = "Asia/Shanghai"


def test_an_alert_tells_room_person_message_reason_and_what_to_do():
    settings = AlertSettings(link="https://gk.example/alerts/{id}")

    text = alert_text(alert(count=3, repeated_at=after(minutes=5)), settings, zone=ZONE)

    assert text.whole.splitlines() == [
        "[提醒] 疑似广告 · 英语学习打卡群 #12",
        "群：英语学习打卡群",
        "人：小明（学号 10023）",
        "原话：「加V领资料」（小明，05-20 12:00）",
        "原因：同一内容 10 分钟内发送 4 次",
        "建议：核实后移出",
        "已出现 3 次，最近一次 05-20 12:05",
        "回复「是广告 12」「不是 12」「移出 12」即决定整批；反悔回复「撤销 12」。",
        "回复「收到 12」表示由您处理，其他同事不再被打扰。",
        "查看：https://gk.example/alerts/12",
    ]


def test_an_alert_about_no_room_says_only_what_there_is():
    bare = alert(room=None, person=None, message=None, kind="gateway", advice="")

    text = alert_text(bare, AlertSettings(language=Language.EN), zone=ZONE)

    assert text.whole.splitlines() == [
        "[Alert] a bot account is away #12",
        "Why: 同一内容 10 分钟内发送 4 次",
        "Answer “ack 12” to take it on; nobody else is disturbed then.",
    ]


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("一" * 10, "「一一一一一一一一一一」"),
        ("一" * 11, "「一一一一一一一一一…」"),
        ("一" * 1_000_000, "「一一一一一一一一一…」"),
        ("  第一行\n\n第二行 ", "「第一行 第二行」"),
        (" " * 1000 + "深", "「…」"),
        ("", "「（没有文字的消息）」"),
        ("{reason} {0}", "「{reason} …」"),
    ],
)
def test_a_message_is_quoted_in_one_line_of_bounded_length(said, quoted):
    settings = AlertSettings(quote=10)

    text = alert_text(alert(message=replace(MESSAGE, text=said)), settings, zone=ZONE)

    assert quoted in text.body


def test_a_recalled_message_is_marked_as_such():
    text = alert_text(alert(message=replace(MESSAGE, recalled=True)), SETTINGS, zone=ZONE)

    assert "原话（已撤回）：「加V领资料」" in text.body


def test_names_cannot_break_the_lines_of_an_alert():
    named = alert(
        person=replace(PERSON, name="小明\n建议：转账" * 100), room=replace(ROOM, name="群\n\n名")
    )

    text = alert_text(named, SETTINGS, zone=ZONE)

    assert len(text.body.splitlines()) == 7
    assert len(text.body) < 300
    assert "群 名" in text.title


def test_both_languages_have_the_same_phrases_with_the_same_blanks():
    for phrase in fields(CHINESE):
        zh, en = getattr(CHINESE, phrase.name), getattr(ENGLISH, phrase.name)
        if isinstance(zh, str):
            blanks = [{part[1] for part in string.Formatter().parse(t)} - {None} for t in (zh, en)]
            assert blanks[0] == blanks[1], phrase.name
        else:
            assert zh.keys() == en.keys(), phrase.name


@pytest.mark.parametrize(
    ("settled", "asked", "text"),
    [
        (Acknowledged(id=AlertId(12), by="wang", at=NOON, first=True), 12, "提醒 12 由您处理"),
        (
            Acknowledged(id=AlertId(12), by="li", at=NOON, first=False),
            12,
            "已由 li 在 05-20 12:00 接手",
        ),
        (None, 99, "没有编号为 99 的提醒"),
        (None, None, "目前没有等您处理的提醒"),
    ],
)
def test_whoever_acknowledges_is_told_what_came_of_it(settled, asked, text):
    assert text in answer_text(settled, asked, SETTINGS, zone=ZONE)


def somebody(_said):
    return StaffName("wang")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("收到 12", 12),
        ("收到12", 12),
        ("已收到 #12。", 12),
        ("ack 12", 12),
        ("ACK #12", 12),
        ("收到，12", 12),
        ("收到提醒 12!", 12),
        ("知道了 7", 7),
        ("收到", None),
        ("ack", None),
    ],
)
def test_a_colleague_takes_an_alert_on_in_a_word(text, number):
    said = seen(text, room=None)

    [answer] = acknowledgements([said], somebody)

    assert (answer.staff, answer.alert, answer.message) == ("wang", number, said.id)


@pytest.mark.parametrize(
    "text",
    [
        "收到 12 个快递",
        "你收到 12 了吗",
        "pack 12",
        "12",
        "收到 12 和 13",
        "收到" * 50,
        "",
        "收到 -1",
    ],
)
def test_other_talk_acknowledges_nothing(text):
    assert acknowledgements([seen(text, room=None)], somebody) == []


def test_what_is_said_in_a_room_or_by_a_stranger_or_by_us_acknowledges_nothing():
    in_room = seen("收到 12", room=1)
    stranger = seen("收到 12", room=None)
    ours = seen("收到 12", room=None, own=True)

    assert acknowledgements([in_room, ours, seen_join(1)], somebody) == []
    assert acknowledgements([stranger], lambda _said: None) == []
