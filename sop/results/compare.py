"""Two wordings held against each other, with the room as the unit (docs/results.md, AB).

A post is seen by a whole room: its members are no independent trials, so every figure here has
one value a room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, log, sqrt
from statistics import fmean, variance

from sop.results.distributions import chi_square_tail, t_quantile, t_tail

FEW_ROOMS = 20  # below, assignments are counted through instead of trusting a distribution
ENOUGH_ROOMS = 40  # below, nothing is decided while it is still being watched (3.7)
EXPECTED_ROOMS = 5000  # N* of 3.7: how many rooms are expected at the decision
ALPHA = 0.05
UNBALANCED = 0.001  # below this p the split itself is broken
_EVEN = 1e-12  # as large as, but for rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From, to; 95 %."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleLook:
    """A single look at the planned end: looked at again and again it finds what is not there."""

    delta: float  # mean of the rooms with the variant, minus that of the control's
    p: float
    method: str  # "welch" | "permutation"
    interval: Interval | None = None  # of delta; None: the rooms are too few for one
    lift: float | None = None  # delta over the control's mean


def welch(control: Sequence[float], treated: Sequence[float]) -> SingleLook:
    """Welch's t over rooms with G-2 degrees of freedom; needs two rooms on each side."""
    delta, error = fmean(treated) - fmean(control), standard_error(control, treated)
    df = len(control) + len(treated) - 2
    if error == 0:
        return SingleLook(delta=delta, p=_constants(control, treated), method="permutation")
    wide = t_quantile(1 - ALPHA / 2, df) * error
    return SingleLook(
        delta=delta,
        p=2 * t_tail(abs(delta) / error, df),
        method="welch",
        interval=Interval(low=delta - wide, high=delta + wide),
        lift=_lift(delta, control),
    )


def permutation(control: Sequence[float], treated: Sequence[float]) -> SingleLook:
    """The share of all possible assignments that differ at least as much; at most 92,378."""
    rooms = [*control, *treated]
    whole, count = sum(rooms), len(treated)
    delta = fmean(treated) - fmean(control)

    def apart(part: float) -> float:
        return abs(part / count - (whole - part) / (len(rooms) - count))

    least = abs(delta) - _EVEN
    as_far = sum(apart(sum(chosen)) >= least for chosen in combinations(rooms, count))
    return SingleLook(
        delta=delta,
        p=as_far / comb(len(rooms), count),
        method="permutation",
        lift=_lift(delta, control),
    )


def single_look(control: Sequence[float], treated: Sequence[float]) -> SingleLook | None:
    """The test for so many rooms; None where a side has too few to say anything."""
    rooms = len(control) + len(treated)
    if not control or not treated:
        return None
    if rooms < FEW_ROOMS:
        return permutation(control, treated)
    return welch(control, treated) if min(len(control), len(treated)) > 1 else None


def confidence_sequence(
    control: Sequence[float],
    treated: Sequence[float],
    *,
    expected: int = EXPECTED_ROOMS,
    alpha: float = ALPHA,
) -> Interval | None:
    """An interval that may be looked at any time (3.7); None: not decidable yet.

    `expected` rooms at the decision are fixed when the experiment starts.
    """
    rooms = len(control) + len(treated)
    if rooms < ENOUGH_ROOMS or min(len(control), len(treated)) < 2:  # noqa: PLR2004 (a variance needs two)
        return None
    delta, error = fmean(treated) - fmean(control), standard_error(control, treated)
    wide = error * sqrt(rooms) * _boundary(rooms, expected, alpha)
    return Interval(low=delta - wide, high=delta + wide)


def _boundary(rooms: int, expected: int, alpha: float) -> float:
    ample = -2 * log(alpha)
    rho2 = (ample + log(ample + 1)) / expected
    grown = rooms * rho2 + 1
    return sqrt(2 * grown / (rooms**2 * rho2) * log(sqrt(grown) / alpha))


def standard_error(control: Sequence[float], treated: Sequence[float]) -> float:
    """Of the difference of means; rooms of each side have a spread of their own."""
    return sqrt(variance(control) / len(control) + variance(treated) / len(treated))


def split_p(rooms: Mapping[str, int], weights: Mapping[str, float]) -> float:
    """How likely the drawn numbers of rooms are under the weights; below 0.001: an alarm (SRM)."""
    drawn, whole = sum(rooms.get(name, 0) for name in weights), sum(weights.values())
    shares = {name: weight / whole for name, weight in weights.items() if weight > 0}
    if drawn == 0 or len(shares) < 2:  # noqa: PLR2004 (one arm is no split)
        return 1.0
    value = sum(
        (rooms.get(name, 0) - drawn * share) ** 2 / (drawn * share)
        for name, share in shares.items()
    )
    return chi_square_tail(value, len(shares) - 1)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """p-values of several variants against one control, corrected for being several."""
    order = sorted(range(len(values)), key=values.__getitem__)
    corrected = [0.0] * len(values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, values[place] * (len(values) - rank)))
        corrected[place] = highest
    return tuple(corrected)


def _lift(delta: float, control: Sequence[float]) -> float | None:
    base = fmean(control)
    return delta / base if base else None


def _constants(control: Sequence[float], treated: Sequence[float]) -> float:
    """The permutation test where the rooms of each side are all alike, without counting."""
    if control[0] == treated[0]:
        return 1.0
    alike = 2 if len(control) == len(treated) else 1
    return alike / comb(len(control) + len(treated), len(treated))
