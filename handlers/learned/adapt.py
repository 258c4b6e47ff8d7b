"""A community's own correction of the shipped model, fitted to its samples.

The shipped model stays as it is; the correction is a small linear model on top of its log-odds
(a maximum a posteriori estimate with the shipped model as prior). Texts that ship with the model,
as features only, are fitted too, with the labels they have: they hold what the model knows while
a community is learned, and keep a one-sided stream of samples from moving everything.
"""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.core.errors import GroupkeeperError
from bot.core.learning import Label
from handlers.learned.lessons import Lesson
from handlers.learned.linear import Linear, fit_logistic
from handlers.learned.matrix import Floats, Matrix
from handlers.learned.model import Model, odds_of
from handlers.learned.settings import LearningSettings
from handlers.learned.yardstick import Use, Yardstick
from handlers.text import normalise

_MAGIC = b"gkad1"
_HEAD = struct.Struct("<5s32sIId")  # magic, base, columns in all, columns that count, bias
_SUSPICIOUS = (0.03, 0.005)  # of the gauge: by these innocents the bias is set
_CHECK = 16  # bytes of a checksum at the end


class BadAdaptation(GroupkeeperError):
    """Stored weights that cannot be read, or that belong to another shipped model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """The shipped model, and the texts that ship with it."""

    model: Model
    checksum: str  # 32 hexadecimal digits: which model it is
    yardstick: Yardstick

    @property
    def flag_from(self) -> float:
        """The log-odds from which the model takes a text for an advert."""
        return float(odds_of(np.array([self.model.threshold]))[0])

    def rows(self, texts: Sequence[str]) -> Matrix:
        """The features of texts."""
        return self.model.space.read([normalise(text) for text in texts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """What is added to the log-odds of the shipped model `base`."""

    base: str
    width: int
    columns: npt.NDArray[np.int32]
    weights: Floats
    bias: float

    def added(self, rows: Matrix) -> npt.NDArray[np.floating]:
        """What is added for each row."""
        every = np.zeros(self.width, np.float32)
        every[self.columns] = self.weights
        return rows.dot(every) + np.float32(self.bias)

    def on(self, model: Model) -> Model:
        """The shipped model, corrected."""
        weights = model.linear.weights.copy()
        weights[self.columns] += self.weights
        return replace(model, linear=Linear(weights=weights, bias=model.linear.bias + self.bias))


def fit(shipped: Shipped, taught: Sequence[Lesson], settings: LearningSettings) -> Adaptation:
    """Fit a correction; the same lessons give the same bits.

    How often an advert is met among the samples says nothing of how often it is met in talk. So
    the bias is no result of the fit: it is set so that as many shipped innocents as before pass.
    """
    anchors = shipped.yardstick.part(Use.ANCHOR)
    rows = shipped.rows([one.text for one in taught])
    labels = np.append([one.label is Label.SPAM for one in taught], anchors.labels)
    costs = np.append([one.cost for one in taught], np.full(anchors.size, settings.anchor_cost))
    # What only the shipped texts hold stays as it is.
    columns = np.unique(rows.columns).astype(np.int32)
    found = fit_logistic(
        joined(rows, anchors.rows.only([columns])),
        labels.astype(np.bool_),
        reach=settings.reach,
        costs=costs,
        given=np.append(shipped.model.margins(rows), anchors.log_odds),
    )
    unbiased = Adaptation(
        base=shipped.checksum,
        width=rows.width,
        columns=columns,
        weights=found.weights[columns],
        bias=0.0,
    )
    return replace(unbiased, bias=-_drift(unbiased, shipped.yardstick.part(Use.GAUGE)))


def _drift(adaptation: Adaptation, gauge: Yardstick) -> float:
    """By how much the most suspicious of the shipped innocents have moved."""
    before = gauge.log_odds[~gauge.labels]
    after = (gauge.log_odds + adaptation.added(gauge.rows))[~gauge.labels]
    first, last = (round(len(before) * (1 - share)) for share in _SUSPICIOUS)
    if first == last:
        return 0.0
    return float(np.mean(np.sort(after)[first:last] - np.sort(before)[first:last]))


def joined(first: Matrix, second: Matrix) -> Matrix:
    """The rows of one matrix, then those of another of the same width."""
    return Matrix(
        starts=np.concatenate((first.starts, second.starts[1:] + first.starts[-1])),
        columns=np.concatenate((first.columns, second.columns)),
        values=np.concatenate((first.values, second.values)),
        width=first.width,
    )


def write(adaptation: Adaptation) -> bytes:
    """The correction as bytes, with a checksum."""
    body = (
        _HEAD.pack(
            _MAGIC,
            adaptation.base.encode("ascii"),
            adaptation.width,
            len(adaptation.columns),
            adaptation.bias,
        )
        + adaptation.columns.astype("<i4").tobytes()
        + adaptation.weights.astype("<f4").tobytes()
    )
    return body + hashlib.sha256(body).digest()[:_CHECK]


def read(stored: bytes, shipped: Shipped) -> Adaptation:
    """The correction from bytes; raises BadAdaptation with what is wrong with them."""
    body, check = stored[:-_CHECK], stored[-_CHECK:]
    if len(body) < _HEAD.size or hashlib.sha256(body).digest()[:_CHECK] != check:
        msg = "the stored weights are damaged"
        raise BadAdaptation(msg)
    magic, of, width, count, bias = _HEAD.unpack_from(body)
    if magic != _MAGIC or len(body) != _HEAD.size + 8 * count:
        msg = "the stored weights are of another kind"
        raise BadAdaptation(msg)
    if of.decode("ascii", "replace") != shipped.checksum:
        msg = "the stored weights belong to another shipped model; they are fitted anew"
        raise BadAdaptation(msg)
    columns = np.frombuffer(body, "<i4", count, _HEAD.size).astype(np.int32)
    weights = np.frombuffer(body, "<f4", count, _HEAD.size + 4 * count).astype(np.float32)
    sound = np.isfinite(weights).all() and np.isfinite(bias)
    fits = width == shipped.model.space.width
    if not (sound and fits) or (count and (columns.min() < 0 or columns.max() >= width)):
        msg = "the stored weights make no sense"
        raise BadAdaptation(msg)
    return Adaptation(
        base=shipped.checksum, width=width, columns=columns, weights=weights, bias=bias
    )
