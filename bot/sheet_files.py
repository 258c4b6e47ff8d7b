"""Spreadsheet files: .xlsx and .csv as sheets of values, and tables as such files."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.core.errors import ConfigError
from sop.sheet.cells import MOST_ROWS, Sheet, Value

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024

_MOST_COLUMNS = 60
_MOST_SHEETS = 50
_SAMPLE = 20_000  # characters by which a csv's separator is known
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take them for a formula
_SAMPLE_ROWS = 30
_WIDE = 60


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a file; ConfigError where it cannot be read, or is too large."""
    kind = path.suffix.lower()
    if kind not in {".xlsx", ".xlsm", ".csv", ".tsv", ".txt"}:
        msg = f"{path}: {kind or 'this'} is not read; save it as .xlsx or .csv"
        raise ConfigError(msg)
    raw = _raw(path)
    if len(raw) > MAX_BYTES:
        msg = f"{path}: larger than {MAX_BYTES // 1024 // 1024} MB; leave the pictures out"
        raise ConfigError(msg)
    if kind.startswith(".xls"):
        return _read_workbook(raw, path)
    return [_read_csv(raw, path)]


def _raw(path: Path) -> bytes:
    with using(path), path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


@contextmanager
def using(path: Path) -> Iterator[None]:
    """A file that is not there, or may not be written, is a mistake of whoever names it."""
    try:
        yield
    except OSError as error:
        msg = f"{path}: {(error.strerror or str(error)).lower()}"
        raise ConfigError(msg) from None


# ---- xlsx --------------------------------------------------------------------------------------


def _read_workbook(raw: bytes, path: Path) -> list[Sheet]:
    _refuse_bombs(raw, path)
    try:
        book = load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
        return [_sheet(one) for one in book.worksheets[:_MOST_SHEETS] if _is_shown(one)]
    except Exception as error:  # noqa: BLE001 (openpyxl lets through whatever its parsers raise)
        msg = f"{path}: is no sound .xlsx file ({type(error).__name__}); open it and save it anew"
        raise ConfigError(msg) from None


def _refuse_bombs(raw: bytes, path: Path) -> None:
    """A small file can unpack to gigabytes: its own directory tells how much it claims to be."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            left = MAX_UNPACKED
            for name in packed.namelist():
                if name.endswith(".bin") or "/media/" in name:
                    continue
                with packed.open(name) as part:
                    while left >= 0 and (read := len(part.read(1024 * 1024))):
                        left -= read
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error):
        msg = f"{path}: is no .xlsx file, or it is locked with a password; save it anew"
        raise ConfigError(msg) from None
    if left < 0:
        msg = f"{path}: unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB; it is not read"
        raise ConfigError(msg)


def _is_shown(sheet: Worksheet) -> bool:
    return sheet.sheet_state == "visible"


def _sheet(sheet: Worksheet) -> Sheet:
    last = min(sheet.max_row, MOST_ROWS)
    cells = list(sheet.iter_rows(max_row=last, max_col=_MOST_COLUMNS))
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
    if column > _MOST_COLUMNS or first > len(rows):
        return
    value = rows[first - 1][column - 1]
    for row in rows[first : min(last, len(rows))]:
        row[column - 1] = value


def _value(found: Any) -> Value:  # noqa: ANN401 (what openpyxl gives)
    if isinstance(found, str | int | float | datetime | date | time) or found is None:
        return found
    return str(found)


# ---- csv ---------------------------------------------------------------------------------------


def _read_csv(raw: bytes, path: Path) -> Sheet:
    text = _decoded(raw, path)
    try:
        rows = list(_csv_rows(text))
    except csv.Error as error:
        msg = f"{path}: is no sound csv ({error})"
        raise ConfigError(msg) from None
    return Sheet(name=path.stem, rows=tuple(rows[:MOST_ROWS]), cut=len(rows) > MOST_ROWS)


def _csv_rows(text: str) -> Iterator[tuple[Value, ...]]:
    separator = max(",;\t", key=lambda one: _fields(text[:_SAMPLE], one))
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
        if number > MOST_ROWS:
            return
        yield tuple(_unguarded(cell) for cell in row[:_MOST_COLUMNS])


def _fields(text: str, separator: str) -> int:
    """How many fields the first rows have by this separator: the right one makes most."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return sum(len(row) for row in islice(rows, _SAMPLE_ROWS))


def _decoded(raw: bytes, path: Path) -> str:
    """Excel in China writes csv as GBK, elsewhere as UTF-8 or UTF-16 with a mark."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    msg = f"{path}: is neither UTF-8 nor GBK; save it as UTF-8"
    raise ConfigError(msg)


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_DANGEROUS) else cell


# ---- writing -----------------------------------------------------------------------------------


def write_table(path: Path, title: str, rows: Sequence[Sequence[Value]]) -> None:
    """A table as .xlsx or .csv. Texts that look like formulas stay texts."""
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        msg = f"{path}: is written as .xlsx or .csv; name it so"
        raise ConfigError(msg)
    with using(path):
        if kind == ".csv":
            _write_csv(path, rows)
        else:
            _write_workbook(path, title, rows)


def _write_csv(path: Path, rows: Sequence[Sequence[Value]]) -> None:
    # The mark at the beginning tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_guarded(cell) for cell in row] for row in rows)


def _guarded(cell: Value) -> Value:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


def _write_workbook(path: Path, title: str, rows: Sequence[Sequence[Value]]) -> None:
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
        cell.quotePrefix = value.startswith(_DANGEROUS)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if row == 1:
        cell.font = Font(bold=True)


def _clean(text: str) -> str:
    """Without the characters that no .xlsx can hold."""
    return "".join(char for char in text if char in "\n\t" or ord(char) >= ord(" "))[:32_767]
