"""Workbooks (.xlsx), read and written. Apart from `sheet_files`, because openpyxl loads slowly."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.core.errors import ConfigError
from sop.sheet.cells import FORMULA_SIGNS, MOST_COLUMNS, MOST_ROWS, Sheet, Value

MAX_UNPACKED = 20 * 1024 * 1024
MOST_JOINED = 200_000  # cells that are merged, or lead somewhere together

_MOST_SHEETS = 50
_WIDE = 60
# openpyxl makes every cell of such a range, however large the range claims to be.
_RANGES = re.compile(
    rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\sref\s*=\s*["']"""
    rb"""([A-Z]{1,9})(\d{1,9}):([A-Z]{1,9})(\d{1,9})""",
    re.IGNORECASE,
)


def read_workbook(raw: bytes, path: Path) -> list[Sheet]:
    """The sheets of a workbook that are shown; ConfigError where it is not sound, or a bomb."""
    _refuse_bombs(raw, path)
    try:
        book = load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
        return [_sheet(one) for one in book.worksheets[:_MOST_SHEETS] if _is_shown(one)]
    except Exception as error:  # noqa: BLE001 (openpyxl lets through whatever its parsers raise)
        msg = f"{path}: is no sound .xlsx file ({type(error).__name__}); open it and save it anew"
        raise ConfigError(msg) from None


def _refuse_bombs(raw: bytes, path: Path) -> None:
    """A small file can unpack to gigabytes, or join billions of cells.

    What a part is called says nothing of how it is read, so every part counts.
    """
    left, cells = MAX_UNPACKED, 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for name in packed.namelist():
                with packed.open(name) as part:
                    found = part.read(left + 1)
                left -= len(found)
                if left < 0:
                    break
                cells += sum(_cells(*one) for one in _RANGES.findall(found))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error):
        msg = f"{path}: is no .xlsx file, or it is locked with a password; save it anew"
        raise ConfigError(msg) from None
    if left < 0:
        msg = f"{path}: unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB; it is not read"
        raise ConfigError(msg)
    if cells > MOST_JOINED:
        msg = f"{path}: merges more than {MOST_JOINED:,} cells; take them apart, or copy the table"
        raise ConfigError(msg)


def _cells(left: bytes, first: bytes, right: bytes, last: bytes) -> int:
    """How many cells a range has."""
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(last) - int(first)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _is_shown(sheet: Worksheet) -> bool:
    return sheet.sheet_state == "visible"


def _sheet(sheet: Worksheet) -> Sheet:
    last = min(sheet.max_row, MOST_ROWS)
    cells = list(sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS))
    rows = [[_value(cell.value) for cell in row] for row in cells]
    for merged in sheet.merged_cells.ranges:
        _fill(rows, merged.min_row, merged.max_row, merged.min_col)
    links = {
        (number, column): str(cell.hyperlink.target)
        for number, row in enumerate(cells, start=1)
        for column, cell in enumerate(row, start=1)
        if cell.hyperlink is not None and cell.hyperlink.target
    }
    return Sheet(
        name=sheet.title,
        rows=tuple(tuple(row) for row in rows),
        links=links,
        pictures=len(getattr(sheet, "_images", ())),
        cut=sheet.max_row > MOST_ROWS,
    )


def _fill(rows: list[list[Value]], first: int, last: int, column: int) -> None:
    """A cell merged over rows says the same in each of them."""
    if column > MOST_COLUMNS or first > len(rows):
        return
    value = rows[first - 1][column - 1]
    for row in rows[first : min(last, len(rows))]:
        row[column - 1] = value


def _value(found: Any) -> Value:  # noqa: ANN401 (what openpyxl gives)
    if isinstance(found, str | int | float | datetime | date | time) or found is None:
        return found
    return str(found)


def write_workbook(path: Path, title: str, rows: Sequence[Sequence[Value]]) -> None:
    """A table as a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 (a new workbook has a sheet)
    sheet.title = "".join(char for char in title if char not in "[]:*?/\\'")[:31] or "SOP"
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            _put(sheet, number, column, value)
    for column in range(1, len(rows[0]) + 1 if rows else 1):
        widest = max(len(str(row[column - 1] or "")) for row in rows)
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDE, 2 * widest + 4)
    sheet.freeze_panes = "A2"
    book.save(path)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row=row, column=column)
    cell.value = _clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
        cell.quotePrefix = value.startswith(FORMULA_SIGNS)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if row == 1:
        cell.font = Font(bold=True)


def _clean(text: str) -> str:
    """Without the characters that no .xlsx can hold."""
    return "".join(char for char in text if char in "\n\t" or ord(char) >= ord(" "))[:32_767]
