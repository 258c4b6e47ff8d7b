"""Whether what was expected came: pure, with the numbers."""

from datetime import timedelta

import pytest

from bot.core.feedback import Reacting, Reaction, Usual, Verdict
from bot.core.ids import OccurrenceId
from sop.feedback import ASSUMED, judge, needs_of
from sop.model import Expectation

TWO_HOURS = timedelta(hours=2)


def reaction(members=100, **usual):
    known = {
        Reacting(kind): Usual(median=median, spread=1.0, weeks=weeks)
        for kind, (median, weeks) in usual.items()
    }
    return Reaction(occurrence=OccurrenceId(1), members=members, usual=known)


def needs(expected, given=None):
    return needs_of(Expectation.model_validate(expected), given or reaction())


@pytest.mark.parametrize(
    ("level", "given", "enough"),
    [
        (5, reaction(), 5),
        ("10%", reaction(members=100), 10),
        ("10%", reaction(members=30), 3),  # not 4, whatever floating point makes of it
        ("10%", reaction(members=31), 4),  # a share is rounded up
        ("10%", reaction(members=0), 1),  # nobody there: nothing is never enough
        ("usual", reaction(speakers=(7, 8)), 7),
        ("1.5x usual", reaction(speakers=(7, 8)), 11),
        ("usual", reaction(speakers=(0, 8)), 1),  # a room that is silent at that hour
        ("usual", reaction(speakers=(7, 3)), 7),
        ("usual", reaction(speakers=(7, 2)), ASSUMED[Reacting.SPEAKERS]),
        ("2x usual", reaction(), 2 * ASSUMED[Reacting.SPEAKERS]),
    ],
)
def test_how_much_is_enough_follows_from_the_room(level, given, enough):
    assert needs({"speakers": level}, given)[Reacting.SPEAKERS].count == enough


def test_with_too_little_history_the_default_is_said_and_so_is_why():
    need = needs({"speakers": "usual"}, reaction(speakers=(7, 2)))[Reacting.SPEAKERS]

    assert need.note == "只有 2 周历史，按默认 3 计"


def test_of_several_numbers_each_has_to_be_reached():
    wanted = needs({"replies": 5, "speakers": 3})

    some = judge(wanted, {Reacting.REPLIES: 9, Reacting.SPEAKERS: 2}, within=TWO_HOURS, over=False)
    both = judge(wanted, {Reacting.REPLIES: 5, Reacting.SPEAKERS: 3}, within=TWO_HOURS, over=False)

    assert some.verdict is Verdict.WAITING
    assert both.verdict is Verdict.MET
    assert both.reason == "达到预期：回复 5 条（期望 5），发言 3 人（期望 3）"


def test_only_when_the_time_is_over_is_an_expectation_missed():
    wanted = needs({"speakers": "10%"})
    counts = {Reacting.SPEAKERS: 4, Reacting.REPLIES: 40}

    assert judge(wanted, counts, within=TWO_HOURS, over=False).verdict is Verdict.WAITING
    missed = judge(wanted, counts, within=TWO_HOURS, over=True)
    assert missed.verdict is Verdict.MISSED
    assert missed.reason == "2 小时内未达预期：发言 4 人（期望 10，100 位成员的 10%）"
    assert missed.counts == {Reacting.SPEAKERS: 4}, "only what was asked for"


def test_reached_at_the_last_moment_is_reached():
    wanted = needs({"clicks": 2})

    assert judge(wanted, {Reacting.CLICKS: 2}, within=TWO_HOURS, over=True).verdict is Verdict.MET
