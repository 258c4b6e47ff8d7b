"""Spreadsheet files: .xlsx and .csv as sheets of values, and tables as such files."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bot.core.errors import ConfigError
from sop.sheet.cells import FORMULA_SIGNS, MOST_COLUMNS, MOST_ROWS, Sheet, Value

MAX_BYTES = 10 * 1024 * 1024

_SAMPLE = 20_000  # characters by which a csv's separator is known
_SAMPLE_ROWS = 30


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
        from bot.plans.workbooks import read_workbook  # noqa: PLC0415 (openpyxl loads slowly)

        return read_workbook(raw, path)
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
        yield tuple(_unguarded(cell) for cell in row[:MOST_COLUMNS])


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
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell


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
            from bot.plans.workbooks import write_workbook  # noqa: PLC0415 (openpyxl loads slowly)

            write_workbook(path, title, rows)


def _write_csv(path: Path, rows: Sequence[Sequence[Value]]) -> None:
    # The mark at the beginning tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_guarded(cell) for cell in row] for row in rows)


def _guarded(cell: Value) -> Value:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
