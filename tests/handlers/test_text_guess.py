"""What a text means behind its disguise, and ordinary talk that must come out as it is."""

import pytest

from handlers.text import Trick, normalise


@pytest.mark.parametrize(
    ("written", "guess", "trick"),
    [
        # characters taken apart
        ("贝弋款口子", "贷款口子", Trick.SPLIT),
        ("兼耳只打字员", "兼职打字员", Trick.SPLIT),
        ("氵主册就送", "注册就送", Trick.SPLIT),
        ("力口微亻言 abc12345", "加微信abc12345", Trick.SPLIT),
        ("⺡主册就送", "注册就送", Trick.SPLIT),
        ("返禾刂，力口群", "返利加群", Trick.SPLIT),
        ("低价 言舌费充值", "低价话费充值", Trick.SPLIT),
        # characters that sound alike
        ("加薇芯 abc12345", "加微信abc12345", Trick.SOUND),
        ("嶶芯号 abc12345", "微信号abc12345", Trick.SOUND),
        ("招煎职，日结", "招兼职日结", Trick.SOUND),
        ("贷髋秒下", "贷款秒下", Trick.SOUND),
        # spelt
        ("jia wei xin xet_baby", "加微信xetbaby", Trick.SPELT),
        ("dài kuǎn 秒到", "贷款秒到", Trick.SPELT),
        ("兼zhi打字", "兼职打字", Trick.SPELT),
        ("wei信号 abc123", "微信号abc123", Trick.SPELT),
        ("zaijiajianzhi", "在家兼职", Trick.SPELT),
        # backwards
        ("信微加 abc123", "加微信abc123", Trick.BACKWARDS),
        ("结日职兼家在，料资取领", "领取资料在家兼职日结", Trick.BACKWARDS),
        ("是信微的我", "是微信的我", Trick.BACKWARDS),
        (
            "店小来天今以可，吗欢喜你们我知不道样怎",
            "怎样道不知我们你喜欢吗可以今天来小店",
            Trick.BACKWARDS,
        ),
        (
            "价底是都，市超的口门区小们我到天今",
            "今天到我们小区门口的超市都是底价",
            Trick.BACKWARDS,
        ),
        ("00083100831话电系联，款贷", "贷款联系电话13800138000", Trick.BACKWARDS),
        # something between the characters
        ("加x微x信x号", "加微信号", Trick.INSERTED),
        ("加(删)微(删)信", "加微信", Trick.INSERTED),
        ("免gg费领资gg料", "免费领资料", Trick.INSERTED),
        ("兼丶职丶日丶结", "兼职日结", Trick.INSERTED),
        ("免1费1领1取", "免费领取", Trick.INSERTED),
        ("加[爱心]微信，高[玫瑰]薪", "加微信高薪", Trick.INSERTED),
        ("兼+职+日+结", "兼职日结", Trick.INSERTED),
        # ... where no word of the trade needs to show
        ("下の午の带の图来", "下午带图来", Trick.INSERTED),
        ("下(删)午(删)带图来", "下午带图来", Trick.INSERTED),
        ("明k天k晚k上来", "明天晚上来", Trick.INSERTED),
        ("明a天gg晚丶上x到我家", "明天晚上到我家", Trick.INSERTED),
        # pictures for words
        ("赚💰", "赚钱", Trick.PICTURES),
        ("v❤abc123", "微信abc123", Trick.PICTURES),
        ("加🐧号 12345678", "加企鹅号12345678", Trick.PICTURES),
        # digits in words and letters
        ("联系 13八00壹38零00", "联系13800138000", Trick.NUMBERS),
        ("电话l38ool38ooo", "电话13800138000", Trick.NUMBERS),
        ("扣 三六二一八八零九", "扣36218809", Trick.NUMBERS),
        # words of the trade
        ("卫星 abc12345", "微信abc12345", Trick.SLANG),
        ("Q裙12345678", "qq群12345678", Trick.SLANG),
        ("jz 日结 加v", "兼职日结加微信", Trick.SLANG),
        # several at once
        ("兼耳只，加薇芯 abc123", "兼职加微信abc123", Trick.SOUND),
    ],
)
def test_what_is_meant_is_guessed(written, guess, trick):
    text = normalise(written)

    assert text.guess == guess
    assert text.hidden is not None
    assert trick in text.hidden.tricks


