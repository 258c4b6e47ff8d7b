"""Which messages are asked about, and what the answer is worth."""

import json
from dataclasses import replace

import pytest

from bot.core.answers import Opinion, Says
from bot.core.effects import Intent, OpenQuestion, RaiseAlert, RecordVerdicts
from bot.core.errands import OPINION, SendErrand
from bot.core.events import ErrandDone
from bot.core.ids import EventRef
from bot.core.rooms import Mode
from bot.core.seen import SeenEvent
from bot.core.verdicts import SpamScore, Verdict
from handlers.decide import compile_rules
from handlers.opinion_settings import OpinionMode, OpinionSettings
from handlers.opinions import Opinions
from handlers.settings import JudgingSettings, LeadSettings
from tests.support.builders import CHANNEL, NOON, context_for, room, seen, sender
from tests.support.judging import decided, item, of_kind

UNSURE = "有需要的加我微信了解一下"
ON = OpinionSettings(enabled=True, url="http://localhost/v1", model="m", ask_from=0.2)


def spam(score, *, detector="words"):
    verdict = Verdict(detector=detector, score=max(score, 0.01), reason="像广告")
    return SpamScore(score=score, flagged=score >= 0.5, verdicts=(verdict,))


def opinions(**changes):
    return Opinions(ON.model_copy(update=changes), flag_at=0.5, language="zh")


def rules(**changes):
    judging = JudgingSettings(opinion=ON.model_copy(update=changes))
    return compile_rules(judging, LeadSettings())


def answered(said, opinion, *, where, asked):
    """The effects when the opinion comes in."""
    event = ErrandDone(
        channel=CHANNEL,
        ref=EventRef("errand:1"),
        at=NOON,
        room=said.event.room,
        message=said.event.ref,
        answer=opinion,
    )
    about = replace(
        context_for([said], where),
        again={event.ref: said},
        verdicts={said.id: asked.spam.verdicts},
    )
    return decided(SeenEvent(event=event, room=said.room), rules=rules(), about=about)


@pytest.mark.parametrize(("score", "asks"), [(0.1, False), (0.3, True), (0.7, True), (0.8, False)])
def test_only_what_is_uncertain_is_asked_about(score, asks):
    assert opinions().asks(item(UNSURE), spam(score)) is asks


def test_nobody_is_asked_about_colleagues_direct_talk_or_what_came_back():
    uncertain, asking = spam(0.6), opinions()
    staff = replace(item(UNSURE), sender=sender(1, is_staff=True))
    back = replace(item(UNSURE), answer=Opinion())

    assert asking.asks(item(UNSURE), uncertain)
    assert not asking.asks(staff, uncertain)
    assert not asking.asks(back, uncertain)
    assert not asking.asks(replace(item(UNSURE), edited=True), uncertain)
    assert not asking.asks(item(UNSURE, room=None), uncertain)
    assert not opinions(enabled=False).asks(item(UNSURE), uncertain)


def test_what_is_sent_names_nobody():
    text = "@张三 有需要的加我 13900001111，店在 3 号楼"

    [_, errand] = opinions().ask(item(text), spam(0.6))

    assert isinstance(errand, SendErrand)
    assert json.loads(errand.question) == {"text": "@… 有需要的加我 00000000000，店在 3 号楼"}


@pytest.mark.parametrize(
    "number",
    [
        "139 0000 1111",
        "139-0000-1111",
        "(021) 6000 1111",
        "1 3 9 0 0 0 0 1 1 1 1",
        "１３９００００１１１１",
    ],
)
def test_a_number_in_groups_is_not_sent_either(number):
    [_, errand] = opinions().ask(item(f"打 {number} 找我，3 号楼 5 层"), spam(0.6))

    sent = json.loads(errand.question)["text"]

    assert set("123456789１３９") & set(sent) == {"3", "5"}
    assert sent.endswith(" 找我，3 号楼 5 层")


