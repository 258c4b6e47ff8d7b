"""Several opinions as one chance: how far each is trusted is learned from texts it had not seen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned.descent import lowest
from handlers.learned.linear import Labels

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """Margin = opinions x trust + bias. No opinion is trusted less than not at all."""

    trust: Numbers
    bias: float


def fit_blend(
    opinions: Numbers, labels: Labels, *, costs: Numbers | None = None, price: float = 1.0
) -> Blend:
    """Logistic regression over the opinions (a column each), which calibrates them as well.

    `price` keeps the trust small and even, where there are few texts to learn it from.
    """
    spread = np.maximum(opinions.std(axis=0), 1e-9)
    trusted = np.ones(opinions.shape[1], np.bool_)
    weigh = np.ones(len(labels)) if costs is None else costs
    while True:
        trust, bias = _fit(opinions / spread * trusted, labels, weigh, price)
        negative = trusted & (trust < 0)
        if not negative.any():
            return Blend(trust=np.where(trusted, trust / spread, 0.0), bias=bias)
        trusted &= ~negative


def _fit(opinions: Numbers, labels: Labels, costs: Numbers, price: float) -> tuple[Numbers, float]:
    signs = np.where(labels, 1.0, -1.0)

    def slope(point: Numbers) -> tuple[float, Numbers]:
        right = signs * (opinions @ point[:-1] + point[-1])
        pull = -signs * costs / (1.0 + np.exp(np.clip(right, -60, 60)))
        value = costs @ np.logaddexp(0, -right) + price * (point[:-1] @ point[:-1]) / 2
        down = np.append(pull @ opinions + price * point[:-1], pull.sum())
        return float(value), down

    found = lowest(slope, np.zeros(opinions.shape[1] + 1), steps=200, tolerance=1e-9)
    return found[:-1], float(found[-1])
