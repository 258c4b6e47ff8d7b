"""Rows of a CSV file whose texts may hold line ends, and whose quotes may be broken."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from bot.importing.source import Source
from bot.importing.values import Aside

MAX_ROW_LINES = 2000  # lines of one text; a quote still open after so many was never closed
_BIG = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row, and the line it begins on."""

    cells: tuple[str, ...]
    line: int


def rows(source: Source) -> Iterator[Row | Aside]:
    """The rows in order. A row whose quotes do not close costs that line only."""
    csv.field_size_limit(_BIG)
    lines = _Lines(source)
    while (first := lines.take()) is not None:
        number, text = first
        if text is None:
            yield Aside(line=number, kind="the line is too long")
        elif text.strip():
            yield _row(number, text, lines)


class _Lines:
    """The file's lines, with a way to give some back."""

    def __init__(self, source: Source) -> None:
        self._source = source.lines()
        self._back: deque[tuple[int, str | None]] = deque()

    def take(self) -> tuple[int, str | None] | None:
        return self._back.popleft() if self._back else next(self._source, None)

    def give_back(self, lines: list[tuple[int, str | None]]) -> None:
        self._back.extendleft(reversed(lines))


def _row(number: int, text: str, lines: _Lines) -> Row | Aside:
    quotes = text.count('"')
    if not quotes:
        return Row(cells=tuple(text.split(",")), line=number)
    parts = [text]
    taken: list[tuple[int, str | None]] = []
    while quotes % 2 and len(taken) < MAX_ROW_LINES and (more := lines.take()):
        taken.append(more)
        if more[1] is None:
            break
        parts.append(more[1])
        quotes += more[1].count('"')
    cells = None if quotes % 2 else _cells("\n".join(parts))
    if cells is not None:
        return Row(cells=cells, line=number)
    lines.give_back(taken)
    return Aside(line=number, kind="a quotation mark is never closed")


def _cells(record: str) -> tuple[str, ...] | None:
    try:
        found = list(csv.reader((part + "\n" for part in record.split("\n")), strict=True))
    except csv.Error:
        return None
    return tuple(found[0]) if len(found) == 1 else None
