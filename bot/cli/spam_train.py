"""`groupkeeper spam train FILE... --out MODEL`: a model from labelled texts."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.spam_models import NONE, SHIPPED, model_named
from bot.core.learning import Label
from bot.labelled import Labelled, read_labelled
from bot.shipped_model import shipped_model
from handlers.learned.measures import Figures
from handlers.learned.model import Model
from handlers.learned.store import to_bytes
from handlers.learned.training import OneSided, Sample, Trained, TrainPlan, train

_HELP = """Train a model on labelled texts.

FILE holds JSON lines of {"text", "label": "spam" | "ham"}. By default the model that ships stays
one of the opinions: how far it and what is learned here are trusted is found by holding back a
part of the texts in turn, so fifty decisions of a new community already help, and many thousand
decide alone. If it was trained on these very texts it is not asked. --from none learns from the
files only.

The threshold is where F1 is highest; --false-alarms sets it by caution instead."""


def add(spam: typer.Typer) -> None:
    """Add `groupkeeper spam train`."""

    @spam.command("train", help=_HELP)
    def command(
        files: Annotated[list[Path], typer.Argument(help="JSON lines.", metavar="FILE...")],
        out: Annotated[Path, typer.Option(help="Where to write the model.")],
        base: Annotated[
            str, typer.Option("--from", help=f'"{SHIPPED}", "{NONE}", or a file of a model.')
        ] = SHIPPED,
        false_alarms: Annotated[
            float | None,
            typer.Option(min=0.0, max=0.5, help="Flag at most this share of innocent texts."),
        ] = None,
        seed: Annotated[int, typer.Option(help="Another seed, another shuffle.")] = 0,
    ) -> None:
        older = None if base == NONE else model_named(base)
        labelled = [one for path in files for one in read_labelled(path)]
        plan = TrainPlan(false_alarms=false_alarms, seed=seed, note=_note(files, base))
        trained = _trained(files, labelled, older, plan)
        try:
            out.write_bytes(to_bytes(trained.model))
        except OSError as error:
            sys.stderr.write(f"{out}: cannot be written: {error.strerror}\n")
            raise typer.Exit(2) from None
        _tell(trained, labelled, out, asked=base)


def _trained(
    files: list[Path], labelled: list[Labelled], older: Model | None, plan: TrainPlan
) -> Trained:
    samples = [Sample(text=one.text, advert=one.label is Label.SPAM) for one in labelled]
    space = (older or shipped_model()).space
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("training", total=None)
        try:
            return train(
                samples,
                space,
                plan,
                base=older,
                tell=lambda done, of: progress.update(task, completed=done, total=of),
            )
        except OneSided as error:
            names = ", ".join(str(path) for path in files)
            sys.stderr.write(f"{names}: cannot learn from it: {error}\n")
            raise typer.Exit(2) from None


def _note(files: list[Path], base: str) -> str:
    started = "" if base == NONE else f", beside {Path(base).name}"
    return f"trained on {', '.join(path.name for path in files)}{started}"[:2000]


def _tell(trained: Trained, labelled: list[Labelled], out: Path, *, asked: str) -> None:
    console = Console()
    adverts = sum(one.label is Label.SPAM for one in labelled)
    console.print(
        f"{out}: {len(labelled):,} texts, {adverts:,} adverts; advert from"
        f" {trained.model.threshold:.3f} on",
        markup=False,
    )
    if asked != NONE and not trained.base_asked:
        console.print(
            f"the model it began from ({asked}) knew these texts already and was not asked",
            markup=False,
        )
    console.print(f"on texts held back: {figures_told(trained.figures)}", markup=False)


def figures_told(figures: Figures) -> str:
    """The figures in one line."""

    def told(share: float | None) -> str:
        return "-" if share is None else f"{share:.3f}"

    return (
        f"F1 {told(figures.f1)}, false alarms {told(figures.false_alarms)},"
        f" recall {told(figures.recall_at_1pct)} at 1 % false alarms,"
        f" {told(figures.recall_at_0_1pct)} at 0.1 %"
    )
