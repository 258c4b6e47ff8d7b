"""`groupkeeper spam check TEXT`: what today's rules make of a text, and why."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.cli.spam_models import SHIPPED, model_named
from bot.config import DEFAULT_PATH, Settings, load_settings
from bot.core.rooms import Mode
from bot.explained import Explained, explained
from handlers.judging import compile_rules
from handlers.wording import cut

_LONGEST = 1_000_000  # characters read from stdin; more is nobody's message
_TOLD = {"": "nothing", "alert": "managers are told"}


def add(spam: typer.Typer) -> None:
    """Add `groupkeeper spam check`."""

    @spam.command("check")
    def command(
        text: Annotated[str, typer.Argument(help="The text; - reads it from stdin.")],
        config: Annotated[Path, typer.Option(help="The config.yaml to judge by.")] = DEFAULT_PATH,
        model: Annotated[str, typer.Option(help=f'"{SHIPPED}" or the file of a model.')] = SHIPPED,
        as_json: Annotated[bool, typer.Option("--json", help="The answer as JSON.")] = False,
    ) -> None:
        """Explain what is made of a text: its score, each reason, and what would happen.

        As if somebody of whom nothing is known said it in a room. Nothing is stored or sent.
        """
        chosen = model_named(model)
        settings = _settings(config)
        rules = compile_rules(settings.judging, settings.leads, model=chosen)
        given = sys.stdin.buffer.read(_LONGEST).decode("utf-8", "replace") if text == "-" else text
        found = explained(given, rules, chosen)
        if as_json:
            sys.stdout.write(json.dumps(as_answer(found), ensure_ascii=False, indent=1) + "\n")
            return
        _show(found)


def as_answer(found: Explained) -> dict[str, Any]:
    """The explanation as JSON tells it."""
    return {
        "score": found.spam.score,
        "flagged": found.spam.flagged,
        "verdicts": [asdict(verdict) for verdict in found.spam.verdicts],
        "steps": {mode.value: step for mode, step in found.steps.items()},
        "seen_through": found.seen_through,
        "chance": found.chance,
        "threshold": found.threshold,
    }


def _settings(path: Path) -> Settings:
    if path == DEFAULT_PATH and not path.exists():
        return Settings()
    return load_settings(path)


def _show(found: Explained) -> None:
    console = Console()

    def say(line: str) -> None:
        console.print(line, markup=False, highlight=False, soft_wrap=True)

    spam = found.spam
    say(f"{'advert' if spam.flagged else 'no advert'}, score {spam.score:.2f}")
    if found.chance is not None and found.threshold is not None:
        say(f"the model alone: chance {found.chance:.3f}; advert from {found.threshold:.3f} on")
    if found.seen_through:
        say(f"read as: {cut(found.seen_through, 200)}")
    for verdict in sorted(spam.verdicts, key=lambda one: -one.score):
        say(f"  {verdict.detector:<10} {verdict.score:.2f}  {verdict.reason}")
    for mode in Mode:
        step = found.steps[mode]
        say(f"in a room that {mode.value}s: {_TOLD.get(step, step)}")
