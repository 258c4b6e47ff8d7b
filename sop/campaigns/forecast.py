"""How many will come: a forecast with intervals from past events. Pure.

Each event e has a share p_e of its sign-ups who come; p_e ~ Beta(m k, (1 - m) k), and of n_e
sign-ups a_e ~ Binomial(n_e, p_e) come. m (the usual share) and k (how alike events are) are not
known: both are integrated over a grid, m uniform, log k uniform, weighted by how well they
explain the past. So one past event says something of m and nothing of how events differ, and the
interval says so by being wide. docs/campaigns.md has the definition.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, lgamma, log

_SHARES = tuple((number + 0.5) / 50 for number in range(50))  # m
_SPREADS = tuple(0.06 + 0.52 * (number + 0.5) / 16 for number in range(16))  # 1/sqrt(k+1)
_ALIKE = tuple(1 / spread**2 - 1 for spread in _SPREADS)  # k: 2 (anything goes) to 170 (the same)
_NEGLIGIBLE = 1e-9  # of the weight of the best point of the grid
_FEW = 3  # past events, below which the forecast is called thin
_MOST = 2000  # sign-ups that are counted one by one; of more, as many are taken for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A past event: how many had a place, and how many of them came."""

    signed: int
    attended: int
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How many of those who are signed up will come."""

    signed: int
    expected: float
    low80: int
    high80: int
    low95: int
    high95: int
    past: int  # events it rests on

    @property
    def basis(self) -> str:
        """How much it is worth, to be read aloud."""
        match self.past:
            case 0:
                return (
                    "没有以往活动的到场数据：这个区间只是说什么都有可能"
                    " (no past event: the interval only says that anything may happen)"
                )
            case 1:
                return (
                    "只有 1 次以往活动：不知道各次之间差多少，区间因此很宽"
                    " (one past event: how much events differ is unknown, hence the wide interval)"
                )
            case few if few < _FEW:
                return f"只有 {few} 次以往活动 (only {few} past events)"
            case many:
                return f"依据 {many} 次以往活动 (from {many} past events)"


def forecast(signed: int, past: Iterable[Past]) -> Forecast:
    """The forecast for an event with so many sign-ups; `past`: those whose attendance is known."""
    known = [one for one in past if one.signed > 0]
    counted = min(signed, _MOST)
    chances = predicted(counted, known)
    below = list(accumulate(chances))
    times = signed / counted if counted else 1.0

    def bound(chance: float) -> int:
        return round(_quantile(below, chance) * times)

    return Forecast(
        signed=signed,
        expected=times * sum(number * chance for number, chance in enumerate(chances)),
        low80=bound(0.10),
        high80=bound(0.90),
        low95=bound(0.025),
        high95=bound(0.975),
        past=len(known),
    )


def predicted(signed: int, past: Sequence[Past]) -> list[float]:
    """The chance that 0, 1, ... of the sign-ups come."""
    chances = [0.0] * (signed + 1)
    for weight, share, alike in _weights(past):
        ours = beta_binomial(signed, share * alike, (1 - share) * alike)
        for number, chance in enumerate(ours):
            chances[number] += weight * chance
    return chances


def _weights(past: Sequence[Past]) -> list[tuple[float, float, float]]:
    """The points of the grid that matter, with their weights."""
    points = [
        (sum(_log_chance(one, share * k, (1 - share) * k) for one in past), share, k)
        for share in _SHARES
        for k in _ALIKE
    ]
    best = max(found for found, _, _ in points)
    weighed = [(exp(found - best), share, k) for found, share, k in points]
    kept = [point for point in weighed if point[0] > _NEGLIGIBLE]
    whole = sum(weight for weight, _, _ in kept)
    return [(weight / whole, share, k) for weight, share, k in kept]


def _log_chance(one: Past, alpha: float, beta: float) -> float:
    """The logarithm of the chance of a past event, but for what is the same everywhere."""
    came, stayed = one.attended, one.signed - one.attended
    return _log_beta(alpha + came, beta + stayed) - _log_beta(alpha, beta)


def _log_beta(alpha: float, beta: float) -> float:
    return lgamma(alpha) + lgamma(beta) - lgamma(alpha + beta)


def beta_binomial(n: int, alpha: float, beta: float) -> list[float]:
    """The chance of 0 ... n successes, their share being drawn from Beta(alpha, beta)."""
    # In logarithms: far from the middle the first chance is too small for a float.
    at = [_log_beta(alpha, beta + n) - _log_beta(alpha, beta)]
    for k in range(n):
        step = (n - k) * (alpha + k) / ((k + 1) * (beta + n - k - 1))
        at.append(at[-1] + log(step))
    return [exp(one) for one in at]


def _quantile(below: Sequence[float], chance: float) -> int:
    """The smallest number that is not exceeded with at least this chance."""
    reached = chance * below[-1]
    return next(number for number, sum_ in enumerate(below) if sum_ >= reached - 1e-12)
