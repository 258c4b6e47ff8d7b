"""`groupkeeper check`: every mistake in config.yaml and in the plans, with its place."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.errors import ConfigError
from bot.core.located import BrokenFile, Problem, read_yaml
from bot.core.located_words import did_you_mean
from bot.plan_folder import PlanFolder, find_file, read_plan_file
from sop.checks import Cast
from sop.parse import LoadedPlan
from sop.shelf import PlanFile, Shelf, stock

_PLACED = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<what>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Which files were looked at, and what is wrong with them."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="Name every mistake in config.yaml and in the plans, with line and column.")
    def check(
        files: Annotated[
            list[Path] | None,
            typer.Argument(help="Only these files; by default config.yaml and its plan folder."),
        ] = None,
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="The mistakes as JSON.")] = False,
    ) -> None:
        found = check_some(files, config) if files else check_all(config)
        (_write_json if json_ else _write_lines)(found)
        raise typer.Exit(2 if found.problems else 0)


def check_all(config: Path) -> Checked:
    """config.yaml and every plan of its folder."""
    settings, problems = _settings(config)
    folder = config.resolve().parent / (settings.sop.folder if settings else "sop/plans")
    plans = PlanFolder(_near(folder)).changed() or ()
    shelf, wrong = _plans(plans, settings)
    problems += wrong
    if settings is not None:
        problems += _starts(config, settings, shelf)
    return _checked([str(config), *(plan.file for plan in plans)], problems)


def check_some(files: Sequence[Path], config: Path) -> Checked:
    """These files: plans, or config.yaml itself; who may hold seats stands in `config`."""
    settings = _settings(config)[0] if config.exists() else None
    configs = [f for f in files if f.name == config.name]
    plans = [read_plan_file(f) for f in files if f.name != config.name]
    problems = [problem for f in configs for problem in _settings(f)[1]]
    problems += _plans(plans, settings)[1]
    return _checked([str(f) for f in files], problems)


def _checked(files: Iterable[str], problems: Iterable[Problem]) -> Checked:
    return Checked(files=tuple(files), problems=tuple(sorted(set(problems))))


def _settings(config: Path) -> tuple[Settings | None, list[Problem]]:
    try:
        return load_settings(config), []
    except BrokenFile as error:
        return None, list(error.problems)
    except ConfigError as error:
        placed = _PLACED.match(str(error))
        what = placed["what"] if placed else str(error)
        return None, [Problem(file=str(config), line=1, column=1, what=what)]


def _plans(plans: Sequence[PlanFile], settings: Settings | None) -> tuple[Shelf, list[Problem]]:
    cast = None if settings is None else cast_of(settings)
    shelf = stock(Shelf(), plans, cast)
    problems = [problem for one in shelf.refused for problem in one.error.problems]
    problems += [problem for plan in shelf.plans.values() for problem in _unposted(plan)]
    return shelf, problems


def _unposted(loaded: LoadedPlan) -> Iterator[Problem]:
    """Files that the steps of a plan post and that are not beside it."""
    named = [
        (number, step.media.in_folder)
        for number, step in enumerate(loaded.plan.steps)
        if step.media is not None and step.media.in_folder is not None
    ]
    if not named:
        return
    located = read_yaml(loaded.source, file=loaded.file)
    for number, file in named:
        if mistake := find_file(Path(loaded.file).parent, file).mistake:
            yield located.problem(("steps", number, "media", "file"), mistake)


def cast_of(settings: Settings) -> Cast:
    """Who can hold a seat."""
    return Cast(
        accounts=frozenset(str(channel.name) for channel in settings.channels),
        staff=frozenset(str(colleague.name) for colleague in settings.staff),
    )


def _starts(config: Path, settings: Settings, shelf: Shelf) -> list[Problem]:
    """Plans that config.yaml starts and that nobody has written."""
    located = read_yaml(config.read_text(encoding="utf-8"), file=str(config))
    known = shelf.plans.keys() | {_name_in(one.file) for one in shelf.refused}
    return [
        located.problem(
            ("sop", "start", number, "plan"),
            f"no plan {entry.plan!r}{did_you_mean(entry.plan, shelf.plans)}; the folder has:"
            f" {', '.join(sorted(shelf.plans)) or 'none'}",
        )
        for number, entry in enumerate(settings.sop.start)
        if entry.plan not in known
    ]


def _name_in(file: str) -> str:
    """What a broken plan is most likely called, so that it is not also called missing."""
    return Path(file).stem


def _near(folder: Path) -> Path:
    """The folder as one would type it."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _write_lines(found: Checked) -> None:
    for problem in found.problems:
        sys.stdout.write(f"{problem}\n")
    if not found.problems:
        count = len(found.files)
        sys.stdout.write(f"{count} file{'s' * (count != 1)}, no mistakes\n")


def _write_json(found: Checked) -> None:
    values = {
        "ok": not found.problems,
        "files": list(found.files),
        "problems": [asdict(problem) for problem in found.problems],
    }
    sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
