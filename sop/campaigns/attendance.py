"""Lists of who came, as people upload them: student IDs, one a line, or a table with a column."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.ids import StudentId

_COLUMNS = frozenset({"学号", "student_id", "student id", "studentid", "student", "id", "编号"})
_MOST = 100_000  # lines
_DIGITS = 12  # of the longest student ID there can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What was read from a list: who came, and which lines could not be read."""

    students: tuple[StudentId, ...]
    mistakes: tuple[str, ...]


def read_list(text: str, *, file: str) -> Uploaded:
    """The student IDs of a list; a heading of 学号 or student_id says which column has them."""
    students: dict[StudentId, None] = {}
    wrong: list[str] = []
    column = 0
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    try:
        for row in rows:
            heading = _heading(row) if not students and not wrong else None
            if heading is not None:
                column = heading
            elif any(cell.strip() for cell in row):
                found = _student(row, column)
                if found is None:
                    shown = (row[column] if column < len(row) else "")[:40]
                    wrong.append(f"{file}:{rows.line_num}:1: {shown!r} is no student ID (digits)")
                else:
                    students[found] = None
            if len(students) > _MOST:
                wrong.append(f"{file}:{rows.line_num}:1: more than {_MOST:,} people")
                break
    except csv.Error as error:
        wrong.append(f"{file}:{rows.line_num}:1: cannot be read as a table: {error}")
    return Uploaded(students=tuple(students), mistakes=tuple(wrong))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _heading(row: Sequence[str]) -> int | None:
    """Which column is headed as the student ID's; None: this is no heading."""
    names = [unicodedata.normalize("NFKC", cell).strip().casefold() for cell in row]
    return next((at for at, name in enumerate(names) if name in _COLUMNS), None)


def _student(row: Sequence[str], column: int) -> StudentId | None:
    if column >= len(row):
        return None
    cell = unicodedata.normalize("NFKC", row[column]).strip()
    if not cell.isascii() or not cell.isdigit() or len(cell) > _DIGITS:
        return None
    return StudentId(int(cell))
