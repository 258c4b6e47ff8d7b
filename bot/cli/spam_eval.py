"""`groupkeeper spam eval FILE...`: how good a model is on labelled texts, and how fast."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.spam_models import SHIPPED, model_named
from bot.core.learning import Label
from bot.labelled import Labelled, read_labelled
from bot.shipped_model import shipped_bytes
from handlers.learned.measures import figures
from handlers.learned.model import Model

_BATCH = 1024
_SINGLE = 2000  # texts judged one by one, as many as that takes a second or two

# In a process of its own: what a service that starts has to wait for, numpy included.
_LOAD = """
import sys
from time import perf_counter
began = perf_counter()
from handlers.learned.store import from_bytes
from_bytes(sys.stdin.buffer.read())
print((perf_counter() - began) * 1000)
"""


def add(spam: typer.Typer) -> None:
    """Add `groupkeeper spam eval`."""

    @spam.command("eval")
    def command(
        files: Annotated[list[Path], typer.Argument(help="JSON lines.", metavar="FILE...")],
        model: Annotated[str, typer.Option(help=f'"{SHIPPED}" or the file of a model.')] = SHIPPED,
        as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
    ) -> None:
        """Measure a model on labelled texts: what it finds, its false alarms, its speed.

        By text alone: no rules, no sender, no other messages. A figure is empty where there are
        no adverts, or no innocent texts, to count.
        """
        chosen = model_named(model)
        data = shipped_bytes() if model == SHIPPED else Path(model).read_bytes()
        found = measured(chosen, [one for path in files for one in read_labelled(path)], data)
        if as_json:
            sys.stdout.write(json.dumps(found, indent=1) + "\n")
            return
        _show(found)


def measured(model: Model, labelled: Sequence[Labelled], data: bytes) -> dict[str, Any]:
    """Every figure under the name that the README gives it."""
    texts = [one.text for one in labelled]
    labels = np.array([one.label is Label.SPAM for one in labelled], np.bool_)
    chances = np.zeros(len(texts))
    model.judge(texts[:8])  # tables of the normaliser fill, as in the first second of service
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("measuring", total=len(texts))
        began = perf_counter()
        for first in range(0, len(texts), _BATCH):
            chances[first : first + _BATCH] = model.judge(texts[first : first + _BATCH])
            progress.update(task, completed=first)
        batch = len(texts) / (perf_counter() - began)
    few = texts[:: max(1, len(texts) // _SINGLE)]
    began = perf_counter()
    for text in few:
        model.judge([text])
    single = len(few) / (perf_counter() - began)
    return {
        **asdict(figures(chances, labels, model.threshold)),
        "per_second_single": round(single),
        "per_second_batch": round(batch),
        "load_ms": round(_load_ms(data), 1),
        "bytes": len(data),
    }


def _load_ms(data: bytes) -> float:
    done = subprocess.run(  # noqa: S603 (our own interpreter, our own words)
        [sys.executable, "-c", _LOAD], input=data, capture_output=True, check=True
    )
    return float(done.stdout)


def _show(found: dict[str, Any]) -> None:
    console = Console()
    shares = ("f1", "false_alarms", "recall_at_1pct", "recall_at_0_1pct")
    for name, value in found.items():
        shown = "-" if value is None else f"{value:.4f}" if name in shares else f"{value:,}"
        console.print(f"{name:>18}  {shown}", markup=False)
