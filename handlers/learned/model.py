"""The learned model: what it reads, what it weighs, and from where on a text is an advert."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from handlers.learned.linear import Linear
from handlers.learned.matrix import Matrix
from handlers.learned.net import Net
from handlers.learned.space import Space
from handlers.text import NormalText, normalise

Numbers = npt.NDArray[np.float64]

# Texts that are worked on at once: what so many need fits into the processor's cache. (A text
# takes 30 us among 32, 20 among 128, 19 among so many, 23 among 1024.)
PART = 384


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A trained model. Its margin is the logarithm of the odds that a text is an advert.

    `threshold` is a chance (0 to 1): from there on a text counts as an advert. `known` are
    fingerprints of the texts it was trained on, sorted: what a model says of those proves nothing.
    """

    space: Space
    linear: Linear
    nets: tuple[Net, ...] = ()
    threshold: float = 0.5
    known: npt.NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    note: str = ""  # what it was trained on, in words

    def margins(self, matrix: Matrix) -> Numbers:
        """The margin of each row of `space.read`."""
        margins = self.linear.margins(matrix).astype(np.float64)
        for net in self.nets:
            margins += net.margins(self.space.seen_by(matrix, len(net.points)))
        return margins

    def chances(self, texts: Sequence[NormalText]) -> Numbers:
        """The chance of each text to be an advert."""
        parts = [
            self.margins(self.space.read(texts[first : first + PART]))
            for first in range(0, len(texts), PART)
        ]
        return chance_of(np.concatenate(parts)) if parts else np.zeros(0)

    def scores(self, chances: Numbers) -> Numbers:
        """Chances moved so that the threshold stands at 0.5: above it is an advert."""
        return chance_of(odds_of(chances) - odds_of(np.array([self.threshold])))

    def judge(self, raw: Sequence[str]) -> Numbers:
        """The chance of each text as it was written."""
        return self.chances([normalise(text) for text in raw])


def chance_of(margins: Numbers) -> Numbers:
    """Margins as chances; never quite 0 or 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(margins, -30, 30)))


def odds_of(chances: Numbers) -> Numbers:
    """Chances as margins."""
    safe = np.clip(chances, 1e-9, 1 - 1e-9)
    return np.log(safe / (1 - safe))


def joined(nets: Sequence[Net]) -> tuple[Net, ...]:
    """Several networks as few that say the sum of what they say: one for each way of reading."""
    alike: dict[int, list[Net]] = {}
    for net in nets:
        alike.setdefault(len(net.points), []).append(net)
    return tuple(
        Net(
            points=np.concatenate([net.points for net in same], axis=1),
            scale=np.concatenate([net.scale for net in same]),
            shift=np.concatenate([net.shift for net in same]),
            out=np.concatenate([net.out for net in same]),
            bias=sum(net.bias for net in same),
        )
        for same in alike.values()
    )
