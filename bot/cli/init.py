"""`groupkeeper init`: writes a commented config.yaml and a folder for plans; overwrites nothing."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from bot.config import DEFAULT_PATH, parse_settings

_LIBRARY = ("first-days.yaml", "plan.schema.json")  # a plan to begin with, and what editors need


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("init")
    def init(
        config: Annotated[Path, typer.Option("--config", help="Where to write.")] = DEFAULT_PATH,
    ) -> None:
        """Write a commented config.yaml and a folder with a first plan; overwrite nothing."""
        for path, text in wanted(config):
            if path.exists():
                typer.echo(f"kept     {path} (it is there already)")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            typer.echo(f"written  {path}")
        typer.echo("next: `groupkeeper doctor` looks at the set-up, `groupkeeper run` starts it")


def wanted(config: Path) -> list[tuple[Path, str]]:
    """Every file, with its text."""
    text = template()
    folder = config.parent / parse_settings(text, file=str(config), environment={}).sop.folder
    library = files("sop").joinpath("library")
    plans = [
        (folder / name, library.joinpath(name).read_text(encoding="utf-8")) for name in _LIBRARY
    ]
    return [(config, text), *plans]


def template() -> str:
    """The commented config.yaml that comes with this version."""
    return files("bot").joinpath("cli", "config.template.yaml").read_text(encoding="utf-8")
