import pytest

from handlers.leads import Leads
from handlers.questions import is_question
from handlers.settings import LeadCategory, LeadSettings
from handlers.text import fold_text
from handlers.tokens import boundaries, load

LEADS = Leads(LeadSettings())


def found(text: str, leads: Leads = LEADS) -> dict[str, float]:
    plain = fold_text(text)
    return {lead.category: lead.score for lead in leads.find(plain, asks=is_question(plain))}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("怎么买", "buy"),
        ("想买一箱，什么时候发", "buy"),
        ("報名怎麼報？", "signup"),
        ("要不要报名呀", "signup"),
        ("不好意思，请问怎么报名", "signup"),
        ("不知道怎么报名", "signup"),
        ("还有名额吗", "signup"),
        ("没报名的同学怎么报名？", "signup"),
        ("多少钱一斤？", "price"),
        ("有优惠吗", "price"),
        ("周末可以预约吗", "visit"),
        ("会员怎么续费", "renew"),
        ("特别想买", "buy"),
        ("别人都有了，我也想买", "buy"),
        ("怎么买，能退款吗", "buy"),
        ("上次那个还能买吗", "buy"),
        ("已经下架了吗？还能买吗", "buy"),
    ],
)
def test_wanting_something_is_a_lead(text, category):
    assert category in found(text), text


@pytest.mark.parametrize(
    "text",
    [
        "不想买",
        "我不想再买了，购买太麻烦",
        "别再报名了",
        "没兴趣报名",
        "不需要预约",
        "我已经报名了",
        "报名成功",
        "报名就算了",
        "想买，算了",
        "购买不了",
        "退款什么时候到，下单好久了",
        "名单上报名次",
        "报名表",
        "购买力下降了",
        "没下单",
        "低价出售，想买的联系我",
        "今天吃什么",
        "",
    ],
)
def test_refusing_having_and_selling_are_none(text):
    if text == "想买，算了":
        assert found(text) == {"buy": 0.7}  # another clause takes nothing back
        return
    assert found(text) == {}, text


def test_a_word_counts_only_as_a_word():
    assert found("上报名单已经提交了吗") == {}
    assert found("报名吗") == {"signup": pytest.approx(0.56)}


def test_asking_raises_the_score():
    assert found("报名") == {}
    assert found("怎么买")["buy"] > LEADS.find("怎么买", asks=False)[0].score


def test_words_of_a_category_add_up_and_are_kept_as_evidence():
    leads = LEADS.find("想买，求链接，求链接，还有货吗", asks=False)

    assert [lead.category for lead in leads] == ["buy"]
    assert leads[0].words == ("想买", "求链接", "还有货")
    assert leads[0].score == pytest.approx(1 - 0.3 * 0.35 * 0.35, abs=1e-4)


def test_the_strongest_interest_comes_first():
    leads = LEADS.find("多少钱，怎么报名", asks=True)

    assert [lead.category for lead in leads] == ["signup", "price"]


def test_a_word_may_belong_to_two_categories():
    both = Leads(
        LeadSettings(
            categories={
                "a": LeadCategory(title="甲", words={"体验": 0.6}),
                "b": LeadCategory(title="乙", words={"体验": 0.7}),
            }
        )
    )

    assert found("体验", both) == {"b": 0.7, "a": 0.6}


def test_without_negations_in_the_settings_only_a_plain_not_refuses():
    plain = Leads(LeadSettings(negations=()))

    assert found("拒绝购买，怎么下单", plain) == {"buy": pytest.approx(0.856)}
    assert found("不想买", plain) == {}


def test_a_message_of_nothing_but_lead_words_is_looked_at_up_to_a_bound():
    assert found("怎么买" * 1300)["buy"] == 0.8


def test_a_hit_deep_in_a_text_without_punctuation_is_judged_by_what_stands_around_it():
    assert "buy" in found("啊" * 300 + "怎么买" + "啊" * 300)


def test_words_are_told_apart_by_the_dictionary():
    load()

    assert boundaries("上报名单") == frozenset({0, 2, 4})
    assert boundaries("") == frozenset({0})


def test_a_word_in_the_settings_that_shows_nothing_finds_nothing():
    empty = Leads(LeadSettings(categories={"a": LeadCategory(title="甲", words={"\u200b": 0.9})}))

    assert found("今天\u200b天气", empty) == {}


def test_own_words_stand_beside_those_of_their_kind_and_an_own_score_counts():
    own = Leads(LeadSettings(add={"buy": {"占个座位": 0.7, "怎么买": 0.55}}))

    assert found("占个座位", own) == {"buy": 0.7}
    assert found("怎么买", own)["buy"] == pytest.approx(0.64)  # 0.8 with the score shipped
    assert "signup" in found("怎么报名", own)


def test_own_words_of_a_kind_that_is_not_there_are_a_mistake():
    with pytest.raises(ValueError, match="there is no category 'byu'"):
        LeadSettings(add={"byu": {"占个座位": 0.7}})
