"""Figures over rooms against scipy, and against numbers worked out elsewhere."""

import math
import random
from itertools import pairwise

import pytest
from scipy import stats

from sop.results.compare import (
    confidence_sequence,
    holm,
    permutation,
    single_look,
    split_p,
    welch,
)
from sop.results.distributions import chi_square_tail, t_quantile, t_tail
from sop.results.promptness import Promptness, Wait, promptness, survival

CONTROL = [0.10, 0.14, 0.09, 0.22, 0.18, 0.11, 0.16, 0.12, 0.20, 0.13, 0.08]
TREATED = [0.19, 0.25, 0.17, 0.28, 0.22, 0.16, 0.31, 0.21, 0.24, 0.18]


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("df", [1, 2, 3, 7, 19, 38, 250, 5000])
@pytest.mark.parametrize("t", [-4.0, -0.3, 0.0, 0.01, 1.0, 2.1, 9.0, 40.0])
def test_the_tail_of_t_is_scipys(t, df):
    assert t_tail(t, df) == close(stats.t.sf(t, df))


@pytest.mark.parametrize("df", [1, 2, 5, 18, 38, 1000])
@pytest.mark.parametrize("p", [0.6, 0.9, 0.975, 0.9995])
def test_the_quantile_of_t_is_scipys(p, df):
    assert t_quantile(p, df) == close(stats.t.ppf(p, df))


@pytest.mark.parametrize("df", [1, 2, 3, 9, 30])
@pytest.mark.parametrize("value", [0.0, 0.01, 0.5, 3.84, 10.83, 40.0, 200.0])
def test_the_tail_of_chi_square_is_scipys(value, df):
    assert chi_square_tail(value, df) == close(stats.chi2.sf(value, df))


def test_an_endless_t_has_no_tail():
    assert (t_tail(math.inf, 5), t_tail(-math.inf, 5)) == (0.0, 1.0)


def test_welch_over_rooms_has_two_degrees_less_than_rooms():
    found = welch(CONTROL, TREATED)
    t = stats.ttest_ind(TREATED, CONTROL, equal_var=False).statistic
    df = len(CONTROL) + len(TREATED) - 2

    assert found.p == close(2 * stats.t.sf(abs(t), df))
    assert found.delta == close(sum(TREATED) / 10 - sum(CONTROL) / 11)
    wide = stats.t.ppf(0.975, df) * found.delta / t
    assert found.interval is not None
    assert found.interval.low == close(found.delta - wide)
    assert found.interval.high == close(found.delta + wide)
    assert found.lift == close(found.delta / (sum(CONTROL) / 11))


def test_with_few_rooms_every_assignment_is_counted_as_scipy_counts_it():
    control, treated = CONTROL[:6], TREATED[:5]

    found = permutation(control, treated)

    def apart(a, b):
        return abs(sum(a) / len(a) - sum(b) / len(b))

    oracle = stats.permutation_test(
        (treated, control), apart, vectorized=False, n_resamples=math.inf, alternative="greater"
    )
    assert found.p == close(oracle.pvalue)
    assert found.interval is None


def test_four_rooms_against_four_can_at_best_be_two_in_seventy():
    assert permutation([1, 2, 3, 4], [11, 12, 13, 14]).p == close(2 / 70)


def test_the_number_of_rooms_chooses_the_test_and_one_room_alone_says_nothing():
    small, large = single_look(CONTROL[:9], TREATED), single_look(CONTROL, TREATED)

    assert (small.method if small else "", large.method if large else "") == (
        "permutation",
        "welch",
    )
    assert single_look([], TREATED) is None
    assert single_look([0.1], TREATED * 3) is None


def test_rooms_without_any_spread_are_not_infinitely_sure():
    same = single_look([0.1] * 15, [0.1] * 15)
    other = single_look([0.0] * 15, [0.1] * 15)

    assert same is not None
    assert same.p == 1.0
    assert other is not None
    assert other.p == close(2 / math.comb(30, 15))
    assert other.lift is None


