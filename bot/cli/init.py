"""`groupkeeper init`: writes a commented config.yaml and plans; overwrites nothing."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from bot.config import DEFAULT_PATH, parse_settings

_SCHEMA = "plan.schema.json"  # for editors
_FIRST = ("first-days.yaml", _SCHEMA)  # a plan to begin with
# Whole plans to choose from. They name colleagues whom a new config.yaml does not know yet, so
# they lie beside the plan folder and are copied into it one by one.
_LIBRARY = (
    *("new-class-week.yaml", "checkin-camp.yaml", "shop-week.yaml", "product-users.yaml"),
    *("warm-up.yaml", "silent-revival.yaml", "newcomer-week.yaml", "expert-hour.yaml"),
    *(_SCHEMA, "campaigns/open-day.yaml", "campaigns/campaign.schema.json"),
)


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("init")
    def init(
        config: Annotated[Path, typer.Option("--config", help="Where to write.")] = DEFAULT_PATH,
    ) -> None:
        """Write a commented config.yaml, a first plan, and plans to choose from."""
        for path, text in wanted(config):
            if path.exists():
                typer.echo(f"kept     {path} (it is there already)")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            typer.echo(f"written  {path}")
        typer.echo(
            "plans to choose from lie in sop/library: copy one into sop/plans, and rehearse it"
        )
        typer.echo("next: `groupkeeper doctor` looks at the set-up, `groupkeeper run` starts it")


def wanted(config: Path) -> list[tuple[Path, str]]:
    """Every file, with its text."""
    text = template()
    folder = config.parent / parse_settings(text, file=str(config), environment={}).sop.folder
    library = files("sop").joinpath("library")
    places = [
        *((folder / name, name) for name in _FIRST),
        *((folder.parent / "library" / name, name) for name in _LIBRARY),
    ]
    found = [(path, library.joinpath(name).read_text(encoding="utf-8")) for path, name in places]
    return [(config, text), *found]


def template() -> str:
    """The commented config.yaml that comes with this version."""
    return files("bot").joinpath("cli", "config.template.yaml").read_text(encoding="utf-8")
