"""Texts that are nearly the same, as groups: what judges a text must not have seen its twin."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import xxhash

from handlers.learned.matrix import Matrix
from handlers.learned.space import NAMED
from handlers.text import NormalText

_BANDS = 10
_ROWS = 3  # two sets that share 60 % of their parts meet in one of the bands 9 times in 10
_NEAR = 0.5  # so much two texts share that are called near copies
_ODD = (np.arange(_BANDS * _ROWS, dtype=np.uint32) * np.uint32(0x9E3779B2)) | np.uint32(1)
Index = npt.NDArray[np.intp]


def groups(texts: Sequence[NormalText], front: Matrix) -> Index:
    """A number for each text; those that are near copies of one another have the same."""
    parents = list(range(len(texts)))
    _unite(parents, [_letters(text.tight) for text in texts], lambda _one, _other: True)
    for band in _bands(front):
        _unite(parents, list(band), lambda one, other: _shared(front, one, other) >= _NEAR)
    return np.array([_root(parents, number) for number in range(len(texts))], np.intp)


def _unite(parents: list[int], keys: Sequence[object], near: Callable[[int, int], bool]) -> None:
    first: dict[object, int] = {}
    for number, key in enumerate(keys):
        if key in ("", 0):
            continue
        other = _root(parents, first.setdefault(key, number))
        if other != _root(parents, number) and near(number, first[key]):
            parents[_root(parents, number)] = other


def _shared(front: Matrix, one: int, other: int) -> float:
    left = front.columns[front.starts[one] : front.starts[one + 1]]
    right = front.columns[front.starts[other] : front.starts[other + 1]]
    both = len(np.intersect1d(left, right, assume_unique=True))
    return both / max(1, len(left) + len(right) - both)


def folds(group: Index, labels: npt.NDArray[np.bool_], count: int, seed: int) -> Index:
    """Which of `count` parts each text is in; groups stay together, each part gets both labels."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, root in enumerate(group):
        members[int(root)].append(number)
    order = np.random.default_rng(seed).permutation(sorted(members))
    part = np.zeros(len(group), np.intp)
    full = np.zeros((2, count))
    for root in sorted(order, key=lambda root: -len(members[int(root)])):
        chosen = members[int(root)]
        label = int(labels[chosen[0]])
        emptiest = int(full[label].argmin())
        full[label, emptiest] += len(chosen)
        part[chosen] = emptiest
    return part


def fingerprint(text: NormalText) -> int:
    """32 bits of a text as the model reads it: equal for texts that differ in nothing else."""
    return xxhash.xxh32_intdigest(text.tight.encode("utf-8", "surrogatepass"))


def _letters(tight: str) -> str:
    return "".join(filter(str.isalpha, tight))


def _bands(front: Matrix) -> npt.NDArray[np.uint64]:
    """The least of several shufflings of a text's grams, two by two (MinHash); 0: no grams."""
    bands = np.zeros((_BANDS, front.rows), np.uint64)
    grams = front.columns >= NAMED
    rows = front.row_of[grams]
    if not len(rows):
        return bands
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    filled = rows[starts]
    columns = front.columns[grams].astype(np.uint32)
    for number, odd in enumerate(_ODD):
        mixed = (columns * odd) ^ (columns * odd >> np.uint32(15))
        least = np.minimum.reduceat(mixed * np.uint32(0x85EBCA6B), starts)
        bands[number // _ROWS, filled] = (
            bands[number // _ROWS, filled] * np.uint64(0x100000001) + least + np.uint64(1)
        )
    return bands


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number
