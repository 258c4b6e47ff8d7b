"""A quotation that a member typed is judged, unless it was really said."""

from bot.core.effects import RecordVerdicts
from bot.core.seen import Unsaid
from tests.support.builders import context_for, room, seen
from tests.support.judging import RULES, decided, of_kind

ADVERT = "兼职刷单日结，一天三百，加薇信 abc12345 免费领取资料，名额有限 https://t.me/+abcd"


def _judged(*, early=False, reply="顶", known=False):
    said = seen(reply, quoted_text=ADVERT)
    unsaid = {} if known else {said.id: Unsaid(text=ADVERT, early=early)}
    about = context_for([said], room(mode="enforce"), unsaid=unsaid)
    return decided(said, about=about)


def test_an_advert_hidden_in_a_quotation_nobody_said_is_flagged_and_removes_nobody():
    (record,) = of_kind(RecordVerdicts, _judged())

    assert record.spam.flagged
    assert not RULES.weigher.sure(record.spam)
    (why,) = [one.reason for one in record.spam.verdicts if one.detector == "quotation"]
    assert "兼职刷单" in why
    assert RULES.weigher.acting(record.spam) == record.spam.score


def test_what_may_have_been_said_before_the_archive_began_is_only_shown_to_staff():
    (record,) = of_kind(RecordVerdicts, _judged(early=True))

    assert RULES.weigher.acting(record.spam) == RULES.judging.flag_at
    assert not RULES.weigher.sure(record.spam)
    (why,) = [one.reason for one in record.spam.verdicts if one.detector == "old_quotation"]
    assert "30 天" in why


def test_what_was_said_is_not_the_repliers():
    assert _judged(known=True) == []


def test_a_report_of_what_we_did_not_hear_is_no_advert():
    assert of_kind(RecordVerdicts, _judged(reply="举报")) == []


def test_a_made_up_quotation_does_not_shield_an_advert():
    said = seen(ADVERT, quoted_text="晚上几点上课呀")
    about = context_for([said], room(), unsaid={said.id: Unsaid(text="晚上几点上课呀")})

    (record,) = of_kind(RecordVerdicts, decided(said, about=about))

    assert record.spam.flagged
    assert all(one.detector != "quotation" for one in record.spam.verdicts)


def test_who_answers_a_question_nobody_heard_is_not_taken_for_the_one_who_asks():
    said = seen("晚上八点", quoted_text="这个课程多少钱？怎么报名？")
    about = context_for([said], room(), unsaid={said.id: Unsaid(text="这个课程多少钱？怎么报名？")})

    assert decided(said, about=about) == []
