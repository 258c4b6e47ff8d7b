"""What was put between characters one by one: 微の信の号, 下(删)午(删)来. No words need to show."""

import re

_CJK = "[\u4e00-\u9fff]"
_SIGN = "(?:[a-z]{1,3}|[丶丿灬ミ々の〆ˇ])"
# The same twice, digits four times, or four of any: 换a狗b猫 and 买1送1个 are ordinary talk.
_SIGNS = re.compile(
    rf"(?<={_CJK})(?P<same>{_SIGN})(?:{_CJK}(?P=same))+(?={_CJK})"
    rf"|(?<={_CJK})(?P<digit>[01])(?:{_CJK}(?P=digit)){{3,}}(?={_CJK})"
    rf"|(?<={_CJK}){_SIGN}(?:{_CJK}{_SIGN}){{3,}}(?={_CJK})"
)
_ONE = re.compile(_SIGN)
# All of those begin so; this is found sooner.
_ROW = re.compile(
    rf"[a-z01丶丿灬ミ々の〆ˇ](?<={_CJK}.)[a-z]{{0,2}}{_CJK}[a-z01丶丿灬ミ々の〆ˇ]{{1,3}}{_CJK}"
)
_BRACKETS = re.compile(
    rf"(?<={_CJK})(?P<same>[(\[<{{].{{0,3}}[)\]>}}])(?:{_CJK}(?P=same))+(?={_CJK})"
)
# Pictures that WeChat writes as words; beside a sign or an end they stay: people laugh so.
_FACES = """
    微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙
    惊讶 难过 囧 抓狂 吐 偷笑 愉快 白眼 傲慢 困 惊恐 憨笑 悠闲 咒骂
    疑问 嘘 晕 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 鄙视 委屈 快哭了
    阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智
    皱眉 耶 吃瓜 加油 汗 天啊 社会社会 旺柴 好的 打脸 哇 翻白眼 叹气 苦涩
    裂开 嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利 抱拳 勾引 拳头 合十 啤酒
    咖啡 蛋糕 玫瑰 凋谢 菜刀 炸弹 便便 月亮 太阳 庆祝 礼物 烟花 爆竹 猪头
    跳跳 发抖 转圈
"""
_FACE = re.compile(rf"(?<={_CJK})\[(?:{'|'.join(_FACES.split())})\](?={_CJK})")


def without_faces(plain: str) -> str:
    """A plain text without the pictures in words between its characters: 微[玫瑰]信."""
    return _FACE.sub("", plain) if "[" in plain and _FACE.search(plain) else plain


def without_signs(tight: str) -> str:
    """A tight text without the letters, digits and strokes that part its characters."""
    return tight if _ROW.search(tight) is None else _SIGNS.sub(_bare, tight)


def _bare(put: re.Match[str]) -> str:
    one = put["same"] or put["digit"]
    return put[0].replace(one, "") if one else _ONE.sub("", put[0])


def without_brackets(plain: str) -> str:
    """A plain text without the same bracket between one character and the next."""
    return _BRACKETS.sub(lambda put: put[0].replace(put["same"], ""), plain)
