"""The ladder: which step follows from which facts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conduct import Listing, ListName, Mark, MarkKind, Step
from bot.core.conduct_rules import LadderRules, Night
from bot.core.ids import ListingId, MarkId, StudentId
from handlers.conduct.ladder import Matter, next_step
from handlers.wording import wording
from tests.support.builders import NOON, after

SOMEBODY = StudentId(10001)
MORNING = after(hours=8)
DENIED = Listing(
    id=ListingId(1),
    student=SOMEBODY,
    list=ListName.DENY,
    since=after(days=-3),
    until=after(days=100),
    reason="刷单广告",
    author="王老师",
)


def marks(*points, kind=MarkKind.ADVERT, days=0):
    """Things that are held against somebody, each for something else."""
    return tuple(
        Mark(
            id=MarkId(number),
            student=SOMEBODY,
            points=each,
            kind=kind,
            key=f"{kind}:{SOMEBODY}:{number}-{days}",  # as it is given: person, first message
            at=after(days=-days),
        )
        for number, each in enumerate(points)
    )


WARNED = marks(0.0, kind=MarkKind.WARNED)


def ruled(score=0.5, *, rules=None, language="zh", sure=False, **other):
    matter = Matter(score=score, sure=sure, **other)
    return next_step(matter, rules or LadderRules(), NOON, wording(language))


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"score": 0.5}, Step.NOTE),
        ({"score": 0.79}, Step.NOTE),
        ({"score": 0.8}, Step.WARN),
        ({"score": 0.8, "marks": WARNED}, Step.HOLD),  # the warning was no use
        ({"score": 0.8, "marks": marks(0.0, kind=MarkKind.WARNED, days=2)}, Step.WARN),
        ({"score": 0.5, "marks": WARNED}, Step.NOTE),  # a thin suspicion is none the stronger
        ({"score": 0.9}, Step.HOLD),
        ({"score": 0.5, "probation": True}, Step.NOTE),
        ({"score": 0.5, "probation": True, "carries": True}, Step.HOLD),
        ({"score": 0.5, "carries": True}, Step.NOTE),
        ({"score": 0.5, "marks": marks(3.0)}, Step.HOLD),
        ({"score": 0.5, "marks": marks(3.0, days=1)}, Step.NOTE),  # a little has faded
        ({"score": 0.99, "sure": True}, Step.REMOVE),
        ({"score": 0.5, "marks": marks(3.0, 3.0)}, Step.REMOVE),
        ({"score": 0.5, "marks": marks(6.0)}, Step.HOLD),  # one case, however heavy
        ({"score": 0.5, "marks": marks(*[1.0] * 50, kind=MarkKind.SUSPECT)}, Step.HOLD),
        ({"score": 0.5, "marks": marks(3.0, 3.0, 3.0)}, Step.DENY),
        ({"score": 0.1, "denied": DENIED}, Step.REMOVE),
        ({"score": 0.99, "sure": True, "excuse": "是工作人员"}, Step.NOTE),
    ],
)
def test_the_step_follows_from_the_facts(facts, step):
    assert ruled(**facts).step is step


def test_every_step_says_with_its_numbers_why_and_what_next():
    by_points = ruled(0.5, marks=marks(3.0, 3.0))
    warned = ruled(0.85)

    assert by_points.reason == "累计 6.0 分，达到移出线 6 分，其中确凿的广告 2 起"
    assert by_points.then == "移出本群；可以撤销并邀请回群"
    assert warned.reason == "可信度 0.85 达到提醒线 0.80"
    assert warned.then == "提醒本人一次；24 小时内再犯就暂扣消息"
    assert "王老师：刷单广告" in ruled(0.5, denied=DENIED).reason
    assert ruled(0.85, language="en").reason == "confidence 0.85 reaches the warning line 0.80"


def test_at_night_the_warning_waits_for_the_morning():
    ruling = ruled(0.85, quiet_until=MORNING)

    assert (ruling.step, ruling.due) == (Step.WARN, MORNING)
    assert "05-20 20:00 提醒本人" in ruling.then


def test_at_night_a_room_may_have_the_message_held_without_a_word():
    silent = LadderRules(night=Night.SILENT)

    assert ruled(0.85, rules=silent, quiet_until=MORNING).step is Step.HOLD
    assert ruled(0.5, rules=silent, quiet_until=MORNING).step is Step.NOTE
    assert ruled(0.85, rules=silent).step is Step.WARN


def test_a_room_that_does_not_warn_only_notes():
    assert ruled(0.85, rules=LadderRules(warn=False)).step is Step.NOTE


def test_where_nothing_can_be_taken_back_it_is_said_so():
    assert "不能撤回" in ruled(0.9).then
    assert "撤回这条消息" in ruled(0.9, recalls=True).then


def test_a_removal_may_leave_people_time_to_say_no():
    patient = LadderRules(remove_after=timedelta(minutes=10))

    ruling = ruled(0.99, sure=True, rules=patient)

    assert ruling.due == after(minutes=10)
    assert "除非在那之前驳回" in ruling.then
    assert ruled(0.5, denied=DENIED, rules=patient).due is None


FACTS = st.fixed_dictionaries(
    {
        "score": st.floats(0, 1),
        "sure": st.booleans(),
        "marks": st.builds(
            marks, st.floats(0, 50), st.floats(0, 50), kind=st.sampled_from(MarkKind)
        ),
        "denied": st.sampled_from([None, DENIED]),
        "carries": st.booleans(),
        "probation": st.booleans(),
        "quiet_until": st.sampled_from([None, MORNING]),
        "recalls": st.booleans(),
    }
)


@given(FACTS)
def test_whoever_is_excused_is_only_noted(facts):
    assert ruled(**facts, excuse="是工作人员").step is Step.NOTE


@given(FACTS)
def test_nobody_is_removed_without_evidence_sure_cases_or_a_listing(facts):
    thin = facts | {"sure": False, "denied": None}
    suspicions = facts["marks"] and facts["marks"][0].kind is not MarkKind.ADVERT

    if suspicions:
        assert ruled(**thin).step in {Step.NOTE, Step.WARN, Step.HOLD}


@given(FACTS)
def test_the_same_facts_without_the_marks_never_lead_to_a_harder_step(facts):
    order = list(Step)
    plain = facts | {"marks": ()}

    if facts["quiet_until"] is None:
        assert order.index(ruled(**plain).step) <= order.index(ruled(**facts).step)
