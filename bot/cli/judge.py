"""`groupkeeper judge FILE.jsonl`: what today's rules say of texts; nothing is stored or sent."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.judge_texts import BadLine, Line, judge_texts, make_bench, read_lines
from bot.cli.tables import Sheet
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.text import storable
from handlers.wording import cut

BATCH = 256
_PROGRESS_FROM = 2_000_000  # bytes; smaller files are done before a bar is seen


def register(app: typer.Typer) -> None:
    """Add `groupkeeper judge`."""

    @app.command("judge")
    def command(
        file: Annotated[str, typer.Argument(help='JSON lines of {"id", "text"}; - for stdin.')],
        config: Annotated[Path, typer.Option(help="The config.yaml to judge by.")] = DEFAULT_PATH,
        as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each.")] = False,
    ) -> None:
        """Judge texts by today's rules: adverts, leads, questions. Stores and sends nothing."""
        bench = make_bench(_settings(config))
        shown = _Shown(as_json=as_json)
        bad = 0
        with ExitStack() as stack:
            batch: list[Line] = []
            for read in read_lines(_source(file, stack)):
                if isinstance(read, BadLine):
                    bad += 1
                    sys.stderr.write(f"{file}:{read.number}: {read.problem}\n")
                    continue
                batch.append(read)
                if len(batch) == BATCH:
                    shown.show(batch, judge_texts(batch, bench))
                    batch = []
            shown.show(batch, judge_texts(batch, bench))
        shown.end()
        if bad:
            sys.stderr.write(f"{bad} lines could not be judged\n")
            raise typer.Exit(1)


def _settings(path: Path) -> Settings:
    if path == DEFAULT_PATH and not path.exists():
        sys.stderr.write("no config.yaml here: judged by the rules that ship\n")
        return Settings()
    return load_settings(path)


def _source(file: str, stack: ExitStack) -> Iterable[bytes]:
    if file == "-":
        return sys.stdin.buffer
    path = Path(file)
    try:
        opened = stack.enter_context(path.open("rb"))
        size = path.stat().st_size
    except OSError as error:
        sys.stderr.write(f"{file}: cannot be read: {error.strerror}\n")
        raise typer.Exit(2) from None
    return opened if size < _PROGRESS_FROM else _watched(opened, size, stack)


def _watched(opened: BinaryIO, size: int, stack: ExitStack) -> Iterator[bytes]:
    progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
    task = progress.add_task("judging", total=size)
    for line in opened:
        yield line
        progress.advance(task, len(line))


class _Shown:
    """Answers on their way to the terminal: JSON lines at once, or a table at the end."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._count = 0
        self._flagged = 0
        self._table = Sheet("id", "score", "advert", "lead", "question", "text")

    def show(self, lines: Sequence[Line], answers: Sequence[dict[str, Any]]) -> None:
        """Show a batch."""
        self._count += len(answers)
        for line, answer in zip(lines, answers, strict=True):
            if self._as_json:
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
                continue
            self._flagged += answer["spam"]["flagged"]
            if answer["spam"]["flagged"] or answer["leads"] or answer["question"]:
                self._row(line, answer)

    def _row(self, line: Line, answer: dict[str, Any]) -> None:
        spam = answer["spam"]
        leads = [f"{lead['category']} {lead['score']:.2f}" for lead in answer["leads"]]
        cells = (
            str(answer["id"]),
            f"{spam['score']:.2f}",
            "; ".join(spam["reasons"]) if spam["flagged"] else "",
            ", ".join(leads),
            "?" if answer["question"] else "",
            cut(storable(line.text), 60),
        )
        self._table.add_row(*(cell.replace("[", r"\[") for cell in cells))

    def end(self) -> None:
        """Print the table."""
        if not self._as_json:
            console = Console()
            console.print(self._table)
            console.print(f"{self._count} judged, {self._flagged} flagged as adverts", markup=False)
