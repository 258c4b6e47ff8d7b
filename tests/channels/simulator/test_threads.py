from random import Random

import pytest

from bot.channels.simulator.casting import Names, Slots
from bot.channels.simulator.script import Does
from bot.channels.simulator.threads import Line, Material, Thread, parse_line
from bot.core.events import Media, MessageKind

_RNG = Random(1)  # noqa: S311 (repeatable tests, no secret)


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("a 4", "早", Line(who="a", after=4, text="早")),
        ("王老师 2.5", "早", Line(who="王老师", after=2.5, text="早")),
        ("b 3 >1", "八点", Line(who="b", after=3, text="八点", about=1)),
        ("n 0 joins", "", Line(who="n", after=0, does=Does.JOINS)),
        ("a 2 recalls", "1", Line(who="a", after=2, does=Does.RECALLS, about=1)),
        ("x 2 @product", "广告", Line(who="x", after=2, text="广告", room="product")),
        (
            "a 1 image",
            "打卡.jpg",
            Line(
                who="a",
                after=1,
                kind=MessageKind.IMAGE,
                media=Media(name="打卡.jpg", mime="image/jpeg"),
            ),
        ),
        (
            "a 1 link",
            "公开课 | https://class.example.com/1",
            Line(
                who="a",
                after=1,
                kind=MessageKind.LINK,
                media=Media(name="公开课", mime="text/html", url="https://class.example.com/1"),
            ),
        ),
        (
            "a 1 card",
            "李管家 | 物业前台",
            Line(
                who="a",
                after=1,
                kind=MessageKind.CARD,
                media=Media(name="李管家", description="物业前台"),
            ),
        ),
    ],
)
def test_a_line_says_who_when_how_and_what(key: str, value: str, line: Line):
    assert parse_line(key, value) == line


@pytest.mark.parametrize(
    ("key", "complaint"), [("a", "is no line key"), ("a 3 sings", "is no verb"), ("", "line key")]
)
def test_a_wrong_line_is_refused_with_what_would_be_right(key: str, complaint: str):
    with pytest.raises(ValueError, match=complaint):
        parse_line(key, "早")


@pytest.mark.parametrize(
    ("hours", "hour", "fits"),
    [
        (None, 3, True),
        ((6, 10), 6, True),
        ((6, 10), 10, False),
        ((22, 2), 23, True),
        ((22, 2), 1, True),
        ((22, 2), 12, False),
    ],
)
def test_people_talk_of_things_at_their_hours(hours, hour, fits):
    thread = Thread(name="t", room="any", lines=(Line(who="a", after=0),), hours=hours)

    assert thread.at_hour(hour) is fits


def test_a_slot_is_filled_alike_throughout_a_thread():
    words = {"fruit": ("苹果", "香梨")}
    slots = Slots(words, {"a": "小明"}, _RNG)

    first, _ = slots.fill("{fruit}{3-20}元，{fruit2}也有")
    again, _ = slots.fill("{fruit}{3-20}元，{fruit2}也有")

    assert first == again
    assert "苹果" in first
    assert "香梨" in first


def test_a_mention_is_written_as_the_platform_writes_it():
    slots = Slots({}, {"a": "小明"}, _RNG)

    text, mentions = slots.fill("@{a} 和 @{王老师} 看一下，{a} 先")

    assert text == "@小明\u2005 和 @王老师\u2005 看一下，小明 先"
    assert mentions == ("小明", "王老师")


def test_what_hangs_on_a_message_has_slots_too():
    slots = Slots({}, {}, _RNG)

    filled = slots.fill_media(Media(name="打卡_{7-7}.jpg", description="{8-8}"))

    assert filled == Media(name="打卡_7.jpg", description="8")
    assert slots.fill_media(None) is None


def test_a_name_is_given_once():
    material = Material(threads=(), first_names=("爱吃",), last_names=("橙子",))
    names = Names(material, _RNG, {"爱吃橙子"})

    given = [names.newcomer() for _ in range(50)] + [names.advertiser() for _ in range(50)]

    assert len(set(given)) == 100
    assert "爱吃橙子" not in given
