"""What a message leads to beside adverts: leads, and questions that wait."""

from dataclasses import replace

import pytest

from bot.core.effects import AnswerQuestion, OpenQuestion, RaiseAlert, RecordLead, Severity
from bot.core.ids import UserRef
from bot.core.rooms import Mode
from handlers.decide import compile_rules
from handlers.settings import JudgingSettings, LeadSettings
from tests.support.builders import NOON, after, person, room, seen
from tests.support.judging import decided, of_kind

ADVERT = "刷单兼职，佣金日结，加薇 abc12345 https://t.me/+abcd"
ENFORCE = room(mode=Mode.ENFORCE)


def test_a_lead_is_kept_with_its_words_and_told_to_staff():
    record, alert, question = decided(seen("请问怎么报名？", sender=3))

    assert (record.student, record.lead.category, record.lead.words) == (
        10003,
        "signup",
        ("怎么报名",),
    )
    assert (alert.kind, alert.group) == ("lead", "lead:10003:signup")
    assert alert.severity is Severity.WARNING
    assert alert.reason == "学号 10003：想报名（意向 0.88），说到 「怎么报名」"
    assert isinstance(question, OpenQuestion)


def test_a_weak_lead_is_kept_without_calling_anybody():
    quiet = compile_rules(JudgingSettings(), LeadSettings(alert_at=0.9))

    assert [type(e) for e in decided(seen("报名吗"), rules=quiet)] == [RecordLead, OpenQuestion]
    assert of_kind(RaiseAlert, decided(seen("报名吗")))[0].severity is Severity.INFO


def test_advertisers_are_no_leads_and_ask_no_questions():
    effects = decided(seen(f"{ADVERT} 怎么买？多少钱？"))

    assert of_kind(RecordLead, effects) == []
    assert of_kind(OpenQuestion, effects) == []


@pytest.mark.parametrize("text", ["怎么买", ADVERT])
def test_another_of_our_own_accounts_is_neither_judged_nor_a_lead(text):
    said = replace(seen(text), sender=person(1, student=None))

    assert decided(said) == []


def test_a_question_is_due_after_the_rooms_patience():
    (opened,) = of_kind(OpenQuestion, decided(seen("几点开始呀"), where=room(question_minutes=45)))

    assert (opened.asked, opened.due) == (NOON, after(minutes=45))


def test_a_question_answered_inside_the_batch_is_opened_and_closed():
    asked = seen("几点开始呀", sender=1)
    answer = seen("@名字u1 八点", sender=2, mentions=(UserRef("u1"),))

    opened, closed = decided(asked, seen("哈哈", sender=3), answer, seen("八点", sender=4))

    assert isinstance(opened, OpenQuestion)
    assert closed == AnswerQuestion(question=asked.id, answer=answer.id, answered=NOON)
