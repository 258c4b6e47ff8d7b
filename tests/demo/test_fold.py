"""What came together is told as one line."""

from dataclasses import replace

import pytest

from bot.demo.fold import fold
from bot.demo.notable import Notable, NotableKind
from bot.demo.show import line
from tests.support.builders import NOON

ADVERT = Notable(
    at=NOON,
    kind=NotableKind.ADVERT,
    room="英语学习打卡群",
    person="兼职小雅",
    student=10063,
    text="日结300",
    reason="1 个账号",
)
OTHER = replace(ADVERT, person="考证通道", student=10064, reason="2 个账号")
LEAD = replace(ADVERT, kind=NotableKind.LEAD, reason="问价：多少钱")


def test_a_raid_is_one_line_with_its_number_and_the_strongest_reason():
    (folded,) = fold([ADVERT, OTHER, ADVERT])

    assert (folded.count, folded.student, folded.others) == (3, 10063, True)
    assert line(replace(folded, reason="3 个账号")) == (
        "12:00:00 🚫 广告 ×3  英语学习打卡群  兼职小雅 10063 等「日结300」 ← 3 个账号"
    )
    assert fold([ADVERT, OTHER])[0].reason == "2 个账号"


def test_the_same_advert_of_one_person_names_only_that_person():
    (folded,) = fold([ADVERT, ADVERT])

    assert (folded.count, folded.others) == (2, False)


@pytest.mark.parametrize("kind", [NotableKind.REMOVED, NotableKind.WELCOME])
def test_removals_and_welcomes_of_a_room_are_one_line(kind: NotableKind):
    several = [
        replace(ADVERT, kind=kind, text=f"欢迎 {n}", student=n, person=f"{n}") for n in range(3)
    ]

    assert [one.count for one in fold(several)] == [3]


@pytest.mark.parametrize(
    "other",
    [
        replace(ADVERT, room="阳光花园业主群"),
        replace(ADVERT, text="日结500"),
        replace(ADVERT, kind=NotableKind.REMOVED),
    ],
)
def test_what_differs_stays_apart_in_its_order(other: Notable):
    assert fold([ADVERT, other]) == (ADVERT, other)


def test_two_reasons_of_one_message_are_two_leads():
    told = fold([LEAD, replace(LEAD, reason="想买：买"), LEAD])

    assert [(one.reason, one.count) for one in told] == [("问价：多少钱", 2), ("想买：买", 1)]
