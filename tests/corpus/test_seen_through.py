"""What normalising sees through of disguises that were made without knowing its tables."""

import random

import pytest

from corpus.disguises import KINDS, disguise
from handlers.text import normalise
from handlers.text.forms import words_in

ADVERTS = (
    "在家兼职日结，宝妈学生都能做，加微信领资料",
    "无抵押贷款，当天放款，黑户可做，联系电话13800138000",
    "代开发票，真票可查，需要的私聊",
    "免费领取内部资料，扫码进群，名额有限",
    "股票老师带单，稳赚不赔，加群看实盘",
    "高仿名牌包，复刻手表，一件代发，招代理",
    "学历提升，专升本包过，不用考试，咨询客服",
    "刷单返利，一单一结，佣金秒到账",
    "网课代做，论文代写，价格优惠",
    "信用卡套现提额，秒到，费率低，联系我",
)
# How many of the known words are found again, of those that the plain text shows. Initials alone
# (jz) mean too many things; characters that merely sound alike are guessed where it is safe.
LEAST = {"initials": 0.35, "homophones": 0.7, "mixed": 0.75, "reversed": 0.85, "pinyin": 0.85}
TALK = (
    "明天家长会改到三点，地点还是二楼会议室",
    "谁知道附近哪家早餐店的豆浆好喝",
    "孩子发烧了，今天请假一天，谢谢老师",
    "周末爬山的朋友七点在东门集合",
    "快递放在门卫那里了，记得去拿",
)


def _found_again(kind: str) -> float:
    found = known = 0
    for seed in range(12):
        for number, text in enumerate(ADVERTS):
            made = disguise(text, kind, random.Random(100 * seed + number))
            plain = set(words_in()(normalise(text).tight))
            known += len(plain)
            found += len(plain & set(words_in()(normalise(made).guess)))
    return found / known


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_adverts_are_found_behind_every_kind_of_disguise(kind):
    assert _found_again(kind) >= LEAST.get(kind, 0.93)


@pytest.mark.parametrize("kind", KINDS)
def test_no_words_of_adverts_are_read_into_disguised_talk(kind):
    read_in = 0
    for seed in range(20):
        for number, text in enumerate(TALK):
            made = disguise(text, kind, random.Random(100 * seed + number))
            read_in += bool(set(words_in()(normalise(made).guess)) - set(words_in()(text)))

    assert read_in <= 5  # of 100
