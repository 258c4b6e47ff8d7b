"""What counts as a word to a campaign, and what is only talk."""

import pytest

from sop.campaigns.words import Deed, hear, lexicon, meant
from tests.support.campaigning import campaign

ONE = campaign(
    "coupons: {early: {worth: 20 元券, count: 5}}",
    "benefits:",
    '  - {id: t7, kind: coupon, event_day: -7, from: "10:00", until: "22:00",'
    " coupon: early, amount: 5}",
    '  - {id: t6, kind: lottery, event_day: -6, from: "10:00", until: "22:00",'
    " prize: 签名书, amount: 1}",
)
CAMPAIGNS = {ONE.name: ONE}
WORDS = lexicon([ONE])


def heard(text, own=("小林",)):
    found = hear(text, WORDS)
    fitting = None if found is None else meant(found, CAMPAIGNS, own)
    return None if fitting is None else [(one.deed, one.benefit) for one in fitting.meanings]


@pytest.mark.parametrize(
    ("text", "deed", "benefit"),
    [
        ("报名", Deed.SIGN_UP, ""),
        (" 报名！", Deed.SIGN_UP, ""),
        ("我要报名", Deed.SIGN_UP, ""),
        ("报名+1", Deed.SIGN_UP, ""),
        ("@小助手\u2005报名", Deed.SIGN_UP, ""),
        ("报名 春季公开课", Deed.SIGN_UP, ""),
        ("报名 lecture", Deed.SIGN_UP, ""),
        ("报名 小林", Deed.SIGN_UP, ""),
        ("取消报名", Deed.CANCEL, ""),
        ("我的报名", Deed.MINE, ""),
        ("领券", Deed.CLAIM, "t7"),
        ("抽奖。", Deed.CLAIM, "t6"),
        ("签到", Deed.ATTEND, ""),
    ],
)
def test_a_word_alone_or_with_the_campaigns_name_is_heard(text, deed, benefit):
    assert heard(text) == [(deed, benefit)]


@pytest.mark.parametrize(
    "text",
    [
        "报名费多少",
        "怎么报名",
        "报名 怎么弄啊",
        "报名 小王",
        "还能报名吗",
        "不报名了",
        "今天签到的人好多",
        "抽奖都是骗人的",
        "",
        "报名" * 100,
    ],
)
def test_talk_about_it_is_not_heard(text):
    assert heard(text) is None
