"""What a disguise costs: the same texts plain and disguised, by a model that never saw them."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.communities.models import unseeing
from bench.communities.texts import MEASURED, Text, corpus
from corpus.disguises import KINDS, disguise
from handlers.learned.measures import bar_at
from handlers.learned.model import Model

Flags = npt.NDArray[np.bool_]

_SEED = 20261122
_FALSE_ALARMS = 0.01
_BY_HAND = "disguised"  # those stand as their writers hid them


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one kind of disguise, in shares of the texts that it changes at all."""

    lost: float  # adverts found plain, less those found disguised
    added: float  # innocent texts flagged disguised, less those flagged plain
    adverts: int
    innocents: int


def costs(public: Path, kept: Path) -> Mapping[str, Cost]:
    """The cost of each kind, at 1 % false alarms among plain innocent texts."""
    model = unseeing(MEASURED, public, kept)
    texts = [one for one in corpus() if one.part == MEASURED and one.manner != _BY_HAND]
    plain = model.judge([one.text for one in texts])
    innocent = np.array([not one.advert for one in texts])
    bar = bar_at(plain[innocent], _FALSE_ALARMS)
    return {kind: _cost(model, texts, plain > bar, bar, kind) for kind in sorted(KINDS)}


def _cost(model: Model, texts: list[Text], found: Flags, bar: float, kind: str) -> Cost:
    chance = random.Random(_SEED)  # noqa: S311 (a measurement wants repeatable chance)
    hidden = [disguise(one.text, kind, chance) for one in texts]
    changed = np.array([new != one.text for new, one in zip(hidden, texts, strict=True)])
    advert = np.array([one.advert for one in texts])
    still = model.judge(hidden) > bar
    adverts, innocents = changed & advert, changed & ~advert
    return Cost(
        lost=float(found[adverts].mean() - still[adverts].mean()),
        added=float(still[innocents].mean() - found[innocents].mean()),
        adverts=int(adverts.sum()),
        innocents=int(innocents.sum()),
    )
