"""Word lists that ship, for Chinese communities: harmless domains, negations, words of interest."""

from collections.abc import Mapping
from typing import Any


def words(text: str) -> tuple[str, ...]:
    """A list of words, as it is typed."""
    return tuple(text.split())


def each(weight: float, text: str) -> dict[str, float]:
    """Words that share a weight."""
    return dict.fromkeys(words(text), weight)


SAFE_DOMAINS = words(
    """
        qq.com weixin.qq.com wechat.com tencent.com weibo.com weibo.cn zhihu.com
        bilibili.com b23.tv douyin.com xiaohongshu.com xhslink.com baidu.com jd.com
        taobao.com tmall.com pinduoduo.com meituan.com dianping.com 163.com 126.com
        douban.com csdn.net jianshu.com juejin.cn gitee.com github.com gitlab.com
        stackoverflow.com wikipedia.org python.org google.com youtube.com youtu.be
        microsoft.com apple.com amazon.com gov.cn edu.cn people.com.cn xinhuanet.com
        cctv.com ximalaya.com feishu.cn dingtalk.com kdocs.cn shimo.im yuque.com wjx.cn
        wenjuan.com amap.com 12306.cn ctrip.com sina.com.cn sohu.com ifeng.com toutiao.com
        aliyun.com alipay.com huawei.com mi.com notion.so zoom.us xiaoe-tech.com
    """
)

SHORT_LINK_HOSTS = words(
    """
        t.cn dwz.cn url.cn suo.im suo.nz sourl.cn mrw.so reurl.cc m6z.cn bit.ly tinyurl.com
        goo.gl is.gd rb.gy cutt.ly s.id ow.ly tb.cn 6du.in 985.so sohu.gg c1n.cn w.url.cn
        t.hk.uy u.nu v.gd lnkd.in
    """
)

NEGATIONS = words(
    """
        不想 不要 不用 不需要 无需 不打算 不考虑 不准备 不感兴趣 没兴趣 没有兴趣 没必要
        没打算 没想 不再 不会再 别再 别 拒绝 懒得 不去 不敢 不值得 不建议 不推荐 千万别
        千万不要 再也不 从不 绝不 放弃 取消 后悔 劝退 没钱 已经 早就 花了 花不了 收入 投资
    """
)

# 我要两箱, 给我来一份: an order, told by its number and unit. 个 is left out: 我要一个人静静.
_ORDERS = " ".join(
    f"{verb}{number}{unit}"
    for verb in ("我要", "也要", "给我来", "帮我订", "再来")
    for number in "一两二三四五六1234568"
    for unit in "份件套箱斤支盒袋瓶罐包单"
)

LEAD_WORDS: Mapping[str, Mapping[str, Any]] = {
    "signup": {
        "title": "想报名",
        "words": each(0.85, "想报名 我要报名 怎么报名 如何报名 哪里报名")
        | each(0.75, "还有名额 有名额 名额还有 还招生 还招人 还招学员 还收人 怎么参加")
        | each(0.7, "能报名 可以报名 报名链接 报名入口 报名方式")
        | each(0.65, "怎么报 报个名 给我报 帮我报 替我报 想参加")
        | each(0.45, "报名 名额 报班 插班 试听 体验课 试课 公开课"),
    },
    "buy": {
        "title": "想买",
        "words": each(0.8, "怎么买 哪里买 在哪买 哪里能买 怎么购买 如何购买")
        | each(
            0.7,
            """
                想买 我要买 想购买 求购 想入手 想订 想下单 怎么下单 怎么订 怎么拼
                还能拼 拼团 怎么团
            """,
        )
        | each(
            0.65,
            """
                还有货 有货 有现货 能发货 还能买 还能订 还有卖 给我留一 帮我留一 来一份
                来两份 要一份 要两份 购买链接 下单链接 求链接 发个链接 付款码 怎么付款
            """,
        )
        | each(0.55, _ORDERS)
        | each(0.4, "下单 购买 团购 预订 预定"),
    },
    "price": {
        "title": "问价",
        "words": each(0.6, "多少钱 什么价 价格多少 怎么卖 怎么收费 收费吗")
        | each(0.5, "价格表 报价 收费标准 有优惠 能优惠 打折吗")
        | each(0.45, "能便宜 便宜点 有折扣 优惠券 团购价 会员价")
        | each(0.4, "价格 收费 费用"),
    },
    "visit": {
        "title": "想预约",
        "words": each(0.8, "想预约 怎么预约 如何预约 可以预约 能预约 帮我预约")
        | each(0.45, "预约")
        | each(0.4, "到店 上门 看房 量尺 约个时间 去店里"),
    },
    "renew": {
        "title": "想续费或升级",
        "words": each(0.8, "怎么续费 想续费 怎么升级 想升级 怎么开通 想开通")
        | each(0.7, "开会员 怎么办卡 想办卡 申请试用 怎么试用 能试用")
        | each(0.4, "续费 开通 专业版 企业版 升级会员"),
    },
}
