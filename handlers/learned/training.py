"""Training: from labelled texts to a model, the same one for the same texts and plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from handlers.learned.blend import Blend, fit_blend
from handlers.learned.groups import fingerprint, folds, groups
from handlers.learned.linear import Labels, Linear, fit_bayes, fit_logistic
from handlers.learned.matrix import Matrix
from handlers.learned.measures import Figures, bar_at, best_f1, figures
from handlers.learned.model import Model, chance_of, joined
from handlers.learned.net import Net, NetPlan, fit_net
from handlers.learned.space import Space
from handlers.text import NormalText, normalise

Numbers = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
Tell = Callable[[int, int], None]  # told after each of so many steps

_FEWEST = 2  # of each label: one to learn from, one to try it on
_SEEN_BEFORE = 0.05  # where an older model knows more of the texts than this, it is not asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text with its label. `weight` says how much it counts beside the others."""

    text: str
    advert: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainPlan:
    """How a model is trained.

    `false_alarms` sets the threshold so that at most this share of the innocent texts given is
    flagged; None sets it where F1 is highest.
    """

    reach: float = 40.0
    nets: tuple[NetPlan, ...] = (NetPlan(seed=1), NetPlan(seed=2, whole=True))
    parts: int = 5  # of the texts, each tried on a model that the others trained
    false_alarms: float | None = None
    seed: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model, how it does on texts it had not seen, and the chances it gave each of them."""

    model: Model
    figures: Figures
    chances: Numbers
    base_asked: bool


class OneSided(ValueError):
    """Only adverts, or only innocent texts, or too few of either to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    space: Space
    matrix: Matrix
    labels: Labels
    costs: Numbers

    def take(self, chosen: Index) -> "_Texts":
        return _Texts(
            space=self.space,
            matrix=self.matrix.take(chosen),
            labels=self.labels[chosen],
            costs=self.costs[chosen],
        )

    def seen(self, *, whole: bool) -> Matrix:
        return self.space.seen_by(self.matrix, self.space.fold if whole else self.space.front)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opinions:
    """What was learned from the texts alone: weights of features, in several ways, and networks."""

    lines: tuple[Linear, ...]
    nets: tuple[Net, ...]

    def of(self, texts: _Texts) -> Numbers:
        columns = [line.margins(texts.matrix) for line in self.lines]
        columns += [
            net.margins(texts.space.seen_by(texts.matrix, len(net.points))) for net in self.nets
        ]
        return np.stack(columns, axis=1).astype(np.float64)


def train(
    samples: Sequence[Sample],
    space: Space,
    plan: TrainPlan,
    *,
    base: Model | None = None,
    tell: Tell = lambda _done, _of: None,
) -> Trained:
    """Train on labelled texts; with `base`, an older model of the same space is one more opinion.

    How far the older model and each new one are trusted is learned from texts the new ones had
    not seen, so that few samples change little and many decide alone. Raises OneSided.
    """
    labels = np.array([sample.advert for sample in samples], np.bool_)
    if min(labels.sum(), (~labels).sum()) < _FEWEST:
        msg = (
            f"{labels.sum()} adverts and {(~labels).sum()} others;"
            f" at least {_FEWEST} of each are needed"
        )
        raise OneSided(msg)
    normal = [normalise(sample.text) for sample in samples]
    matrix = space.read(normal)
    texts = _Texts(
        space=space,
        matrix=matrix,
        labels=labels,
        costs=np.array([sample.weight for sample in samples], np.float64),
    )
    known = np.unique(np.array([fingerprint(text) for text in normal], np.uint32))
    base = base if base is not None and _unseen(base, normal) else None
    given = None if base is None else base.margins(matrix)
    tried = _tried(texts, groups(normal, texts.seen(whole=False)), given, plan, tell)
    blend = fit_blend(tried, labels, costs=texts.costs)
    chances = chance_of(tried @ blend.trust + blend.bias)
    threshold = _threshold(chances, labels, plan.false_alarms)
    final = _learn(texts, plan)
    tell(plan.parts + 1, plan.parts + 1)
    model = _model(final, blend, space, base)
    return Trained(
        model=replace(model, threshold=threshold, known=_joined(known, base), note=plan.note),
        figures=figures(chances, labels, threshold),
        chances=chances,
        base_asked=base is not None,
    )


def _tried(
    texts: _Texts, group: Index, given: Numbers | None, plan: TrainPlan, tell: Tell
) -> Numbers:
    """The opinions on every text of models that had seen neither it nor its near copies."""
    parts = max(2, min(plan.parts, int(min(texts.labels.sum(), (~texts.labels).sum()))))
    part = folds(group, texts.labels, parts, plan.seed)
    tried: Numbers | None = None
    for number in range(parts):
        inside, outside = np.flatnonzero(part == number), np.flatnonzero(part != number)
        learned = _learn(texts.take(outside), plan)
        found = learned.of(texts.take(inside))
        if tried is None:
            tried = np.zeros((len(part), found.shape[1]))
        tried[inside] = found
        tell(number + 1, parts + 1)
    assert tried is not None  # noqa: S101 (there are always two parts)
    return tried if given is None else np.column_stack([tried, given])


def _learn(texts: _Texts, plan: TrainPlan) -> _Opinions:
    costs = texts.costs
    views = [texts.matrix, *map(texts.matrix.only, texts.space.views)]
    return _Opinions(
        lines=(
            *(fit_logistic(seen, texts.labels, reach=plan.reach, costs=costs) for seen in views),
            fit_bayes(texts.matrix, texts.labels),
        ),
        nets=tuple(
            fit_net(texts.seen(whole=net.whole), texts.labels, net, costs=costs.astype(np.float32))
            for net in plan.nets
        ),
    )


def _model(learned: _Opinions, blend: Blend, space: Space, base: Model | None) -> Model:
    trusts = blend.trust.tolist()
    lines, rest = trusts[: len(learned.lines)], trusts[len(learned.lines) :]
    weights = np.zeros(space.width, np.float32)
    bias = blend.bias
    for line, trust in zip(learned.lines, lines, strict=True):
        weights += line.weights * np.float32(trust)
        bias += line.bias * trust
    every = [_scaled(net, share) for net, share in zip(learned.nets, rest, strict=False)]
    if base is not None:
        trust = rest[-1]
        weights = weights + base.linear.weights * trust
        bias += base.linear.bias * trust
        every += [_scaled(net, trust) for net in base.nets]
    # As a file keeps them: a model scores the same before and after it was stored.
    weights = weights.astype(np.float16).astype(np.float32)
    linear = Linear(weights=weights, bias=float(bias))
    return Model(space=space, linear=linear, nets=joined(every))


def _scaled(net: Net, share: float) -> Net:
    return replace(net, out=(net.out * share).astype(np.float32), bias=net.bias * share)


def _threshold(chances: Numbers, labels: Labels, false_alarms: float | None) -> float:
    if false_alarms is None:
        # Of calibrated chances, F1 is highest at half of the highest F1: no search, no luck.
        return best_f1(chances, labels) / 2
    bar = bar_at(chances[~labels], false_alarms)
    return float(np.clip(np.nextafter(bar, 1.0), 0.01, 0.999))


def _unseen(base: Model, texts: Sequence[NormalText]) -> bool:
    marks = np.array([fingerprint(text) for text in texts], np.uint32)
    return float(np.isin(marks, base.known).mean()) <= _SEEN_BEFORE


def _joined(known: npt.NDArray[np.uint32], base: Model | None) -> npt.NDArray[np.uint32]:
    return known if base is None else np.union1d(known, base.known)
