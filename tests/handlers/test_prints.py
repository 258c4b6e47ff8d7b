"""Prints: which texts are taken for one campaign."""

import random
import re

import pytest

from bot.core.answers import PictureSeen
from handlers.prints import is_chain, likeness, print_of, print_of_picture
from handlers.text import normalise

SAME = 0.5  # the default of `judging.near.same`
ADVERTS = (
    "刷单兼职日结三百到五百，手机就能做，时间自由，有意加薇信 abc12345 领取名额",
    "考研英语数学押题资料全套免费送，名师一对一带学，联系老师 13812345678 备注考研",
    "低息信用贷款，无抵押当天放款，凭身份证即可办理，额度五万起，电话 13900001111",
    "新店开业全场五折，烤肉火锅自助每位三十九，地址人民路十八号，凭截图再送饮料一份",
    "内部股票群每天推荐三只牛股，跟着老师操作稳赚不赔，进群扫码即可，仅限今天",
    "Join our VIP crypto signals channel today, earn 500 USD per day, contact @trader88 now",
)


def _other_digits(text, chance):
    return re.sub(r"\d", lambda _: str(chance.randint(0, 9)), text)


def _emoji(text, chance):
    return "".join(c + (chance.choice("🔥💰✨❤") if chance.random() < 0.15 else "") for c in text)


def _other_order(text, chance):
    clauses = re.split("[，,]", text)
    chance.shuffle(clauses)
    return "，".join(clauses)


def _nonsense(text, chance):
    half = len(text) // 2
    inserted = "".join(chr(chance.randint(0x4E00, 0x5E00)) for _ in range(len(text) // 4))
    return text[:half] + inserted + text[half:]


def _other_names(text, chance):
    return re.sub("老师|电话|微信|薇信|联系|today", lambda _: chance.choice(("小美", "王姐")), text)


def _everything(text, chance):
    return _emoji(_other_order(_other_digits(text, chance), chance), chance) + "大家好呀"


def _print(tight):
    found = print_of(tight)
    assert found is not None
    return found


def _like(one, other):
    first, second = (_print(normalise(text).tight) for text in (one, other))
    met = bool(set(first.keys) & set(second.keys))
    return likeness(first.pieces, second.pieces) if met else 0.0


@pytest.mark.parametrize("advert", ADVERTS)
@pytest.mark.parametrize(
    "change", [_other_digits, _emoji, _other_order, _nonsense, _other_names, _everything]
)
def test_a_disguised_copy_is_found_and_is_near(advert, change):
    chance = random.Random(3)  # noqa: S311 (chance that can be repeated)

    assert _like(advert, change(advert, chance)) >= SAME


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in ADVERTS for b in ADVERTS if a < b])
def test_two_different_adverts_are_not_near(one, other):
    assert _like(one, other) < SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "第12天打卡，今天背了30个单词，听力两篇，感觉进步了",
            "第12天打卡，跑步五公里，早睡早起，明天继续努力",
        ),
        ("出二手婴儿车一辆，九成新，自提，价格好商量", "出二手电饭煲一个，八成新，小区门口自提"),
        ("请问周末的家长会几点开始呀", "请问周末的游泳课几点结束呀，孩子几点去接"),
    ],
)
def test_two_neighbours_who_say_something_similar_are_not_near(one, other):
    assert _like(one, other) < SAME


@pytest.mark.parametrize("text", ["收到", "好的呀", "1", "👍👍👍", "", "13812345678", "+1 +1"])
def test_what_everybody_says_has_no_print(text):
    assert print_of(normalise(text).tight) is None


def test_a_short_text_is_near_only_when_nothing_but_its_digits_differ():
    first, same, other = (
        _print(text) for text in ("刷单联系1234", "刷单联系98765", "走单联系1234")
    )

    assert first == same
    assert likeness(first.pieces, other.pieces) == 0.0


def test_pictures_with_the_same_codes_are_near_whatever_they_look_like():
    one, other, third = (
        print_of_picture(PictureSeen(codes=codes, print=looks))
        for codes, looks in ((("a", "b"), "0" * 16), (("b", "a"), "f" * 16), (("c",), "0" * 16))
    )

    assert one is not None
    assert one == other != third
    assert print_of_picture(PictureSeen(print="0" * 16)) == print_of_picture(
        PictureSeen(print="0" * 16, width=9)
    )
    assert print_of_picture(PictureSeen()) is None


def test_long_texts_that_differ_at_the_end_are_near_and_their_prints_stay_small():
    chance = random.Random(5)  # noqa: S311 (chance that can be repeated)
    long = "".join(chr(chance.randint(0x4E00, 0x9000)) for _ in range(3000))
    first, second = _print(long), _print(long[:-300] + long[:300])

    assert 0.8 < likeness(first.pieces, second.pieces) < 1
    assert len(first.pieces) <= 512 * 4


def test_a_sign_up_chain_is_known_by_its_numbered_lines():
    assert is_chain("周六羽毛球接龙\n1. 小林\n2. 小陈 13800000000\n3. 老赵")
    assert not is_chain("招兼职：\n1. 手机就能做\n2. 日结")
    assert not is_chain("我家住3.5楼，下午2点见")
