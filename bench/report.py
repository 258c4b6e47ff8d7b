"""Figures as a table, as JSON and as bench/RESULTS.md."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number beside its budget."""

    row: str
    size: str
    value: float
    unit: str
    budget: float | None = None  # None: shown for growth, without a budget of its own
    higher_is_better: bool = False
    note: str = ""

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


def number(value: float) -> str:
    """A number as people read it."""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| what | size | measured | budget | | note |",
        "| --- | --- | ---: | ---: | --- | --- |",
    ]
    for f in figures:
        sign = ">=" if f.higher_is_better else "<="
        budget = "" if f.budget is None else f"{sign} {number(f.budget)} {f.unit}"
        cells = (f.row, f.size, f"{number(f.value)} {f.unit}", budget, f.verdict, f.note)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """What this was measured on."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in _read("/proc/cpuinfo").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = next(
        (
            f"{int(line.split()[1]) / 1048576:.0f} GiB"
            for line in _read("/proc/meminfo").splitlines()
            if line.startswith("MemTotal")
        ),
        "?",
    )
    return f"{os.cpu_count()} cores ({model}), {memory}, Python {platform.python_version()}"


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def write(figures: Sequence[Figure], *, when: datetime, folder: Path) -> None:
    """RESULTS.md and results.json in `folder`."""
    head = (
        "# Results of `make bench`\n\n"
        f"{when:%Y-%m-%d}, {machine()}, SQLite on disk, one process. Medians where a row runs"
        " more than once; absolute times on this machine are noisy.\n\n"
    )
    (folder / "RESULTS.md").write_text(head + table(figures) + "\n", encoding="utf-8")
    rows = {
        "date": f"{when:%Y-%m-%d}",
        "machine": machine(),
        "figures": [asdict(f) | {"verdict": f.verdict} for f in figures],
    }
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
