"""Of somebody who came lately, even a faint likeness to an advert is told."""

from dataclasses import replace

import pytest

from bot.shipped_model import shipped_model
from handlers.detectors.learned import Learned
from handlers.settings import LearnedSettings
from handlers.wording import wording
from tests.support.builders import after, context, sender
from tests.support.judging import item

FAINT = LearnedSettings(from_score=0.9999, from_score_new=1e-6)


def told(settings: LearnedSettings, joined) -> bool:
    one = replace(item("出一台九成新的台灯，要的私我"), sender=sender(1, joined=joined))
    detector = Learned(shipped_model(), settings, wording("zh"), "zh")
    return detector.judge([one], context()) != [None]


@pytest.mark.parametrize(
    ("joined", "looked_at"),
    [(after(days=-13), True), (after(days=-15), False), (None, False)],
)
def test_a_faint_likeness_is_told_of_newcomers_alone(joined, looked_at):
    assert told(FAINT, joined) is looked_at


def test_what_is_too_faint_is_told_of_nobody():
    assert not told(LearnedSettings(from_score=1.0, from_score_new=1.0), after(days=-1))
