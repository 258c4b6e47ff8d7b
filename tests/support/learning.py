"""A small model with a yardstick, trained on some of the corpus: for tests of learning.

It knows enough to be wrecked. The texts it is trained on, those of the yardstick and those that
tests teach are different ones.
"""

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bot.core.ids import SampleId
from bot.core.learning import Label, Sample, SampleSource
from handlers.learned.adapt import Shipped
from handlers.learned.linear import fit_logistic
from handlers.learned.model import Model, chance_of
from handlers.learned.space import Space
from handlers.learned.yardstick import Use, Yardstick
from handlers.text import normalise

_CORPUS = Path(__file__).parents[2] / "corpus"
_CHECKSUM = "0123456789abcdef" * 2
_BITS = 16
START = datetime(2026, 5, 20, 4, tzinfo=UTC)
_FALSE = 0.01  # of the yardstick's innocents that the shipped model flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts with their labels."""

    spam: Sequence[str]
    ham: Sequence[str]


@functools.cache
def part(place: int) -> Texts:
    """Every eighth text of the corpus, beginning at `place` (0 to 7)."""
    return Texts(spam=_texts("adverts", place), ham=_texts("innocents", place))


def _texts(folder: str, place: int) -> list[str]:
    lines = [
        json.loads(line)
        for path in sorted((_CORPUS / folder).glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [one["text"] for one in lines[place::8]]


def _rows(space: Space, texts: Sequence[str]) -> Any:
    return space.read([normalise(text) for text in texts])


@functools.cache
def shipped() -> Shipped:
    """The model; trained once a run."""
    space = Space(bits=_BITS, front_bits=_BITS - 2, sounds=np.zeros(1, np.uint16))
    taught = [part(place) for place in (0, 1, 2)]
    spam = [text for one in taught for text in one.spam]
    ham = [text for one in taught for text in one.ham]
    labels = np.array([True] * len(spam) + [False] * len(ham))
    linear = fit_logistic(_rows(space, [*spam, *ham]), labels, reach=20.0, steps=30)
    model = Model(space=space, linear=linear)
    yardstick = _yardstick(model)
    innocent = np.sort(yardstick.log_odds[~yardstick.labels])[::-1]
    bar = innocent[int(_FALSE * len(innocent))]
    model = Model(space=space, linear=linear, threshold=float(chance_of(np.array([bar]))[0]))
    return Shipped(model=model, checksum=_CHECKSUM, yardstick=yardstick)


def _yardstick(model: Model) -> Yardstick:
    anchor, gauge, check = part(3), part(4), part(5)
    texts = [*anchor.spam[::3], *anchor.ham[::3], *gauge.ham, *check.spam, *check.ham]
    labels = (
        *([True] * len(anchor.spam[::3]) + [False] * len(anchor.ham[::3])),
        *([False] * len(gauge.ham)),
        *([True] * len(check.spam) + [False] * len(check.ham)),
    )
    uses = (
        *([Use.ANCHOR] * (len(anchor.spam[::3]) + len(anchor.ham[::3]))),
        *([Use.GAUGE] * len(gauge.ham)),
        *([Use.CHECK] * (len(check.spam) + len(check.ham))),
    )
    rows = _rows(model.space, texts)
    return Yardstick(
        base=_CHECKSUM,
        rows=rows,
        labels=np.array(labels),
        log_odds=model.margins(rows).astype(np.float32),
        uses=np.array(uses, np.uint8),
    )


def samples(
    spam: Iterable[str] = (),
    ham: Iterable[str] = (),
    *,
    author: str = "王",
    a_day: int = 40,
    source: SampleSource = SampleSource.DECISION,
) -> list[Sample]:
    """What one author decided, so many a day, adverts and others in turn."""
    pairs = [(text, Label.SPAM) for text in spam], [(text, Label.HAM) for text in ham]
    most = max(map(len, pairs))
    both = [pair[place] for place in range(most) for pair in pairs if place < len(pair)]
    return [
        Sample(
            id=SampleId(number + 1),
            text=text,
            label=label,
            source=source,
            author=author,
            at=START + timedelta(days=number // a_day, minutes=number % a_day),
        )
        for number, (text, label) in enumerate(both)
    ]
