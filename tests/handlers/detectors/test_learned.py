"""The learned detector: whom it judges, from where on, and in which words."""

import pytest

from handlers.detectors import make_detectors
from handlers.detectors.learned import Learned
from handlers.settings import JudgingSettings, LearnedSettings
from handlers.wording import wording
from tests.support.builders import context
from tests.support.judging import item
from tests.support.learned_talk import model

ADVERT, TALK = "代开发票加微信领取，名额有限速来 v8888", "今天下雨，孩子放学了谁去接"


def judged(*texts, language="zh", **settings):
    """A verdict or None for each text."""
    chosen = LearnedSettings(**settings)
    detector = Learned(model(), chosen, wording(language), language)
    return detector.judge([item(text) for text in texts], context())


def test_an_advert_is_told_with_its_score_and_its_words():
    talk, advert = judged(TALK, ADVERT)

    assert talk is None
    assert advert.detector == "learned"
    assert advert.score >= 0.5
    assert advert.evidence
    assert advert.evidence[0] in advert.reason


def test_the_reason_is_told_in_english_too():
    (advert,) = judged(ADVERT, language="en")

    assert advert.reason.startswith("reads like an advert")


@pytest.mark.parametrize("text", ["", "v", "加我", "😀😀😀😀😀😀", "。。。。。。"])
def test_short_texts_and_texts_without_content_are_not_judged(text):
    assert judged(text, from_score=0.001) == [None]


def test_the_shortest_text_that_is_read_is_a_setting():
    assert judged(ADVERT, shortest=50) == [None]


def test_from_where_on_a_likeness_is_told_is_a_setting():
    assert judged(ADVERT, from_score=1.0) == [None]


def test_an_empty_batch_has_no_verdicts():
    assert judged() == []


def test_a_text_of_a_megabyte_is_judged_like_any_other():
    (verdict,) = judged("加微信领取免费送" * 125_000)

    assert verdict is not None


def test_without_a_model_there_is_no_learned_detector():
    names = {detector.name for detector, _ in make_detectors(JudgingSettings())}

    assert "learned" not in names


def test_a_weight_of_zero_switches_it_off():
    off = JudgingSettings(learned=LearnedSettings(weight=0))

    on = JudgingSettings()
    assert "learned" not in {detector.name for detector, _ in make_detectors(off, model())}
    assert "learned" in {detector.name for detector, _ in make_detectors(on, model())}
