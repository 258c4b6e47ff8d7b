"""How every command prints tables and JSON."""

import json
import sys
from datetime import datetime
from typing import Any, Final

from rich.console import Console
from rich.table import Table

_FOLDED: Final = "fold"


class Sheet(Table):
    """A table that loses nothing: what is wider than its column goes on in the next line.

    Rich cuts words that are too long off, and a Chinese sentence is one word to it.
    """

    def add_column(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Rich's own options)
        """Add a column that folds, unless it is told otherwise."""
        super().add_column(*args, **{"overflow": _FOLDED} | kwargs)


def show_table(table: Table, *, nothing: str) -> None:
    """Print a table, or where it has no rows, `nothing`: a sentence that says so."""
    if table.row_count:
        Console().print(table)
    else:
        sys.stdout.write(f"{nothing}\n")


def dump_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value as JSON; times are ISO 8601, as the API writes them."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    sys.stdout.write(f"{text}\n")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
