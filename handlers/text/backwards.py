"""Whether a text is written backwards: everyday words stand in it the wrong way round."""

import re

_LISTED = """
我们 你们 他们 什么 怎么 这么 那么 可以 今天 明天 昨天 现在 自己 知道 因为 所以 如果 朋友 老师 觉得
已经 时候 东西 时间 需要 联系 微信 优惠 免费 没有 喜欢 群里 私聊 一个 这个 那个 不用 还有 姐妹 孩子
手机 真的 大家 开始 感兴趣 推荐 认识 便宜 咨询 扫码 加我 价格 名额 想要 上门 每天 起来 出来 一起
以前 后来 效果 不到 直接
"""
_WORDS = tuple(_LISTED.split())
_FORWARDS = re.compile("|".join(_WORDS))
_BACKWARDS = re.compile("|".join(word[::-1] for word in _WORDS))
_OUTWEIGH = 3  # (人家 and 家人, 来后 in 原来后来: one word backwards is ordinary talk)


def is_backwards(tight: str) -> bool:
    """Whether several different words are, and hardly one of them stands as it should."""
    if _BACKWARDS.search(tight) is None:
        return False
    found = _BACKWARDS.findall(tight)
    return len(set(found)) > 1 and len(found) > _OUTWEIGH * len(_FORWARDS.findall(tight))
