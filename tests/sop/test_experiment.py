"""Wordings held against each other over rooms: what may be said of them, and when."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.feedback import Reacting
from bot.core.plans import StepState
from bot.core.results import Metric
from sop.model import Step
from sop.results.experiment import Finding, experiment
from sop.results.totals import summary
from sop.results.values import StepResult

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
STEP = Step.model_validate(
    {
        "id": "ask",
        "seat": "host",
        "when": {"day": 1, "at": "12:00"},
        "variants": {
            "plain": {"say": "一"},
            "warm": {"say": "二"},
            "chosen": {"say": "三", "rooms": ["老群"], "weight": 0},
        },
    }
)


def result(room, variant, responders, **other):
    who = {"id": room, "run": room, "room": room, "room_name": f"群{room}", "room_ref": f"r{room}"}
    what = {"plan": "week", "step": "ask", "title": "", "seat": "host", "by": "sim", "said": "一"}
    when = {"due": NOON, "said_at": NOON, "until": NOON, "final": True}
    how = {"variant": variant, "attempted": True, "seen": True, "outcome": ""}
    came = {"members": 100, "responders": responders, "state": StepState.DONE}
    clicks = {"counts": {Reacting.CLICKS: (responders or 0) * 2}}
    given: dict[str, Any] = {**who, **what, **when, **how, **came, **clicks}
    return StepResult(**{**given, **other})


def rooms(count, plain, warm, *, spread=3):
    dice = random.Random(3)  # noqa: S311 (chance that must be repeatable)
    return [
        result(n, name, base + dice.randint(-spread, spread))
        for n in range(1, count + 1)
        for name, base in [("plain", plain) if n % 2 else ("warm", warm)]
    ]


@pytest.mark.parametrize(
    ("count", "warm", "finding"),
    [
        (60, 30, Finding.BETTER),
        (60, 5, Finding.WORSE),
        (60, 15, Finding.OPEN),
        (38, 30, Finding.TOO_FEW),
    ],
)
def test_what_may_be_said_on_any_day(count, warm, finding):
    found = experiment(STEP, rooms(count, 15, warm))

    assert found is not None
    (difference,) = found.differences
    assert difference.finding is finding
    assert (difference.always is None) == (finding is Finding.TOO_FEW)
    assert difference.look is not None
    assert difference.p_corrected == difference.look.p


def test_rooms_count_once_however_many_posts_they_heard():
    twice = [one for room in rooms(60, 15, 30) for one in (room, room)]

    found, once = experiment(STEP, twice), experiment(STEP, rooms(60, 15, 30))

    assert found is not None
    assert found == once


def test_a_broken_split_is_told_and_nothing_is_compared():
    heard = [result(n, "plain" if n % 10 else "warm", 15 + n % 3) for n in range(1, 101)]

    found = experiment(STEP, heard)

    assert found is not None
    assert found.split_broken
    assert found.differences[0].finding is Finding.BROKEN


def test_rooms_that_heard_both_or_were_chosen_or_are_still_counted_say_nothing():
    heard = [
        *rooms(10, 15, 30),
        result(1, "warm", 50),
        result(90, "chosen", 90),
        result(91, "plain", 90, room_name="老群"),
        result(92, "plain", 90, final=False),
        result(93, "plain", 90, said_at=None),
        result(94, "plain", 90, members=0),
    ]

    found = experiment(STEP, heard)

    assert found is not None
    assert [arm.rooms for arm in found.arms] == [4, 5]
    assert (found.switched_rooms, found.named_rooms) == (1, 2)


def test_another_count_is_compared_over_members():
    found = experiment(STEP, rooms(40, 10, 20, spread=0), metric=Metric.CLICKS)

    assert found is not None
    assert [arm.mean for arm in found.arms] == [pytest.approx(0.2), pytest.approx(0.4)]


def test_one_wording_that_is_drawn_is_no_experiment():
    alone = STEP.model_copy(update={"variants": {"plain": STEP.variants["plain"]}})

    assert experiment(alone, rooms(50, 1, 2)) is None


def test_no_rooms_decide_nothing():
    found = experiment(STEP, [])

    assert found is not None
    assert found.differences[0].finding is Finding.TOO_FEW
    assert found.differences[0].look is None
    assert [arm.mean for arm in found.arms] == [None, None]


def test_looking_every_day_at_equal_wordings_hardly_ever_finds_one_better():
    """The point of 3.7: with one test a day, far more than 5 in 100 would look better once."""
    dice = random.Random(11)  # noqa: S311 (chance that must be repeatable)
    wrong = peeked = 0
    for _ in range(40):
        heard, once, always = [], False, False
        for n in range(1, 121):
            heard.append(result(n, "plain" if n % 2 else "warm", dice.randint(5, 40)))
            if n >= 40 and n % 8 == 0:
                found = experiment(STEP, heard)
                assert found is not None
                (difference,) = found.differences
                always |= difference.finding in {Finding.BETTER, Finding.WORSE}
                once |= difference.look is not None and difference.look.p < 0.05
        wrong += always
        peeked += once
    assert wrong <= 2
    assert peeked > wrong + 3


def test_ratios_are_of_sums_and_the_excess_leaves_out_rooms_without_history():
    found = summary(
        [
            result(1, "", 10, usual_responders=4.0, waited_minutes=60.0, first_minutes=2.0),
            result(2, "", 30, members=300, waited_minutes=60.0),
            result(3, "", None, members=None, said_at=None, state=StepState.SKIPPED),
            result(4, "", 0, said_at=NOON + timedelta(minutes=6), members=0),
        ]
    )

    assert found.response_ratio == 0.1
    assert found.excess == pytest.approx(0.06)
    assert (found.said, found.skipped, found.late) == (3, 1, 1)
    assert (found.promptness.posts, found.promptness.answered) == (2, 1)
    assert summary([]).response_ratio is None
