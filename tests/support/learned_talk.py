"""Small labelled talk, written for tests, and a model trained on it in a second."""

import functools
import random

import numpy as np

from handlers.learned.model import Model
from handlers.learned.net import NetPlan
from handlers.learned.space import Space
from handlers.learned.training import Sample, TrainPlan, train

# What a plan for tests costs: a second.
PLAN = TrainPlan(nets=(NetPlan(width=4, rounds=4, seed=1),), parts=3, seed=1)

_GOODS = [
    "流量卡",
    "面膜",
    "减肥药",
    "高仿包",
    "电子烟",
    "网课资料",
    "代开发票",
    "无抵押贷款",
    "打字兼职",
    "牛股内参",
]
_PULLS = [
    "加微信领取",
    "私聊我",
    "扫码进群",
    "名额有限速来",
    "添加客服",
    "日赚三百",
    "免费送",
    "先到先得",
]
_TALK = [
    "孩子放学了",
    "今天下雨",
    "楼下停车",
    "晚饭吃什么",
    "作业写完没",
    "周末爬山",
    "电梯坏了",
    "谢谢大家",
    "明早开会",
]
_ENDS = ["吗", "呀", "哈哈", "有人知道吗", "我也是", "好的", "辛苦了", "早点睡"]


def space() -> Space:
    """A small space without sounds."""
    return Space(bits=18, front_bits=16, sounds=np.zeros(0xA000 - 0x4E00, np.uint16))


@functools.cache
def samples(count: int = 120) -> tuple[Sample, ...]:
    """So many adverts, and as many innocent texts."""
    chance = random.Random(7)  # noqa: S311 (talk for tests needs no secrets)
    adverts = [
        f"{chance.choice(_GOODS)}{chance.choice(_PULLS)}，{chance.choice(_PULLS)}"
        f" v{chance.randint(1000, 99999)}"
        for _ in range(count)
    ]
    talk = [
        f"{chance.choice(_TALK)}{chance.choice(_ENDS)}，{chance.choice(_TALK)}"
        for _ in range(count)
    ]
    return tuple(
        [Sample(text=text, advert=True) for text in dict.fromkeys(adverts)]
        + [Sample(text=text, advert=False) for text in dict.fromkeys(talk)]
    )


@functools.cache
def model() -> Model:
    """A model that knows these adverts."""
    return train(samples(), space(), PLAN).model
