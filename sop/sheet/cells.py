"""Tables in values: sheets, cells, and what could not be read of them, by cell."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.core.located_yaml import without_invisible

Value = str | int | float | bool | datetime | date | time | None

MOST_COLUMNS = 60
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is taken for a formula
MOST_ROWS = 5_000  # of a sheet
_ALPHABET = 26
_SHOWN = 30  # characters of a cell in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; rows and columns are counted from 1."""

    sheet: str
    row: int
    column: int
    value: Value = None
    link: str = ""  # where a click on it leads

    @property
    def address(self) -> str:
        """As a spreadsheet names it: Sheet1!C7."""
        return f"{self.sheet}!{letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """What it says, without blanks around it; "" where it says nothing."""
        if self.value is None or isinstance(self.value, bool):
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return without_invisible(str(self.value)).strip()

    @property
    def plain(self) -> str:
        """What it says, in plain forms of its characters: for reading dates, times, numbers."""
        return " ".join(unicodedata.normalize("NFKC", self.text).casefold().split())

    @property
    def shown(self) -> str:
        """Its beginning, for messages."""
        line = " ".join(self.text.split())
        return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN else f"“{line}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its rows from the first on, and how many pictures lie on it."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)  # by row and column
    pictures: int = 0
    cut: bool = False  # it has more rows than are read

    def cell(self, row: int, column: int) -> Cell:
        """The cell there; outside the sheet it is empty."""
        values = self.rows[row - 1] if row <= len(self.rows) else ()
        value = values[column - 1] if column <= len(values) else None
        link = self.links.get((row, column), "")
        return Cell(sheet=self.name, row=row, column=column, value=value, link=link)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that did not get into the plan, or not as it stands there."""

    where: str  # a cell, or a sheet
    what: str

    def __str__(self) -> str:
        """As a line."""
        return f"{self.where}: {self.what}"


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, _ALPHABET)
        name = chr(ord("A") + rest) + name
    return name
