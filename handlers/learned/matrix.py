"""A sparse matrix of texts by features, as far as a linear model needs one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Index = npt.NDArray[np.int32]
_END_ROW = np.int64(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Row r holds `values[starts[r]:starts[r + 1]]` in the columns of the same places."""

    starts: npt.NDArray[np.int64]
    columns: Index
    values: Floats
    width: int

    @property
    def rows(self) -> int:
        """How many texts there are."""
        return len(self.starts) - 1

    @property
    def row_of(self) -> Index:
        """The row of each stored value."""
        return np.repeat(np.arange(self.rows, dtype=np.int32), np.diff(self.starts))

    def dot(self, weights: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Each row times a column of weights."""
        return self._summed(weights[self.columns] * self.values)

    def dot_wide(self, weights: Floats | npt.NDArray[np.int8]) -> Floats:
        """Each row times a matrix of weights, one line of it a column of this matrix."""
        lines = weights.take(self.columns, axis=0).astype(np.float32, copy=False)
        lines *= self.values[:, None]
        return self._summed(lines)

    def _summed(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        filled = self.starts[1:] > self.starts[:-1]  # `reduceat` has no empty pieces
        if filled.all():
            return np.add.reduceat(values, self.starts[:-1], axis=0)
        out = np.zeros((self.rows, *values.shape[1:]), values.dtype)
        if filled.any():
            out[filled] = np.add.reduceat(values, self.starts[:-1][filled], axis=0)
        return out

    def spread(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """A number a row, times this matrix turned round: a number a column."""
        given = np.repeat(rows, np.diff(self.starts)) * self.values
        sums: npt.NDArray[np.float64] = np.bincount(  # type: ignore[assignment] # with weights, floats
            self.columns, given, minlength=self.width
        )
        return sums

    def row(self, number: int) -> "Matrix":
        """One of the rows."""
        first, last = int(self.starts[number]), int(self.starts[number + 1])
        return Matrix(
            starts=np.array([0, last - first]),
            columns=self.columns[first:last],
            values=self.values[first:last],
            width=self.width,
        )

    def take(self, chosen: npt.NDArray[np.intp]) -> "Matrix":
        """Some of the rows, in the order given."""
        lengths = np.diff(self.starts)[chosen]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.repeat(self.starts[chosen] - starts[:-1], lengths) + np.arange(starts[-1])
        return Matrix(
            starts=starts,
            columns=self.columns[places],
            values=self.values[places],
            width=self.width,
        )

    def front(self, width: int) -> "Matrix":
        """Only the first columns."""
        return self._where(self.columns < width, self.columns, width)

    def only(self, view: Sequence[slice] | Sequence[Index]) -> "Matrix":
        """Only some columns, which keep their numbers."""
        seen = np.zeros(self.width, np.bool_)
        for columns in view:
            seen[columns] = True
        return self._where(seen[self.columns], self.columns, self.width)

    def folded(self, width: int) -> "Matrix":
        """The columns laid one upon another until they fit into this width, a power of two."""
        return Matrix(
            starts=self.starts,
            columns=self.columns & np.int32(width - 1),
            values=self.values,
            width=width,
        )

    def narrowed(self, at_least: int = 1) -> "tuple[Matrix, npt.NDArray[np.intp]]":
        """The same without columns that hold less, and which columns those left were."""
        left = np.flatnonzero(np.bincount(self.columns, minlength=self.width) >= at_least)
        place = np.full(self.width, -1, np.int32)
        place[left] = np.arange(len(left), dtype=np.int32)
        columns = place[self.columns]
        return self._where(columns >= 0, columns, len(left)), left

    def _where(self, keep: npt.NDArray[np.bool_], columns: Index, width: int) -> "Matrix":
        """Only the stored values to be kept, in columns that may have other numbers now."""
        sums = np.zeros(len(keep) + 1, np.int64)
        np.cumsum(keep, out=sums[1:])
        return Matrix(
            starts=sums[self.starts], columns=columns[keep], values=self.values[keep], width=width
        )


def gathered(rows: Index, columns: npt.NDArray[np.uint32], *, count: int, width: int) -> Matrix:
    """A matrix of ones at these places; what is there twice counts once."""
    keys = rows.astype(np.int64) << _END_ROW | columns
    keys.sort()
    fresh = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    keys = keys[fresh]
    return Matrix(
        starts=keys.searchsorted(np.arange(count + 1) << _END_ROW),
        columns=(keys & 0xFFFFFFFF).astype(np.int32),
        values=np.ones(len(keys), np.float32),
        width=width,
    )
