"""`python -m bench`: the budget, also at a tenth and at ten times its size."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.report import Figure, kept_from, middle, table, write
from bench.rows import ROWS, SIZES

_HERE = Path(__file__).parent


def main() -> None:
    """Measure, print a table, and write RESULTS.md and results.json."""
    given = _given()
    parts = [
        (row, size)
        for row in given.rows
        for size in given.sizes or SIZES
        if given.sizes or size not in ROWS[row].only_when_asked
    ]
    measured: list[Figure] = []
    for number, (row, size) in enumerate(parts, start=1):
        _tell(f"[{number}/{len(parts)}] {row}, {size}")
        measured += _measure(row, size, runs=1 if given.quick else ROWS[row].runs[size])
    if given.quick:
        print(table(measured))
        return
    anew = {figure.part for figure in measured}
    kept = [figure for figure in kept_from(_HERE) if figure.part not in anew]
    figures = sorted([*kept, *measured], key=_place)
    write(figures, folder=_HERE)
    print(table(figures))


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--rows", type=_names(tuple(ROWS)), default=tuple(ROWS), help=f"of {','.join(ROWS)}"
    )
    parser.add_argument(
        "--sizes",
        type=_names(SIZES),
        default=(),
        help=f"of {','.join(SIZES)}; by default all but those that take a quarter of an hour",
    )
    parser.add_argument(
        "--quick", action="store_true", help="every row once at a tenth; writes no results"
    )
    given = parser.parse_args()
    if given.quick and not given.sizes:
        given.sizes = ("small",)
    return given


def _names(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def names(given: str) -> tuple[str, ...]:
        asked = tuple(given.split(","))
        if unknown := [one for one in asked if one not in known]:
            msg = f"there is no {', '.join(unknown)}; there are {', '.join(known)}"
            raise argparse.ArgumentTypeError(msg)
        return asked

    return names


def _measure(row: str, size: str, *, runs: int) -> Sequence[Figure]:
    """The medians of several runs, each in a process with memory and caches of its own."""
    found: list[list[Figure]] = []
    for _ in range(runs):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "bench.child", row, size],
            stdout=subprocess.PIPE,
            check=True,
            cwd=_HERE.parent,
        )
        found.append([Figure(**one) for one in json.loads(done.stdout)])
        _tell(f"    {time.perf_counter() - began:.0f} s")
    return middle(found)


def _place(figure: Figure) -> tuple[int, int]:
    row, size = figure.part.split("/")
    return list(ROWS).index(row), SIZES.index(size)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
