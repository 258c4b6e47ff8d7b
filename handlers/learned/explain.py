"""Why a text is taken for an advert: the words and the shapes that weighed most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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


def explain(model: Model, text: NormalText, row: Matrix | None = None, *, most: int = 4) -> Reasons:
    """The strongest reasons of the model for calling this text an advert; maybe none.

    `row` is the text as `space.read` gave it, for whoever has it already.
    """
    matrix = model.space.read([text]) if row is None else row
    pulls = _pulls(model, matrix)
    by_column = dict(zip(matrix.columns.tolist(), pulls.tolist(), strict=True))
    found = model.space.tight_grams(text)
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
    pulls = {
        shape: (pull, step)
        for shape in _TOLD
        for step in range(1, STEPS)
        if (pull := by_column.get(shape * STEPS + step, 0.0)) > 0
    }
    told = sorted(pulls, key=lambda shape: -pulls[shape][0])[:2]
    return tuple((shape, _number(shape, pulls[shape][1], text)) for shape in told)


# Shapes that mean something to people; how long a text is, or how many spaces it has, does not.
_TOLD = (
    *(Shape.LONGEST_NUMBER, Shape.PICTURES, Shape.LINKS),
    *(Shape.ACCOUNTS, Shape.PRICES, Shape.DISGUISE),
)


def _number(shape: Shape, step: int, text: NormalText) -> int:
    if shape is Shape.DISGUISE:
        return round(100 * text.disguise)
    if step < STEPS - 1:
        return step
    # The last step is for all that is beyond the scale: this one is counted once more.
    tight = line_up([text.guess[:READ]], before=BEFORE, after=AFTER)
    plain = line_up([text.plain[:READ]], before=" ", after=" ")
    return int(measured([text], tight=tight, plain=plain)[0, shape])
