"""Whether a text is written backwards: everyday words stand in it the wrong way round."""

import functools
from collections.abc import Callable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

# Words that stand in every other message and turned round in next to none.
_LISTED = """
我们 你们 他们 什么 怎么 这么 那么 可以 今天 明天 昨天 现在 自己 知道 因为 所以 如果 朋友 老师
觉得 已经 时候 东西 时间 需要 联系 微信 优惠 免费 没有 喜欢 群里 私聊 一个 这个 那个 不用 还有
姐妹 孩子 手机 真的 大家 开始 感兴趣 推荐 认识 便宜 咨询 扫码 加我 价格 名额 想要 上门 每天 起来
出来 一起 以前 后来 效果 不到 直接 电话 我家 有人 公司 报名 个人 就是 老板 链接 一次 小时 三个
多少 去年 今晚 两个 家长 学校 会员 同学 门口 晚上 各位 上次 还是 平台 直播 登记 分钟 身份 师傅
银行 医院 客户 今年 下来 邻居 家里 下午 店里 视频 物业 谁家 合同 一张 发票 几个 阿姨 周六 一样
通知 那种 程序 最后 服务 收到 中介 学生 照片 保险 教练 广告 一条 投票 毕业 官方 第一 地址 周末
第二 名字 工作 贷款 培训 工资 电子 材料 医生 看到 隔壁 学费 公告 活动 进去 一份 早上 代理 作业
付款 团长 社区 软件 补贴 注册 任何 咱们 老乡 周日 同事 经理 当天 两千 提醒 密码 一半 以后 外面
鸡蛋 老公 名单 骗子 四个 昨晚 优先 主任 下载 申请 内部 第三 每月 公众 最近 以上 面试 体验 介绍
上午 文件 资料 机构 这边 之前 截止 账户 空调 里面 本周 装修 现金 支持 打印 专业 那位 跟着 要求
费用 帮忙 司机 十分 花钱 医保 一斤 一小 一句 项目 转发 请问 清楚 上周 酒店 月底 更新 发现 其实
一声 一只 系统 哪个 儿子 短信 合作 以为 今日 进来 自动 报价 麻烦 记得 管理 财务 老婆 现场 出去
游戏 市场 验证 单位 记录 参加 分期 冒充 体检 会计 企业 福利 拍照 志愿 信用 结果 电梯 感谢 图书
下班 随便 注意 教育 学员 营业 聊天 差点 姓名 咖啡 同意 二楼 手续 处理 兼职 旁边 国家 关注 信息
领取 地方 告诉 只要 加油 全国 两万 论文 皮肤 英语 每周 排队 成功 律师 女生 证书 生日 护士 利息
驿站 自愿 洗衣 支付 住院 中午 附近 终于 推销 家庭 即可 不让 检测 或者 客人 媳妇 顾问 方便 干净
备案 后面 分享 健康 保证 食堂 整理 安全 套餐 厂家 举报 一直 简历 派出 养老 但是 超市 手里 公益
考研 看见 电池 正常 机票 报告 听说 共享 问题 钥匙 这种 考试 暑假 成本 同行 儿童 顺便 退休 疫苗
提供 导师 学会 十万 不许 数学 拿到 居然 姑娘 取消 原来 半夜 到手 冰箱 公寓 五分 阳台 笔记 投资
投诉 找到 发给 不如 预算 闲着 行政 股票 经验 年级 宿舍 奶粉 团队 住宿 一节 长期 通过 消息 水电
开发 家属 刚才 认证 衣服 管家 特别 机器 影响 左右 小姐 大姐 利率 一律 赶紧 诈骗 礼拜 清洗 校园
招募 批发 意见 在外 卫生 办理 健身 交易 登录 满意 消防 欢迎 明年 数据 人均 下面 这次 这样 班级
流量 正规
"""
_WORDS = tuple(_LISTED.split())
_OUTWEIGH = 3  # (人家 and 家人, 来后 in 原来后来: one word backwards is ordinary talk)


def is_backwards(tight: str) -> bool:
    """Whether several different words are, and hardly one of them stands as it should."""
    backwards = _finder(turned=True)(tight)
    if len(backwards) <= 1 or len({which for which, _, _ in backwards}) <= 1:
        return False
    return len(backwards) > _OUTWEIGH * len(_finder(turned=False)(tight))


@functools.cache
def _finder(*, turned: bool) -> Callable[[str], list[tuple[int, int, int]]]:
    return AhoCorasick(
        [word[::-1] for word in _WORDS] if turned else list(_WORDS),
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.DFA,
    ).find_matches_as_indexes
