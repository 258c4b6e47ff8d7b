"""Finding the lowest point of a smooth function of many numbers (L-BFGS)."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Point = npt.NDArray[np.float64]
Slope = Callable[[Point], tuple[float, Point]]

_REMEMBERED = 8
_ENOUGH = 1e-4  # of the promised descent (Armijo's rule)
_HALVINGS = 20
_FLAT = 1e-12  # what bends less teaches nothing about the next step


@dataclass(frozen=True, slots=True)
class _Step:
    moved: Point
    bent: Point
    inverse: float


def lowest(of: Slope, start: Point, *, steps: int = 60, tolerance: float = 1e-5) -> Point:
    """The point where `of`, which gives value and slope, hardly falls any more."""
    point = start.copy()
    value, slope = of(point)
    known: deque[_Step] = deque(maxlen=_REMEMBERED)
    for _ in range(steps):
        direction = _direction(slope, known)
        promised = float(slope @ direction)
        if promised >= 0:  # rounding has bent what is remembered: begin anew
            known.clear()
            direction, promised = -slope, -float(slope @ slope)
        # The very first step has no measure of how far the slope reaches.
        size = 1.0 if known else min(1.0, 1.0 / max(float(np.abs(slope).sum()), 1e-12))
        for _ in range(_HALVINGS):
            tried = point + size * direction
            reached, there = of(tried)
            if reached <= value + _ENOUGH * size * promised:
                break
            size /= 2
        else:
            break
        _remember(known, tried - point, there - slope)
        fell = value - reached
        point, value, slope = tried, reached, there
        if fell <= tolerance * max(abs(value), 1.0):
            break
    return point


def _remember(known: deque[_Step], moved: Point, bent: Point) -> None:
    curve = float(moved @ bent)
    if curve > _FLAT:
        known.append(_Step(moved, bent, 1.0 / curve))


def _direction(slope: Point, known: deque[_Step]) -> Point:
    way = -slope
    shares = []
    for step in reversed(known):
        share = step.inverse * float(step.moved @ way)
        way = way - share * step.bent
        shares.append(share)
    if known:
        last = known[-1]
        way = way / (last.inverse * float(last.bent @ last.bent))
    for step, share in zip(known, reversed(shares), strict=True):
        way = way + (share - step.inverse * float(step.bent @ way)) * step.moved
    return way