def test_a_long_text_is_cut():
    [_, errand] = opinions(longest=50).ask(item("长" * 5000), spam(0.6))

    assert len(json.loads(errand.question)["text"]) == 50


@pytest.mark.parametrize(
    ("mode", "says", "before", "after"),
    [
        (OpinionMode.VETO, Says.FINE, 0.62, 0.42),
        (OpinionMode.VETO, Says.ADVERT, 0.62, 0.62),
        (OpinionMode.VOTE, Says.FINE, 0.62, 0.42),
        (OpinionMode.VOTE, Says.ADVERT, 0.42, 0.62),
        (OpinionMode.VOTE, Says.ADVERT, 0.75, 0.8),
        (OpinionMode.VOTE, Says.ADVERT, 0.97, 0.97),
        (OpinionMode.VOTE, Says.UNSURE, 0.62, 0.62),
        (OpinionMode.VETO, Says.FINE, 0.1, 0.0),
        (OpinionMode.VOTE, None, 0.62, 0.62),
    ],
)
def test_an_opinion_moves_the_score_by_a_bounded_amount(mode, says, before, after):
    back = replace(item(UNSURE), answer=Opinion(says=says))

    found = opinions(mode=mode).with_answer(back, spam(before))

    assert found.score == after
    assert found.flagged is (after >= 0.5)
    if before != after:
        assert f"{before:.2f}" in found.reasons[-1]


def test_an_uncertain_message_waits_for_the_answer_and_nobody_is_told_before():
    said = seen(UNSURE)

    effects = decided(said, rules=rules())

    [record] = of_kind(RecordVerdicts, effects)
    [errand] = of_kind(SendErrand, effects)
    assert (errand.kind, errand.message) == (OPINION, said.id)
    assert not record.spam.flagged
    assert record.spam.verdicts
    assert of_kind(RaiseAlert, effects) == of_kind(Intent, effects) == []


FLAGGED = "听说对面店里兼职日结"


@pytest.mark.parametrize(
    ("opinion", "told"),
    [
        (Opinion(says=Says.FINE), 0),
        (Opinion(says=Says.ADVERT), 1),
        (Opinion(says=Says.UNSURE), 1),
        (Opinion(fault="the endpoint cannot be reached"), 1),
    ],
    ids=["fine", "advert", "unsure", "dead"],
)
def test_when_the_answer_is_in_the_message_is_judged_as_ever(opinion, told):
    said, where = seen(FLAGGED), room(mode=Mode.ENFORCE)
    [asked] = of_kind(RecordVerdicts, decided(said, where=where, rules=rules()))

    effects = answered(said, opinion, where=where, asked=asked)

    assert 0.5 <= asked.spam.score < 0.7
    assert len(of_kind(RaiseAlert, effects)) == told


@pytest.mark.parametrize(
    ("says", "waits"), [(Says.FINE, True), (Says.ADVERT, False)], ids=["fine", "advert"]
)
def test_a_question_that_is_fine_after_all_waits_for_somebody_to_answer_it(says, waits):
    said, where = seen("请问对面店里兼职日结是真的吗？"), room()
    first = decided(said, where=where, rules=rules())
    [asked] = of_kind(RecordVerdicts, first)

    effects = answered(said, Opinion(says=says), where=where, asked=asked)

    assert of_kind(SendErrand, first)
    assert of_kind(OpenQuestion, first) == []
    assert [one.message for one in of_kind(OpenQuestion, effects)] == [said.id] * waits


def test_nobody_is_removed_on_its_word():
    every = JudgingSettings(
        opinion=ON.model_copy(update={"mode": OpinionMode.VOTE, "shift": 0.4, "ask_below": 1.0}),
        remove_at=0.6,
        decisive_at=0.6,
    )
    weigher = compile_rules(every, LeadSettings()).weigher
    raised = Opinions(every.opinion, flag_at=0.5, language="en").with_answer(
        replace(item(FLAGGED), answer=Opinion(says=Says.ADVERT)), spam(0.55)
    )

    assert raised.score == 0.95
    assert not weigher.sure(raised)
