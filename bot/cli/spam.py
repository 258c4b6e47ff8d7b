"""`groupkeeper spam`: the detector that learns, and what it learned from."""

from importlib import import_module

import typer

_PARTS = ("spam_check", "spam_train", "spam_eval", "spam_samples", "spam_versions", "spam_drift")


def register(app: typer.Typer) -> None:
    """Add the commands: each part adds its own."""
    group = typer.Typer(
        help="The detector that learns: its samples and versions, and how good it is.",
        no_args_is_help=True,
    )
    for part in _PARTS:
        import_module(f"bot.cli.{part}").add(group)
    app.add_typer(group, name="spam")