@pytest.mark.parametrize(
    "said",
    [
        "他在村里很有威信",
        "卫星发射成功了",
        "我家带宽不够用",
        "因为信任你才说的",
        "手机上的饰品很好看",
        "木又倒了，再种一棵",
        "今年谁家要扩棚的以前来我家坐坐",
        "人家以前后来都起来了，我们一起来以前的地方",
        "女马上就到",
        "这是他女朋友口中的事",
        "今天发生了什么",
        "赚钱赚钱，赚到什么时候",
        "视频视频是卡的",
        "美国加利福尼亚州",
        "他说 you are so nice, see you later",
        "shipping is free for women in china",
        "我有1个苹果2个梨",
        "9块9包邮，8号8点见",
        "第1个第1天，买1送1的1号",
        "选a狗选b猫",
        "卡拉OK唱得好，T恤也好看",
        "五一放假七八天",
        "二零二五年三月一日",
        "陆13800138000是我同学",
        "老骥伏枥，志在千里",
        "花蝴蝶，西红柿，包饺子",
        "给狗剃毛",
        "QQ群里发过了",
        "把微信发我",
        "[捂脸]今天又忘了[流泪]",
        "（备注：二班）家长请回复",
        "🎉🎉恭喜恭喜❤️❤️",
        "Привет мир",
        "한국어 좋아요",
        "東京へ行きました",
    ],
)
def test_ordinary_talk_means_what_it_says(said):
    text = normalise(said)

    assert text.guess == text.tight


def test_a_face_between_characters_is_no_word_and_hides_nothing():
    text = normalise("今天[捂脸]又忘了带伞")

    assert (text.tight, text.guess) == ("今天捂脸又忘了带伞", "今天又忘了带伞")
    assert text.hidden is not None
    assert (text.hidden.tricks, text.disguise) == ((), 0.0)


def test_the_written_forms_hold_nothing_that_is_guessed():
    text = normalise("力口微亻言，信微加")

    assert (text.plain, text.tight) == ("力口微亻言,信微加", "力口微亻言信微加")


@pytest.mark.parametrize(
    ("written", "tricks"),
    [
        ("加 微 信", {Trick.SPACED}),
        ("加.微.信.号", {Trick.SPACED}),
        ("加💗微✨信", {Trick.SPACED}),
        ("加\n微\n信", {Trick.SPACED}),
        ("加\u200b微\u2060信", {Trick.INVISIBLE}),
        ("加̷͎微̴信", {Trick.INVISIBLE}),
        ("𝐯𝐱 号", {Trick.LETTERS}),
        ("ＶＸ号", {Trick.LETTERS}),
        ("🅥🆇 号", {Trick.LETTERS}),
        ("电话1️⃣3️⃣8️⃣0️⃣0️⃣", {Trick.LETTERS}),
        ("⼯资⽇结", {Trick.LETTERS}),
        ("①③⑧⓪⓪", {Trick.LETTERS}),
        ("加vх号", {Trick.LETTERS}),
        ("红、黄、蓝", set()),
        ("①报名 ②缴费 ③上课", set()),
        ("好的，收到。谢谢！", set()),
        ("👨‍👩‍👧 全家福", set()),
        ("Café déjà vu", set()),
        ("❤️ 爱你", set()),
        ("報名後請通知我", set()),
    ],
)
def test_how_a_text_was_written_is_told(written, tricks):
    hidden = normalise(written).hidden

    assert (set() if hidden is None else set(hidden.tricks) - {Trick.SLANG}) == tricks


def test_the_words_that_came_to_light_are_named():
    hidden = normalise("加 微 信 领 资 料").hidden

    assert hidden is not None
    assert hidden.shown == ("加微信", "领资料")


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("明天下午三点开家长会", 0.0, 0.0),
        ("加微信", 0.0, 0.0),
        ("加 微 信", 1.0, 1.0),
        ("明天下午开会，要的加 微 信", 0.2, 0.4),
        ("结日职兼家在，料资取领", 1.0, 1.0),
        ("vx abc12345", 0.0, 0.0),
    ],
)
def test_the_disguise_is_the_share_of_what_had_to_be_seen_through(written, least, most):
    assert least <= normalise(written).disguise <= most
