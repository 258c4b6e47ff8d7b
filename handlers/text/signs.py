"""Signs that stand for other signs, one for one, wherever they are written."""


def _pairs(text: str) -> dict[str, str]:
    """`甲乙 丙丁`: 甲 reads as 乙, 丙 as 丁."""
    return {pair[0]: pair[1:] for pair in text.split()}


def _runs() -> dict[str, str]:
    signs = {"➕": "+", "＋": "+", "﹢": "+", "⓿": "0", "➓": "10", "㉈": "10", "🧧": "红包"}
    for first in (0x1F150, 0x1F170, 0x1F1E6):  # circled, squared, regional indicators
        signs |= {chr(first + n): chr(ord("a") + n) for n in range(26)}
    for first in (0x2776, 0x2780, 0x278A, 0x24F5):  # digits in circles of every kind
        signs |= {chr(first + n): str(n + 1) for n in range(10)}
    return signs


_SMALL_CAPITALS = _pairs(
    "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ꞯq ǫq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz"
)
_LATIN_VARIANTS = _pairs(
    "ɑa ɡg ıi ȷj ɭl ʐz ƅb ɐa ǝe ɔc ʌv ʍw ɹr ʇt ʞk ɥh ɯm ʎy ⱱv ꞵb ƙk ƭt ƈc ɓb ɗd ɦh"
)

# Radicals that Unicode keeps apart from the characters they look like; it unifies only Kangxi's.
_RADICALS = _pairs(
    """
    ⺁厂 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇几 ⺈刀 ⺉刂 ⺊卜 ⺋卩 ⺌小 ⺍小 ⺏尢 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄
    ⺗心 ⺘扌 ⺙攵 ⺛旡
    ⺜日 ⺝月 ⺞歹 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺨犭 ⺩王 ⺪疋 ⺫罒 ⺬示 ⺭礻 ⺮竹 ⺯糸
    ⺰纟 ⺱罓 ⺲罒 ⺳网 ⺴网
    ⺷羊 ⺸羊 ⺹老 ⺺聿 ⺻聿 ⺼月 ⺽臼 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃西 ⻄西 ⻅见 ⻆角 ⻇角 ⻈讠 ⻉贝
    ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶
    ⻏阝 ⻐钅 ⻒长 ⻓长 ⻔门 ⻕阜 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞食 ⻟饣 ⻠饣 ⻡首 ⻢马
    ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟
    ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫齐 ⻬齐 ⻭齿 ⻮齿 ⻯龙 ⻰龙 ⻱龟 ⻲龟 ⻳龟
    """
)

# 火星文 and the characters of Japan: none of them stands in ordinary modern Chinese.
_MARTIAN = _pairs(
    """
    涐我 硪我 伱你 沵你 妳你 祢你 鉨你 哋的 菂的 哘行 吥不 芣不 鈈不 媞是 昰是 恏好 冇没 亽人 亾人
    仦小 尛小 夶大 丅下 丄上 浍会
    啝和 龢和 莋作 菿到 捯到 孒了 婹要 崾要 惢心 伈心 訫信 伩信 嶶微 溦微 萫想 岢可 妸可 嬡爱 囘回
    迴回 兲天 呮只 隻只
    卋世 囡女 氺水 莂别 嚸点 烸每 咑打 嚛乐 眞真 铱一 仈八 仩上 伖友 佲名 傢家 兯分 凊清 厷公 叧另
    吢心 咾老 哏跟 唻来
    囙因 垨守 埖花 姩年 媄美 実实 対对 尐少 岀出 帉分 庅么 弚弟 徻会 徔从 怺永 恠怪 悳德 慬谨 戓或
    扌手 抧只 挗行 揹背
    旳的 昻昂 晩晚 朩木 朲人 杺心 枺末 栤冰 洅再 洺名 浵同 涳空 溡时 澫万 灬火 烎开 焋装 燳照 牜牛
    狠很 珼贝 甡生 畵画
    癹发 発发 皒我 眤你 硧用 禰你 禸内 穘小 竝并 筭算 糀花 糿幻 緈幸 繌总 罙深 罖群 羙美 耂老 聁聊
    脕晚 臫自 芉千 荌安
    菋味 萅春 葰俊 蔘参 虲下 袮你 覌观 訷申 詪很 誩言 譶言 讱认 貟员 賍赃 趈站 転转 軎車 銭钱 単单
    図图 気气 広广 鍢福
    経经 関关 価价 読读 売卖 払付 仮假 応应 戦战 択择 検检 様样 頼赖 舗铺 験验 権权 帰归 済济 辺边
    働动 沢泽 塩盐 県县
    拡扩 営营 労劳 厳严 覚觉 楽乐 徳德 鉄铁 豊丰 駅站 歳岁 毎每 総总 続续 継继 専专 団团 斉齐 変变
    択择 浄净 弾弹 隠隐
    """
)
# Characters that are words of their own: what folding them would do to talk is not worth it.
_KEPT = frozenset("冇囡扌灬狠穘払駅罖迴隻傢揹氺耂牜眤")

SIGNS: dict[str, str] = (
    _SMALL_CAPITALS
    | _LATIN_VARIANTS
    | _RADICALS
    | {sign: meant for sign, meant in _MARTIAN.items() if sign not in _KEPT}
    | _runs()
)

# Letters and signs that show nothing.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")
