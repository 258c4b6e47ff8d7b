"""One run of one row, in a process of its own: `python -m bench.child ROW SIZE`; prints JSON."""

import json
import os
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from bench.rows import ROWS
from bot.clock import SystemClock


def main() -> None:
    """Measure, and print the figures as the only thing on standard output."""
    row, size = sys.argv[1:]
    load = os.getloadavg()[0]
    date = f"{SystemClock().now():%Y-%m-%d}"
    with tempfile.TemporaryDirectory(prefix="groupkeeper-bench-") as folder:
        figures = ROWS[row].measure(size, Path(folder))
    part = f"{row}/{size}"
    told = [asdict(replace(f, part=part, date=date, load=round(load, 1))) for f in figures]
    print(json.dumps(told))


if __name__ == "__main__":
    main()
