"""A small network: each feature is a point, a text the middle of its features.

It sees that two words mean much the same where the weights of the linear model only see two
words; where both agree they are right more often than either.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from handlers.learned.linear import OFTEN, Labels
from handlers.learned.matrix import Floats, Matrix

_BATCH = 128
_TINY = np.float32(1e-6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """Margin = tanh(text x points x scale + shift) x out + bias.

    Points are whole numbers from -127 to 127: a quarter of the memory, and no file rounds them.
    """

    points: npt.NDArray[np.int8]
    scale: Floats
    shift: Floats
    out: Floats
    bias: float

    def hidden(self, matrix: Matrix) -> Floats:
        """The middle of each row's points, bent into -1 to 1."""
        bent: Floats = np.tanh(matrix.dot_wide(self.points) * self.scale + self.shift)
        return bent

    def margins(self, matrix: Matrix) -> Floats:
        """The margin of each row."""
        return self.hidden(matrix) @ self.out + np.float32(self.bias)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetPlan:
    """How a network is trained; the same plan and seed give the same network."""

    whole: bool = False  # read all of a text, not its front alone
    width: int = 8
    rounds: int = 10
    rate: float = 0.1
    forget: float = 0.3  # share of a text's features left out at each look
    decay: float = 1e-5
    seed: int = 0


@dataclass(slots=True, kw_only=True)
class _Learner:
    """Numbers that learn at a pace of their own (Adagrad), and what they have travelled."""

    value: Floats
    travelled: Floats = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.value), 1) if self.value.ndim > 1 else self.value.shape
        self.travelled = np.full(shape, _TINY, np.float32)

    def learn(self, slope: Floats, rate: float) -> None:
        self.travelled += slope * slope
        self.value -= np.float32(rate) * slope / np.sqrt(self.travelled)

    def learn_some(self, chosen: npt.NDArray[np.intp], slope: Floats, rate: float) -> None:
        self.travelled[chosen] += np.mean(slope * slope, axis=1, keepdims=True)
        self.value[chosen] -= np.float32(rate) * slope / np.sqrt(self.travelled[chosen])


def fit_net(matrix: Matrix, labels: Labels, plan: NetPlan, *, costs: Floats | None = None) -> Net:
    """Train on rows in an order that the seed decides."""
    narrow, columns = matrix.narrowed(at_least=OFTEN)
    chance = np.random.default_rng(plan.seed)
    points = _Learner(
        value=(chance.normal(size=(narrow.width, plan.width)) * 0.1).astype(np.float32)
    )
    shift = _Learner(value=np.zeros(plan.width, np.float32))
    out = _Learner(value=(chance.normal(size=plan.width) * 0.3).astype(np.float32))
    bias = _Learner(value=np.zeros(1, np.float32))
    wanted = labels.astype(np.float32)
    weigh = np.ones(len(wanted), np.float32) if costs is None else costs
    for turn in range(plan.rounds):
        order = chance.permutation(narrow.rows)
        rate = plan.rate * (1 - turn / plan.rounds)
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            part, used = _forgetting(narrow.take(chosen), plan.forget, chance).narrowed()
            near = points.value[used]
            hidden = np.tanh(part.dot_wide(near) + shift.value)
            margin = hidden @ out.value + bias.value
            miss = (1 / (1 + np.exp(-margin)) - wanted[chosen]) * weigh[chosen]
            back = np.outer(miss, out.value).astype(np.float32) * (1 - hidden * hidden)
            slope = _spread_wide(part, back) + np.float32(plan.decay * len(chosen)) * near
            points.learn_some(used, slope, rate)
            out.learn(hidden.T @ miss, rate)
            shift.learn(back.sum(axis=0), rate)
            bias.learn(miss.sum(keepdims=True), rate)
    scale = np.maximum(np.abs(points.value).max(axis=0, initial=0), _TINY) / np.float32(127)
    whole = np.zeros((matrix.width, plan.width), np.int8)
    whole[columns] = np.rint(points.value / scale).astype(np.int8)
    return Net(
        points=whole, scale=scale, shift=shift.value, out=out.value, bias=float(bias.value[0])
    )


def _forgetting(part: Matrix, share: float, chance: np.random.Generator) -> Matrix:
    keep = chance.random(len(part.values)) >= share
    lengths = np.bincount(part.row_of[keep], minlength=part.rows)
    return Matrix(
        starts=np.concatenate(([0], np.cumsum(lengths))),
        columns=part.columns[keep],
        values=part.values[keep] / np.float32(1 - share),
        width=part.width,
    )


def _spread_wide(part: Matrix, rows: Floats) -> Floats:
    """A line of numbers a row, times the matrix turned round: a line a column."""
    order = np.argsort(part.columns, kind="stable")
    lines = rows[part.row_of[order]] * part.values[order, None]
    starts = np.searchsorted(part.columns[order], np.arange(part.width))
    return np.asarray(np.add.reduceat(lines, starts, axis=0), np.float32)
