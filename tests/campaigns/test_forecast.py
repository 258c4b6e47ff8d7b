"""How many will come: vectors, honesty with little past, and calibration."""

import random
from math import comb

import pytest

from sop.campaigns.forecast import Past, beta_binomial, forecast, predicted


def test_a_beta_binomial_of_a_flat_prior_is_flat():
    assert beta_binomial(4, 1, 1) == pytest.approx([0.2] * 5)


def test_a_beta_binomial_has_its_mean_and_spread():
    n, a, b = 40, 6.0, 4.0
    chances = beta_binomial(n, a, b)
    mean = sum(k * p for k, p in enumerate(chances))
    spread = sum((k - mean) ** 2 * p for k, p in enumerate(chances))

    assert sum(chances) == pytest.approx(1)
    assert mean == pytest.approx(n * a / (a + b))
    assert spread == pytest.approx(n * a * b * (a + b + n) / ((a + b) ** 2 * (a + b + 1)))


def test_with_a_large_prior_it_is_the_binomial():
    chances = beta_binomial(10, 3e7, 7e7)

    assert chances == pytest.approx(
        [comb(10, k) * 0.3**k * 0.7 ** (10 - k) for k in range(11)], rel=1e-4
    )


def test_without_a_past_event_it_says_that_anything_may_happen():
    found = forecast(100, [])

    assert found.expected == pytest.approx(50)
    assert found.low95 <= 2
    assert found.high95 >= 98
    assert "no past event" in found.basis


def test_one_past_event_moves_it_and_keeps_it_wide():
    none, one, many = (forecast(100, [Past(signed=80, attended=56)] * n) for n in (0, 1, 8))

    assert one.expected > none.expected
    assert "one past event" in one.basis
    assert many.high80 - many.low80 < one.high80 - one.low80 < none.high80 - none.low80
    assert many.low80 <= 70 <= many.high80


def test_events_that_differ_make_it_wider_than_events_that_agree():
    alike = forecast(100, [Past(signed=100, attended=60)] * 6)
    unlike = forecast(100, [Past(signed=100, attended=n) for n in (30, 90, 45, 75, 35, 85)])

    assert unlike.high80 - unlike.low80 > 2 * (alike.high80 - alike.low80)


def test_nobody_signed_up_means_nobody_comes():
    found = forecast(0, [Past(signed=10, attended=5)])

    assert (found.low95, found.expected, found.high95) == (0, 0, 0)


def test_a_very_large_event_is_told_in_the_same_proportion():
    small = forecast(2000, [Past(signed=100, attended=60)] * 5)
    large = forecast(20_000, [Past(signed=100, attended=60)] * 5)

    assert large.expected == pytest.approx(10 * small.expected)
    assert large.low80 == 10 * small.low80


def test_the_chances_add_up():
    assert sum(predicted(30, [Past(signed=9, attended=9)])) == pytest.approx(1)


@pytest.mark.parametrize("events", [0, 1, 4])
def test_the_intervals_hold_what_they_promise(events):
    """Communities drawn as the model says, seeded: the truth lies inside as often as told."""
    dice = random.Random(events)  # noqa: S311 (a simulation)
    rounds = 80
    inside80 = inside95 = 0
    for _ in range(rounds):
        share, alike = dice.random(), 1 / (0.06 + 0.52 * dice.random()) ** 2 - 1
        *past, (signed, attended) = (_event(dice, share, alike) for _ in range(events + 1))
        told = forecast(signed, [Past(signed=n, attended=came) for n, came in past])
        inside80 += told.low80 <= attended <= told.high80
        inside95 += told.low95 <= attended <= told.high95

    # Three standard deviations of the share of 80 rounds: 13 and 7 points.
    assert inside80 / rounds >= 0.67
    assert inside95 / rounds >= 0.88
    assert inside80 < inside95


def _event(dice, share, alike):
    signed = dice.randint(20, 60)
    rate = dice.betavariate(share * alike, (1 - share) * alike)
    return signed, sum(dice.random() < rate for _ in range(signed))
