"""Talk of any size for measuring: rooms, people and varied messages, the same for one seed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.core.events import MessageReceived
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

# Written for this bench. Sentences are put together from parts, so that texts differ as they do
# in real rooms: some short and common, most new, a few adverts, questions and buying interest.
_OPENERS = "今天 刚才 我觉得 昨天晚上 周末 老师说 听说 其实 对了 我们班 楼下 这个月".split()
_SUBJECTS = (
    "单词打卡 第三课的听力 快递柜 团购的苹果 停车位 新版本 口语作业 水费通知 群里的资料 电梯 "
    "阅读理解 直播回放 订单 孩子的书包 会员页面 小区门口的超市 课表 导出功能 地铁站 午饭"
).split()
_VERBS = (
    "已经更新了 还没收到 挺好用的 比上次难 有点慢 终于修好了 我也想试试 大家都说不错 "
    "先放着吧 明天再看 改时间了 记得带上 太贵了 挺划算 要排队 不太清楚 找到了 搞定了"
).split()
_TAILS = [
    "",
    "",
    "，哈哈",
    "，谢谢大家",
    "。",
    "～",
    "，辛苦了",
    "，稍等",
    "，周三见",
    "，我记一下",
]
SHORT = "好的 收到 谢谢 嗯嗯 哈哈哈 可以 +1 早上好 辛苦了 不客气 对的 [强] 没事 在的 晚安".split()
_QUESTIONS = [
    "几点开始呀？",
    "请问怎么报名？",
    "有没有人知道怎么设置？",
    "这个在哪里领？",
    "要带什么吗？",
]
_WANTS = ["想报名，怎么交费？", "这个多少钱一份", "还有名额吗，我想买", "怎么团购，我要两箱"]
_ADVERTS = [
    "兼职日结 一天三百 加V信 {0} 详聊",
    "低息贷款 当天到账 微信{0}",
    "内部课程打包 九块九 需要的➕ {0}",
    "刷单返利 稳赚不赔 点 http://t.cn/{0}",
]


def text(random_: random.Random) -> str:
    """One message: 30 % short and common, 3 % questions, 1 % interest, 0.5 % adverts."""
    dice = random_.random()
    if 0.34 <= dice < 0.345:
        return random_.choice(_ADVERTS).format(f"wx{random_.randrange(10**7)}")
    return _said(random_, dice)


def everyday(random_: random.Random) -> str:
    """One message that is no advert, the others in their proportions."""
    dice = random_.random()
    return _said(random_, dice if not 0.34 <= dice < 0.345 else 0.0)


def _said(random_: random.Random, dice: float) -> str:
    if dice < 0.30:
        return random_.choice(SHORT)
    if dice < 0.33:
        return random_.choice(_SUBJECTS) + random_.choice(_QUESTIONS)
    if dice < 0.34:
        return random_.choice(_SUBJECTS) + random_.choice(_WANTS)
    parts = [random_.choice(_OPENERS), random_.choice(_SUBJECTS), random_.choice(_VERBS)]
    if random_.random() < 0.5:
        parts += ["，", random_.choice(_SUBJECTS), random_.choice(_VERBS)]
    if random_.random() < 0.4:
        parts.append(f"，{random_.randrange(2000)}号")
    return "".join(parts) + random_.choice(_TAILS)


def messages(
    count: int,
    *,
    rooms: int,
    people: int,
    first: int = 0,
    per_second: float = 50.0,
    start: datetime = START,
) -> Iterator[MessageReceived]:
    """`count` messages; everybody speaks in a few rooms of their own, some speak a lot."""
    random_ = random.Random(first + 1)  # noqa: S311 (a bench wants repeatable chance)
    channel = ChannelName("bench")
    for k in range(first, first + count):
        person = (
            min(int(random_.paretovariate(0.3) ** 0.8) - 1, people - 1)
            if k % 3
            else k // 3 % people
        )
        room = (person * 7 + random_.randrange(3) * 31) % rooms
        yield MessageReceived(
            channel=channel,
            ref=MessageRef(f"m{k}"),
            at=start + timedelta(seconds=k / per_second),
            room=RoomRef(f"r{room}"),
            room_name=f"群{room}",
            sender=UserRef(f"u{person}"),
            sender_name=f"用户{person}",
            sender_nickname=f"{10001 + person} 用户{person}",
            text=text(random_),
        )
