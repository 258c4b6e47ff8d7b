from typing import Any

import pytest

from bot.core.ids import MessageRef, UserRef
from handlers.settings import ContactSettings, JudgingSettings
from tests.support.judging import score, verdict

FLAGGED = JudgingSettings().flag_at


@pytest.mark.parametrize(
    "text",
    [
        "想了解的加薇",
        "加微我拉你进群",
        "➕薇 了解详情",
        "薇❤ abcd1234",
        "威 信 号 lisi2024",
        "迦薇聊",
        "扣扣 2345678901",
        "企鹅号：345678901",
        "有意者 v：zhang_8899",
        "vx:lily20240",
        "ＶＸ １３８００１３８０００",
        "电话 壹叁捌零零壹叁捌零零零",
        "幺三八零零幺三八零零零",
        "138OO138OOO 联系",
        "加Q 234567890",
        "微芯号了解",
        "微xiaomei2020",
        "3456789012 有意加口",
        "加扣 345678901",
    ],
)
def test_a_contact_in_disguise_is_flagged_by_itself(text):
    assert score("contact", text) >= FLAGGED, text


@pytest.mark.parametrize(
    "text",
    [
        "兼职日结，联系 13800138000，优惠多多，加我微信",
        "免费领资料，微信：study_2024a",
        "低价出号，加QQ 345678901",
        "福利资源 @hot_channel88",
    ],
)
def test_an_open_contact_with_a_bait_is_flagged(text):
    found = verdict("contact", text)

    assert found is not None
    assert found.score >= FLAGGED
    assert "引人联系" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "快递电话 13800138000",
        "我加你微信吧",
        "群里加一下好友",
        "微信：lily_zhang1",
        "86 13800138000",
        "问一下 @some_body99",
    ],
)
def test_an_open_contact_alone_is_a_weak_sign(text):
    assert 0 < score("contact", text) < FLAGGED, text


@pytest.mark.parametrize(
    "text",
    [
        "今天背了 12345 个单词哈哈",
        "微信支付成功了",
        "这个威力好大",
        "权威信息看公告",
        "加油，明天考试",
        "第三口井在门口",
        "快递 1234567 放在门口",
        "单号 12345678 有折扣",
        "订单号 20240520123456789012",
        "加v5",
        "VX上说吧",
        "订单号是 abc 不是 q",
        "我在喂孩子",
        "维生素加维C",
        "好的 收到",
        "这次考试威信很高",
        "一二三四五六七",
    ],
)
def test_ordinary_talk_with_such_characters_is_none(text):
    assert verdict("contact", text) is None, text


@pytest.mark.parametrize(
    "text",
    [
        "https://mp.weixin.qq.com/s/abc123",
        "https://mp.weixin.qq.com/s/vx12345abc 讲减肥的",
        "这篇文章免费领资料 https://mp.weixin.qq.com/s/Xy12abcDEF",
        "https://mp.weixin.qq.com/s?__biz=MzA5MTk2ODQ1MQ==&mid=2650123456&sn=abc123 老师推荐的视频",
        "https://weixin.qq.com/sph/A1b2C3d4 这个视频讲得好",
        "腾讯文档 https://docs.qq.com/sheet/DWlVYQ1234567890 免费课报名表，大家填一下",
        "腾讯会议：123-456-789，点 https://meeting.tencent.com/dm/abcV12345678 看免费公开课",
        "Zoom 会议号 812 3456 7890，今晚直播，有视频回放",
        "weixin://dl/business/?t=wx1234567890 免费试听",
        "https://v.douyin.com/iRNBho5u/ 复制此链接看视频",
        "github.com/wxwidgets/wxWidgets 免费的界面库",
        "视频 https://www.tiktok.com/@some_teacher88 讲得好",
        "VX-3000 打印机免费试用",
        "VX3000 投影仪有优惠吗",
        "VIP2024 会员限时优惠",
        "交换机 vlan100 配好了，资源都能访问",
        "课程兑换码 vip2024abc 限时领取",
        "快递单号 75312345678901，赠品红包没有收到",
        "订单号 20240520123456789012，限时优惠还有吗",
        "取件码 12-3-4567，驿站免费保管三天",
        "作业发到 12345678@qq.com，视频压缩一下",
        "QQ邮箱 12345678@qq.com 免费",
        "发票发 wx2024abc@163.com，专业发票",
        "班级码 3456789012，视频课在里面",
        "钉钉群号 34567890123 家长会视频",
        "课堂邀请码 wx8866，今晚体验课免费",
    ],
)
def test_links_models_and_everyday_numbers_are_no_contact(text):
    assert verdict("contact", text) is None, text


@pytest.mark.parametrize(
    "text",
    [
        "我的电话是13800138000 免费课怎么上",
        "我手机号 13800138000，优惠券没到账怎么办？",
        "孩子手机号是13800138000，请问报名后视频在哪里看，还有免费资料吗",
        "王师傅电话 13800138000，修空调很专业",
        "物业维修 13800138000，免费上门",
        "团长电话 13800138000，水果到了打这个",
    ],
)
def test_a_phone_number_given_for_a_good_reason_is_not_flagged(text):
    assert 0 < score("contact", text) < FLAGGED, text


@pytest.mark.parametrize(
    "text",
    [
        "低价出售，联系 13800138000",
        "工作日结，收益稳定，微信：13800138000",
        "看 https://mp.weixin.qq.com/s/abc123 加薇 abc12345",
        "https://t.cn/abc 领资料，微信：study_2024a",
        "有意者 v13800138000",
    ],
)
def test_a_link_beside_it_or_a_good_word_hides_no_contact(text):
    assert score("contact", text) >= FLAGGED, text


def test_a_number_given_to_who_asked_for_it_is_no_bait():
    answer: dict[str, Any] = {"quoted": MessageRef("m0"), "quoted_text": "老师的联系方式是多少？"}

    assert verdict("contact", "13800138000", **answer) is None
    assert verdict("contact", "13800138000", quoted_text="今天吃什么") is not None
    assert verdict("contact", "加薇 abc12345 领资料", **answer) is not None


def test_a_real_mention_is_no_handle():
    assert verdict("contact", "@some_body99 你好", mentions=(UserRef("u2"),)) is None


def test_the_reason_shows_what_was_written():
    found = verdict("contact", "加薇 abc12345 免费领取资料")

    assert found is not None
    assert found.reason == "用变体写法留联系方式（加薇），并以「免费」引人联系"


def test_without_bait_words_the_contact_alone_decides():
    bare = JudgingSettings(contact=ContactSettings(bait=()))

    assert score("contact", "免费领取，加我微信", settings=bare) == pytest.approx(0.3)
