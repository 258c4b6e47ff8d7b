"""Why a text is taken for an advert: the words and the shapes that weighed most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned import codes
from handlers.learned.codes import line_up
from handlers.learned.grams import Grams
from handlers.learned.matrix import Matrix
from handlers.learned.model import Model
from handlers.learned.shape import READ, STEPS, Shape, measured
from handlers.text import NormalText

Numbers = npt.NDArray[np.float64]
_SHORTEST = 2  # characters of a word that is read aloud
_LONGEST = 12
_PART = 0.3  # of the strongest character's weight: what is weaker belongs to no word


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What speaks for an advert, strongest first: words as they stand in the text, and shapes.

    A shape comes with its measure: how many links, how many digits in the longest number ...
    """

    words: tuple[str, ...]
    shapes: tuple[tuple[Shape, int], ...]


def explain(model: Model, text: NormalText, *, most: int = 4) -> Reasons:
    """The strongest reasons of the model for calling this text an advert; maybe none."""
    matrix = model.space.read([text])
    if not len(matrix.columns):
        return Reasons(words=(), shapes=())
    pulls = _pulls(model, matrix)
    by_column = dict(zip(matrix.columns.tolist(), pulls.tolist(), strict=True))
    found = model.space.grams_of([text])
    tight = f"\2{text.guess[:READ]}\3"
    chinese = [each for each in found if each.channel not in _ELSEWHERE]
    weights = _on_characters(model, chinese, by_column, len(tight))
    return Reasons(words=_words(tight, weights, most), shapes=_shapes(text, by_column))


_ELSEWHERE = frozenset((3, 5))  # channels whose places are not those of the tight text


def _pulls(model: Model, matrix: Matrix) -> Numbers:
    """How much each feature moves the margin: its weight, and the slope of the networks there."""
    pulls = (model.linear.weights[matrix.columns] * matrix.values).astype(np.float64)
    near = matrix.columns < model.space.front
    front = matrix.front(model.space.front)
    for net in model.nets:
        hidden = net.hidden(front)[0]
        slope = net.out * (1 - hidden * hidden) * net.scale
        pulls[near] += (net.points[front.columns] @ slope) * front.values
    return pulls


def _on_characters(
    model: Model, found: Sequence[Grams], by_column: dict[int, float], length: int
) -> Numbers:
    weights = np.zeros(length)
    for each in found:
        columns = model.space.columns(each)
        for start, column in zip(each.start.tolist(), columns.tolist(), strict=True):
            share = by_column.get(column, 0.0) / each.length
            weights[start : start + each.length] += share
    return weights


def _words(tight: str, weights: Numbers, most: int) -> tuple[str, ...]:
    """Stretches of characters that pull towards an advert, the heaviest first."""
    inner = weights[1:-1]
    if not len(inner) or inner.max() <= 0:
        return ()
    strong = inner >= inner.max() * _PART
    edges = np.flatnonzero(np.diff(strong.astype(np.int8), prepend=0, append=0))
    stretches = [
        (float(inner[start:end].sum()), tight[start + 1 : end + 1])
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    ]
    words = (
        word[:_LONGEST]
        for _, word in sorted(stretches, key=lambda one: -one[0])
        if len(word) >= _SHORTEST
    )
    return tuple(dict.fromkeys(words))[:most]


def _shapes(text: NormalText, by_column: dict[int, float]) -> tuple[tuple[Shape, int], ...]:
    steps = measured(
        [text],
        tight=line_up([text.guess[:READ]]),
        plain=line_up([text.plain[:READ]]),
    )
    pulls = {
        shape: by_column.get(shape * STEPS + min(int(step[0]), STEPS - 1), 0.0)
        for shape, step in steps.items()
    }
    told = [shape for shape in _TOLD if pulls[shape] > 0 and int(steps[shape][0]) > 0]
    told.sort(key=lambda shape: -pulls[shape])
    return tuple((shape, _number(shape, int(steps[shape][0]), text)) for shape in told[:2])


# Shapes that mean something to people; how long a text is, or how many spaces it has, does not.
_TOLD = (
    *(Shape.LONGEST_NUMBER, Shape.PICTURES, Shape.LINKS),
    *(Shape.ACCOUNTS, Shape.PRICES, Shape.DISGUISE),
)


def _number(shape: Shape, step: int, text: NormalText) -> int:
    if shape is Shape.DISGUISE:
        return round(100 * text.disguise)
    if shape is Shape.PICTURES:
        plain = line_up([text.plain[:READ]])
        return int((plain.kinds == codes.PICTURE).sum())
    return step