def test_the_confidence_sequence_is_the_formula_of_the_definitions():
    control, treated = CONTROL * 3, TREATED * 3
    n, expected, alpha = 63, 5000, 0.05

    found = confidence_sequence(control, treated)

    error = math.sqrt(stats.tvar(control) / 33 + stats.tvar(treated) / 30)
    rho = math.sqrt((-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)) / expected)
    wide = (
        error
        * math.sqrt(n)
        * math.sqrt(
            2 * (n * rho**2 + 1) / (n**2 * rho**2) * math.log(math.sqrt(n * rho**2 + 1) / alpha)
        )
    )
    delta = sum(treated) / 30 - sum(control) / 33
    assert found is not None
    assert (found.low, found.high) == (close(delta - wide), close(delta + wide))


def test_below_forty_rooms_nothing_is_decided_while_it_is_watched():
    assert confidence_sequence(CONTROL * 2, TREATED) is None  # 32
    assert confidence_sequence([0.1], TREATED * 5) is None


def test_peeking_is_wider_than_one_look():
    control, treated = CONTROL * 4, TREATED * 4
    once, always = welch(control, treated).interval, confidence_sequence(control, treated)

    assert once
    assert always
    assert always.low < once.low < once.high < always.high


def test_a_split_that_is_broken_raises_an_alarm_and_a_fair_one_does_not():
    fair = split_p({"a": 52, "b": 48}, {"a": 1, "b": 1})
    broken = split_p({"a": 80, "b": 20}, {"a": 1, "b": 1})

    assert fair == close(stats.chisquare([52, 48], [50, 50]).pvalue)
    assert fair > 0.5
    assert broken == close(stats.chisquare([80, 20], [50, 50]).pvalue)
    assert broken < 0.001
    assert split_p({"a": 10, "b": 29, "c": 1}, {"a": 1, "b": 3}) > 0.5
    assert split_p({}, {"a": 1, "b": 1}) == 1.0
    assert split_p({"a": 9}, {"a": 1, "b": 0}) == 1.0


def test_holm_corrects_for_several_variants():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()


def test_aa_tests_are_positive_as_often_as_they_may():
    """A thousand splits of rooms that all hear the same: one look is right in 95 of 100."""
    dice = random.Random(7)  # noqa: S311 (chance that must be repeatable)
    hits = 0
    for _ in range(400):
        rooms = [dice.betavariate(2, 8) for _ in range(24)]
        found = welch(rooms[:12], rooms[12:])
        hits += found.p < 0.05

    assert 8 <= hits <= 34


# Freireich 1963, 6-MP: minutes instead of weeks; the textbooks' median is 23.
ANSWERED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
WAITS = [Wait(minutes=m, answered=True) for m in ANSWERED] + [
    Wait(minutes=m, answered=False) for m in CENSORED
]


def test_the_curve_is_kaplan_and_meiers():
    curve = survival(WAITS)

    answered = [True] * len(ANSWERED) + [False] * len(CENSORED)
    data = stats.CensoredData.right_censored([*ANSWERED, *CENSORED], [not a for a in answered])
    oracle = stats.ecdf(data).sf
    steps = dict(zip(oracle.quantiles, oracle.probabilities, strict=True))
    assert curve == [(at, close(steps[at])) for at in sorted(set(ANSWERED))]
    assert all(later < earlier for (_, earlier), (_, later) in pairwise(curve))


def test_the_median_counts_those_still_waiting():
    found = promptness(WAITS)

    assert (found.posts, found.answered, found.median) == (21, 9, 23)
    assert found.within[:2] == (0.0, close(1 - survival(WAITS)[-1][1]))


def test_fewer_than_half_answered_have_no_median():
    waits = [Wait(minutes=1, answered=True)] + [Wait(minutes=1440, answered=False)] * 3

    assert promptness(waits) == Promptness(
        posts=4, answered=1, median=None, within=(0.25, 0.25, 0.25)
    )


def test_what_is_not_yet_known_is_not_told():
    waits = [Wait(minutes=3, answered=True), Wait(minutes=20, answered=False)]

    assert promptness(waits).within == (0.5, None, None)
    assert promptness([]) == Promptness(posts=0, answered=0, median=None, within=(None, None, None))


def test_when_all_are_answered_the_later_shares_are_known():
    assert promptness([Wait(minutes=4, answered=True)]).within == (1.0, 1.0, 1.0)
