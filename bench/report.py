"""Figures as a table, as JSON and as bench/RESULTS.md."""

import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median_low, quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number beside its budget."""

    row: str
    size: str  # in words: "100,000 messages"
    value: float
    unit: str
    budget: float | None = None  # None: shown for growth, without a budget of its own
    higher_is_better: bool = False
    note: str = ""
    part: str = ""  # "row/size" by their short names
    date: str = ""  # when it was measured, and how busy the machine was with other things
    load: float = 0.0

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is a figure of."""
        return (self.row, self.size, self.unit)

    @property
    def verdict(self) -> str:
        """Whether the budget is kept, and by how much it is not."""
        if self.budget is None:
            return ""
        kept = self.value >= self.budget if self.higher_is_better else self.value <= self.budget
        if kept:
            return "kept"
        short = abs(self.value - self.budget) / self.budget
        return f"missed by {short:.0%}"


def waiting(
    row: str, size: str, waits: Sequence[float], *, of: str, budget: float | None
) -> list[Figure]:
    """The median of waits in ms, and the 99th percentile with its budget; `of` what waited."""
    marks = quantiles(waits, n=100)
    return [
        Figure(row=f"{row}, p50", size=size, value=marks[49], unit="ms"),
        Figure(
            row=f"{row}, p99",
            size=size,
            value=marks[98],
            unit="ms",
            budget=budget,
            note=f"{len(waits):,} {of}, longest {max(waits):.0f} ms",
        ),
    ]


def number(value: float) -> str:
    """A number as people read it."""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"


def middle(runs: Sequence[Sequence[Figure]]) -> list[Figure]:
    """The median of several runs of one row, figure by figure."""
    together: dict[tuple[str, str, str], list[Figure]] = {}
    for run in runs:
        for figure in run:
            together.setdefault(figure.key, []).append(figure)
    return [_middle(figures) for figures in together.values()]


def _middle(figures: Sequence[Figure]) -> Figure:
    chosen = median_low(figure.value for figure in figures)
    figure = next(one for one in figures if one.value == chosen)
    if len(figures) == 1:
        return figure
    values = [one.value for one in figures]
    spread = f"{len(figures)} runs: {number(min(values))} to {number(max(values))}"
    return replace(figure, note="; ".join(filter(None, (figure.note, spread))))


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| what | size | measured | budget | | load | note |",
        "| --- | --- | ---: | ---: | --- | ---: | --- |",
    ]
    for f in figures:
        sign = ">=" if f.higher_is_better else "<="
        budget = "" if f.budget is None else f"{sign} {number(f.budget)} {f.unit}"
        measured = f"{number(f.value)} {f.unit}"
        cells = (f.row, f.size, measured, budget, f.verdict, f"{f.load:.1f}", f.note)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """What this was measured on."""
    model = _field("/proc/cpuinfo", "model name") or platform.processor()
    kilobytes = _field("/proc/meminfo", "MemTotal").split()
    memory = f"{int(kilobytes[0]) / 1048576:.0f} GiB" if kilobytes else "?"
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores ({model}), {memory}, {versions}"


def _field(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")


def kept_from(folder: Path) -> list[Figure]:
    """The figures of earlier runs; none where there are none."""
    try:
        rows = json.loads((folder / "results.json").read_text(encoding="utf-8"))["figures"]
    except FileNotFoundError:
        return []
    return [Figure(**{k: v for k, v in row.items() if k != "verdict"}) for row in rows]


def write(figures: Sequence[Figure], *, folder: Path) -> None:
    """RESULTS.md and results.json in `folder`."""
    date = max(figure.date for figure in figures)
    head = (
        "# Results of `make bench`\n\n"
        f"{date}, {machine()}. SQLite on disk with `synchronous=FULL`, settings as they ship, one"
        " process a row. Load is the machine's load average when the row began: above 0.5 other"
        " programs shared the two cores, and wall times are too long. `python -m bench --rows`"
        " measures some rows anew and leaves the others.\n\n"
    )
    (folder / "RESULTS.md").write_text(head + table(figures) + "\n", encoding="utf-8")
    rows = {
        "date": date,
        "machine": machine(),
        "figures": [asdict(f) | {"verdict": f.verdict} for f in figures],
    }
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
