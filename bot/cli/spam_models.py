"""Models from files, for the commands."""

import sys
from pathlib import Path

import typer

from bot.shipped_model import shipped_model
from handlers.learned.model import Model
from handlers.learned.store import BadModel, from_bytes

SHIPPED = "shipped"
NONE = "none"


def model_named(name: str) -> Model:
    """The model that ships, or the one in a file; says what is wrong and exits by 2."""
    if name == SHIPPED:
        return shipped_model()
    try:
        return from_bytes(Path(name).read_bytes())
    except OSError as error:
        sys.stderr.write(f"{name}: cannot be read: {error.strerror}\n")
    except BadModel as error:
        sys.stderr.write(f"{name}: {error}\n")
    raise typer.Exit(2)
