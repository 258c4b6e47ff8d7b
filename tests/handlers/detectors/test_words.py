import pytest

from handlers.settings import JudgingSettings, WordCategory, WordSettings
from tests.support.judging import score, verdict

FLAGGED = JudgingSettings().flag_at


def listed(**words: float) -> JudgingSettings:
    category = WordCategory(title="测试", weighted=words)
    return JudgingSettings(
        words=WordSettings(categories={"test": category}, accept=("防刷单", "usdt"))
    )


@pytest.mark.parametrize(
    "text",
    [
        "手机兼职，佣金日结",
        "刷单返利，稳赚不赔",
        "免费领取，名额有限",
        "刷*单*日*赚三百",
        "無抵押貸款，當天放款",
        "棋牌娱乐 注册送彩金",
        "办证刻章",
    ],
)
def test_adverts_give_themselves_away(text):
    assert score("words", text) >= FLAGGED, text


@pytest.mark.parametrize(
    "text",
    [
        "今天作业有点难",
        "好的有时间我看看，片长多长",
        "我的贷款批下来了",
        "楼下车队停得好乱",
        "孩子们学生证办好了",
        "usb 线谁有",
        "posture is important",
    ],
)
def test_ordinary_talk_is_not_flagged(text):
    assert score("words", text) < FLAGGED, text


def test_a_warning_weighs_little():
    assert (
        score("words", "警惕！刷单返利、佣金日结都是骗局")
        < FLAGGED
        < score("words", "刷单返利、佣金日结")
    )


def test_a_warning_can_be_made_to_count_for_nothing():
    settings = JudgingSettings(words=WordSettings(warning_factor=0))

    assert verdict("words", "警惕刷单返利", settings=settings) is None


def test_an_accepted_phrase_beats_the_list():
    settings = listed(刷单=0.6, usdt=0.6)

    assert score("words", "刷单", settings=settings) == 0.6
    assert verdict("words", "防刷单提醒", settings=settings) is None
    assert verdict("words", "usdt", settings=settings) is None


def test_a_longer_word_swallows_the_shorter_ones_inside():
    assert score("words", "刷单兼职", settings=listed(刷单=0.5, 刷单兼职=0.6)) == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vps 出租", True),
        ("买vps吗", True),
        ("xvps", False),
        ("vpsx", False),
        ("buy vps now", True),
    ],
)
def test_latin_words_stand_alone(text, found):
    assert (verdict("words", text, settings=listed(vps=0.6)) is not None) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("看片", True),
        ("看 片", True),
        ("看，片，来", True),
        ("我看看，片长多长", False),
        ("我看看，片长。看⭐片", True),
    ],
)
def test_a_word_split_on_purpose_is_found_and_one_across_sentences_is_not(text, found):
    assert (verdict("words", text, settings=listed(看片=0.6)) is not None) is found


def test_the_reason_tells_kind_count_and_words():
    found = verdict("words", "刷单，佣金日结")

    assert found is not None
    assert found.reason == "出现兼职刷单词语 2 个：「佣金日结」「刷单」"
    assert found.evidence == ("佣金日结", "刷单")


def test_your_own_words_can_be_added():
    own = JudgingSettings(words=WordSettings(add={"七天瘦十斤": 0.8}))

    assert score("words", "七天瘦十斤！", settings=own) == pytest.approx(0.8)


def test_thousands_of_words_in_one_message_are_looked_at_up_to_a_bound():
    assert score("words", "刷单兼职佣金日结" * 480) > 0.8
