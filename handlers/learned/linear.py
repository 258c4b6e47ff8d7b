"""Weights of features: logistic regression, and naive Bayes beside it.

Both are a weight a column, so their sum is one too: the second opinion costs nothing to ask.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned.descent import lowest
from handlers.learned.matrix import Floats, Matrix

Labels = npt.NDArray[np.bool_]
OFTEN = 2  # texts in which a feature must stand: what stands in one says nothing of the next
_LOOSE = 0.01  # how strongly the bias is drawn to where it began


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A weight a column and a bias: their sum is the margin by which a text is an advert."""

    weights: Floats
    bias: float

    def margins(self, matrix: Matrix) -> npt.NDArray[np.floating]:
        """The margin of each row."""
        return matrix.dot(self.weights) + np.float32(self.bias)


def fit_logistic(
    matrix: Matrix,
    labels: Labels,
    *,
    reach: float,
    costs: npt.NDArray[np.float64] | None = None,
    given: npt.NDArray[np.floating] | None = None,
    steps: int = 40,
) -> Linear:
    """Logistic regression with squared weights as the price; `reach` is what errors cost in it.

    `costs` weighs the rows. `given` is a margin every row has already (what an older model says
    of it): what is found here then comes on top.
    """
    narrow, columns = matrix.narrowed(at_least=OFTEN)
    signs = np.where(labels, 1.0, -1.0)
    each = np.full(matrix.rows, reach) if costs is None else costs * reach
    start = np.zeros(len(columns) + 1)
    before = np.zeros(matrix.rows) if given is None else given.astype(np.float64)

    def slope(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights, bias = point[:-1], point[-1]
        right = signs * (narrow.dot(weights.astype(np.float32)) + bias + before)
        pull = -signs * each * _share(-right)
        value = each @ np.logaddexp(0, -right) + weights @ weights / 2 + _LOOSE * bias**2 / 2
        down = np.append(narrow.spread(pull) + weights, pull.sum() + _LOOSE * bias)
        return float(value), down

    found = lowest(slope, start, steps=steps)
    weights = np.zeros(matrix.width, np.float32)
    weights[columns] = found[:-1]
    return Linear(weights=weights, bias=float(found[-1]))


def fit_bayes(matrix: Matrix, labels: Labels, *, smooth: float = 0.3) -> Linear:
    """Naive Bayes over which features stand in a text; unseen ones say nothing."""
    ones = Matrix(
        starts=matrix.starts,
        columns=matrix.columns,
        values=np.ones_like(matrix.values),
        width=matrix.width,
    )
    adverts = ones.spread(labels.astype(np.float64)) + smooth
    others = ones.spread((~labels).astype(np.float64)) + smooth
    seen = adverts + others > 2 * smooth
    ratio = np.log(adverts / adverts.sum()) - np.log(others / others.sum())
    return Linear(weights=np.where(seen, ratio, 0).astype(np.float32), bias=0.0)


def _share(margins: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-np.clip(margins, -60, 60)))
