"""Fits the weights: `python -m bench.communities fit --public DIR`.

Maximum likelihood over the suspects of simulated communities, drawn towards the weights in force,
so that what is rare there stays as it was judged. What was fitted is written into the code by hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.communities.run import Outcome
from handlers.behaviour import DETECTOR as BEHAVIOUR
from handlers.behaviour_settings import BehaviourSettings
from handlers.behaviour_wording import Fact
from handlers.detectors.detector import noisy_or
from handlers.weighing import BESIDE_MODEL, LEARNED, READ, family_of

Numbers = npt.NDArray[np.float64]

FAMILIES = tuple(sorted(READ))
FACTS = tuple(fact for fact in Fact if fact not in {Fact.TRUSTED, Fact.OWNER})
_PULL = 2.0  # how strongly a weight is drawn to where it stood
_ROUNDS, _STEP = 600, 0.03
_SMALL = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspects:
    """What is known of every suspect, in columns."""

    model: Numbers  # its log-odds; nan where it said nothing
    read: Numbers  # -log(1 - share) of each family that reads the text
    apart: Numbers  # the same of everything else together
    facts: Numbers  # 1.0 where a fact about the sender holds
    advert: npt.NDArray[np.bool_]


def suspects(outcomes: Sequence[Outcome]) -> Suspects:
    """The suspects among all messages."""
    rows = [one for one in outcomes if one.spam is not None]
    model, read, apart, facts = [], [], [], []
    for one in rows:
        verdicts = () if one.spam is None else one.spam.verdicts
        learned = max((v.score for v in verdicts if v.detector == LEARNED), default=float("nan"))
        rules = [v for v in verdicts if v.detector not in {LEARNED, BEHAVIOUR}]
        shares = {f: noisy_or(v.score for v in rules if family_of(v) == f) for f in FAMILIES}
        model.append(np.log(learned / (1 - learned)))
        read.append([_evidence(shares[family]) for family in FAMILIES])
        apart.append(_evidence(noisy_or(v.score for v in rules if family_of(v) not in READ)))
        facts.append([float(fact in one.facts) for fact in FACTS])
    return Suspects(
        model=np.array(model),
        read=np.array(read),
        apart=np.array(apart),
        facts=np.array(facts),
        advert=np.array([one.line.truth.advert for one in rows]),
    )


def in_force() -> Numbers:
    """The weights as they stand: base, model, silent, the families, the facts."""
    settings = BehaviourSettings()
    families = [BESIDE_MODEL.families[family] for family in FAMILIES]
    facts = [float(getattr(settings, fact)) for fact in FACTS]
    return np.array([BESIDE_MODEL.base, BESIDE_MODEL.model, BESIDE_MODEL.silent, *families, *facts])


def log_odds(given: Suspects, weights: Numbers) -> Numbers:
    """The final log-odds of each suspect, as `handlers.weighing` adds them up."""
    base, trust, silent = weights[:3]
    model = np.where(np.isnan(given.model), silent, given.model)
    families = weights[3 : 3 + len(FAMILIES)]
    text = _share(base + trust * model + given.read @ families)
    inside = np.clip(1 - (1 - text) * np.exp(-given.apart), 1e-6, 1 - 1e-6)
    together: Numbers = np.log(inside / (1 - inside)) + given.facts @ weights[3 + len(FAMILIES) :]
    return together


def fitted(given: Suspects) -> Numbers:
    """The weights that explain best which suspects are adverts."""
    start = in_force()
    names = ["base", "model", "silent", *FAMILIES, *FACTS]
    least = np.array([_BOUNDS.get(name, (0.0, 3.0))[0] for name in names])
    most = np.array([_BOUNDS.get(name, (0.0, 3.0))[1] for name in names])

    def cost(weights: Numbers) -> float:
        sums = log_odds(given, weights)
        wrong = np.logaddexp(0, sums) - given.advert * sums
        return float(wrong.sum() + _PULL * ((weights - start) ** 2).sum())

    return _lowest(cost, start, least, most)


_FOR_MEMBERS = (-3.0, 0.0)
_BOUNDS: dict[str, tuple[float, float]] = {
    "base": (-4.0, 3.0),
    "model": (0.3, 2.0),
    "silent": (-9.0, -1.0),
    Fact.LONG_STANDING: _FOR_MEMBERS,
    Fact.ANSWERS: _FOR_MEMBERS,
    Fact.ANSWERED: _FOR_MEMBERS,
    Fact.DISMISSED: _FOR_MEMBERS,
}


def _lowest(
    cost: Callable[[Numbers], float], start: Numbers, least: Numbers, most: Numbers
) -> Numbers:
    """Down the slope within bounds, each weight at a pace of its own (Adam)."""
    point = np.clip(start, least, most)
    best, lowest = point, cost(point)
    drift, spread = np.zeros_like(point), np.zeros_like(point)
    for turn in range(1, _ROUNDS + 1):
        here = cost(point)
        if here < lowest:
            best, lowest = point, here
        slope = np.array(
            [(cost(point + step) - here) / _SMALL for step in _SMALL * np.eye(len(point))]
        )
        drift, spread = 0.9 * drift + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        pace = (drift / (1 - 0.9**turn)) / (np.sqrt(spread / (1 - 0.99**turn)) + 1e-8)
        point = np.clip(point - _STEP * (1 - turn / (2 * _ROUNDS)) * pace, least, most)
    return best


def _evidence(share: float) -> float:
    return float(-np.log(1 - min(share, 0.9999)))


def _share(sums: Numbers) -> Numbers:
    shares: Numbers = 1 / (1 + np.exp(-sums))
    return shares
