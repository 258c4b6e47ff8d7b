"""Words of the trade. Beside an account or another sign they mean what stands behind them."""


def _rows(text: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in text.strip().split("\n"):
        meant, _, said = row.partition(":")
        table |= {written: meant.strip() for written in said.split()}
    return table


SLANG: dict[str, str] = _rows(
    """
    微信: vx wx v信 w信 v心 威信 卫星 维信 唯信 薇信 徽信 绿泡泡 某信 微芯 v芯 威x v❤ wechat weixin
    加微信: 加v 加vx 加wx 佳v 嘉v 伽v 家v 咖v 茄v 架v
    加微信: 加威 加薇 加葳 佳薇 嘉薇 伽薇 佳微 嘉微 伽微 茄微 咖微 架微 十v 十微
    qq: 扣扣 口口 球球 秋秋 叩叩 蔻蔻 抠抠 企鹅 扣口 口扣
    qq群: q裙 扣裙 企鹅群 企鹅裙 口裙 球裙 扣扣裙
    加群: 加裙 佳群 佳裙 加君羊 加qun 嘉群 家裙
    进群: 进裙 近裙 进君羊 进qun
    电话: 典话 电hua 佃话 dh
    兼职: jz 建职 坚职 尖职 煎职
    贷款: dk 代款 袋款 带款
    刷单: sd 耍单 唰单 刷丹 s单
    信用卡: xyk 信用咔
    发票: fp 发漂 发飘 发嫖
    转账: zz
    私聊: sl 思聊 撕聊 丝聊 私撩
    红包: hb 红苞 虹包 洪包
    代理: dl 呆理
    佣金: yj 拥金
    赚钱: zq 赚米 赚💰 攥钱
    需要的: xyd xsd 需要滴
    直播: zb
    资源: zy 滋源 兹源
    视频: sp 视屏
    福利: fl 副利 腐利
    充值: cz
    投资: tz
    """
)
