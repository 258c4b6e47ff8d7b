"""`groupkeeper check`: every mistake in config.yaml and in the plans, with its place."""

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.check_campaigns import campaigns_of
from bot.cli.check_plans import checking_by, content_of, mistakes_of
from bot.clock import SystemClock
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.alerting import Language
from bot.core.errors import ConfigError
from bot.core.located import BrokenFile, Problem, read_yaml
from bot.core.located_chinese import Tongue, say_in, tongue_of
from bot.core.located_words import did_you_mean
from bot.plan_life.checking import readable, unposted
from bot.plans.folder import PlanFolder, read_plan_file
from sop.cautions import Checking, cautions
from sop.checks import Cast
from sop.shelf import PlanFile, Shelf, stock

_PLACED = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<what>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Which files were looked at, and what is wrong with them."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()  # sound, and yet worth a second look


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
        strict: Annotated[bool, typer.Option(help="Warnings are mistakes too.")] = False,
        language: Annotated[
            Language | None, typer.Option(help="By default that of the terminal (LANG).")
        ] = None,
    ) -> None:
        today = SystemClock().now().astimezone().date()
        found = check_some(files, config, today) if files else check_all(config, today)
        (_write_json if json_ else _write_lines)(found, tongue_of(os.environ, language or ""))
        raise typer.Exit(2 if found.problems or (strict and found.warnings) else 0)


def check_all(config: Path, today: date) -> Checked:
    """config.yaml, every plan of its folder, and the content library."""
    settings, problems = _settings(config)
    folder = config.resolve().parent / (settings.sop.folder if settings else "sop/plans")
    plans = PlanFolder(_near(folder)).changed() or ()
    shelf, wrong = _plans(plans, settings)
    problems += wrong
    content, campaigns = None, list[str]()
    if settings is not None:
        problems += _starts(config, settings, shelf)
        known = shelf.plans.keys() | {_name_in(one.file) for one in shelf.refused}
        folder = _near(config.resolve().parent / settings.sop.campaigns)
        campaigns, wrong = campaigns_of(folder, settings, known)
        problems += wrong
        content = content_of(_near(config.resolve().parent / settings.sop.content), settings)
        problems += mistakes_of(content)
    files = [str(config), *(plan.file for plan in plans), *campaigns]
    files += content.files if content else ()
    checking = checking_by(settings, content, today)
    return _checked(files, problems, plans, checking)


def check_some(files: Sequence[Path], config: Path, today: date) -> Checked:
    """These files: plans, or config.yaml itself; who may hold seats stands in `config`."""
    settings = _settings(config)[0] if config.exists() else None
    configs = [f for f in files if f.name == config.name]
    plans = [read_plan_file(f) for f in files if f.name != config.name]
    problems = [problem for f in configs for problem in _settings(f)[1]]
    _, wrong = _plans(plans, settings)
    content = None
    if settings is not None:
        content = content_of(config.resolve().parent / settings.sop.content, settings)
    checking = checking_by(settings, content, today)
    return _checked([str(f) for f in files], [*problems, *wrong], plans, checking)


def _checked(
    files: Iterable[str], problems: Iterable[Problem], plans: Iterable[PlanFile], checking: Checking
) -> Checked:
    found = [one for plan in readable(plans) for one in cautions(plan, checking)]
    return Checked(
        files=tuple(files),
        problems=tuple(sorted(set(problems))),
        warnings=tuple(sorted(set(found))),
    )


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
    problems += [problem for plan in readable(plans) for problem in unposted(plan)]
    return shelf, problems


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


def _write_lines(found: Checked, tongue: Tongue) -> None:
    word = "注意：" if tongue == "zh" else "warning: "
    lines = [(problem, "") for problem in found.problems]
    lines += [(problem, word) for problem in found.warnings]
    for one, sign in sorted(lines):
        what = say_in(tongue, one.what)
        sys.stdout.write(f"{one.file}:{one.line}:{one.column}: {sign}{what}\n")
    if not found.problems:
        sys.stdout.write(f"{_summary(found, tongue)}\n")


def _summary(found: Checked, tongue: Tongue) -> str:
    files, warnings = len(found.files), len(found.warnings)
    if tongue == "zh":
        return f"{files} 个文件，没有错误" + (f"，{warnings} 处请留意" if warnings else "")
    told = f"{files} file{'s' * (files != 1)}, no mistakes"
    return told + (f", {warnings} warning{'s' * (warnings != 1)}" if warnings else "")


def _write_json(found: Checked, tongue: Tongue) -> None:
    def told(problems: Sequence[Problem]) -> list[dict[str, object]]:
        return [{**asdict(one), "what": say_in(tongue, one.what)} for one in problems]

    values = {
        "ok": not found.problems,
        "files": list(found.files),
        "problems": told(found.problems),
        "warnings": told(found.warnings),
    }
    sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
