"""The yardstick that ships beside the model: some of our own texts, as features only.

New versions that communities teach are fitted, set and checked by it (handlers/learned/adapt.py).
Which text is used for what is decided by the text itself, so that it stays when others are added.
"""

import hashlib
from collections.abc import Sequence

import numpy as np

from handlers.learned.model import odds_of
from handlers.learned.training import Sample, Trained
from handlers.learned.yardstick import Use, Yardstick, checksum
from handlers.text import normalise

_OURS = 1.0  # texts of our own corpus, as they were written, weigh that much or more
# Of 100 texts: so many are fitted along, so many set the bias, so many check a new version.
_ADVERTS = {Use.ANCHOR: 6, Use.CHECK: 18}
_INNOCENTS = {Use.ANCHOR: 5, Use.GAUGE: 15, Use.CHECK: 15}


def yardstick_of(samples: Sequence[Sample], trained: Trained, model: bytes) -> Yardstick:
    """Some of the texts a model was trained on, with what it said of them out of fold.

    `model` is the file that ships, as bytes.
    """
    uses = [_use(sample) for sample in samples]
    chosen = [place for place, use in enumerate(uses) if use is not None]
    rows = trained.model.space.read([normalise(samples[place].text) for place in chosen])
    return Yardstick(
        base=checksum(model),
        rows=rows,
        labels=np.array([samples[place].advert for place in chosen], np.bool_),
        log_odds=odds_of(trained.chances[chosen]).astype(np.float32),
        uses=np.array([use for use in uses if use is not None], np.uint8),
    )


def _use(sample: Sample) -> Use | None:
    if sample.weight < _OURS:
        return None
    place = int(hashlib.sha256(sample.text.encode()).hexdigest()[:8], 16) % 100
    for use, share in (_ADVERTS if sample.advert else _INNOCENTS).items():
        if place < share:
            return use
        place -= share
    return None
