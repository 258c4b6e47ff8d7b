"""Why a text is taken for an advert: the words and the shapes that weighed most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handlers.learned import codes
from handlers.learned.codes import line_up
from handlers.learned.matrix import Matrix
from handlers.learned.model import Model
from handlers.learned.shape import READ, STEPS, Shape, measured
from handlers.learned.space import AFTER, BEFORE
from handlers.text import NormalText

Numbers = npt.NDArray[np.float64]
_SHORTEST = 2  # characters of a word that is read aloud
_LONGEST = 12
_GRAMS = 10  # of the heaviest, joined where they touch
_PART = 0.25  # of the strongest gram's weight; what is weaker is not told


@dataclass(frozen=True, slots=True)
class _Pull:
    """How much a gram moves the margin, and where it stands in the tight text."""

    weight: float
    start: int
    end: int


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
    found = next(iter(model.space.grams_of([text])))
    pulled = [
        _Pull(by_column.get(column, 0.0), start - 1, start + length - 1)
        for start, length, column in zip(
            found.start.tolist(),
            found.length.tolist(),
            model.space.columns(found).tolist(),
            strict=True,
        )
        if length >= _SHORTEST
    ]
    words = _words(text.guess[:READ], pulled)[:most]
    return Reasons(words=words, shapes=_shapes(text, by_column))


def _pulls(model: Model, matrix: Matrix) -> Numbers:
    """How much each feature moves the margin: its weight, and the slope of the networks there."""
    pulls = (model.linear.weights[matrix.columns] * matrix.values).astype(np.float64)
    for net in model.nets:
        height = len(net.points)
        seen = model.space.seen_by(matrix, height)
        hidden = net.hidden(seen)[0]
        slope = net.out * (1 - hidden * hidden) * net.scale
        read = matrix.columns < height if height == model.space.front else slice(None)
        pulls[read] += (net.points[seen.columns] @ slope) * seen.values
    return pulls


def _words(tight: str, pulled: Sequence[_Pull]) -> tuple[str, ...]:
    """The strongest grams, those that touch joined to words; the heaviest word first."""
    inside = [one for one in pulled if one.start >= 0 and one.end <= len(tight)]
    strongest = sorted(inside, key=lambda one: -one.weight)[:_GRAMS]
    least = max(_PART * strongest[0].weight, 0.0) if strongest else 0.0
    weights = np.zeros(len(tight))
    for one in strongest:
        if one.weight > least:
            weights[one.start : one.end] += one.weight / (one.end - one.start)
    edges = np.flatnonzero(np.diff((weights > 0).astype(np.int8), prepend=0, append=0))
    stretches = {
        _whole(tight, start, end): float(weights[start:end].sum())
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    }
    words = sorted(stretches, key=lambda word: -stretches[word])
    return tuple(word[:_LONGEST] for word in words if not word.isdigit())


def _whole(tight: str, start: int, end: int) -> str:
    """The stretch, with the rest of a Latin word or a number that it cuts."""
    while start > 0 and _latin(tight[start]) and _latin(tight[start - 1]):
        start -= 1
    while end < len(tight) and _latin(tight[end - 1]) and _latin(tight[end]):
        end += 1
    return tight[start:end]


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _shapes(text: NormalText, by_column: dict[int, float]) -> tuple[tuple[Shape, int], ...]:
    (steps,) = measured(
        [text],
        tight=line_up([text.guess[:READ]], before=BEFORE, after=AFTER),
        plain=line_up([text.plain[:READ]], before=" ", after=" "),
    ).tolist()
    pulls = [by_column.get(shape * STEPS + min(steps[shape], STEPS - 1), 0.0) for shape in Shape]
    told = [shape for shape in _TOLD if pulls[shape] > 0 and steps[shape] > 0]
    told.sort(key=lambda shape: -pulls[shape])
    return tuple((shape, _number(shape, steps[shape], text)) for shape in told[:2])


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
